"""Opening hours, by example: the cases that people notice when they are wrong."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.calendario.tiempo_habil import (
    BOGOTA,
    Calendario,
    CalendarioSinHorario,
    Franja,
)

DIA_DE_OFICINA = (Franja.de_horas(time(7), time(19)),)
SABADO = (Franja.de_horas(time(8), time(13)),)
REYES_2026 = date(2026, 1, 12)
OFICINA = Calendario(
    {**dict.fromkeys(range(5), DIA_DE_OFICINA), 5: SABADO},
    frozenset({REYES_2026, date(2026, 1, 1)}),
)


def en(dia: date, hora: str) -> datetime:
    return datetime.combine(dia, time.fromisoformat(hora), BOGOTA)


VIERNES, EL_SABADO, DOMINGO = date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 11)
MARTES = date(2026, 1, 13)


@pytest.mark.parametrize(
    ("momento", "abierto"),
    [
        (en(VIERNES, "06:59:59"), False),
        (en(VIERNES, "07:00"), True),
        (en(VIERNES, "18:59:59"), True),
        (en(VIERNES, "19:00"), False),
        (en(EL_SABADO, "12:59"), True),
        (en(EL_SABADO, "13:00"), False),
        (en(DOMINGO, "10:00"), False),
        (en(REYES_2026, "10:00"), False),
        (en(MARTES, "10:00"), True),
    ],
)
def test_abre_al_primer_minuto_y_cierra_en_el_ultimo(momento: datetime, abierto: bool) -> None:
    assert OFICINA.abierto(momento) is abierto


def test_el_momento_se_lee_en_hora_de_bogota_venga_en_la_que_venga() -> None:
    assert OFICINA.abierto(datetime(2026, 1, 9, 12, 0, tzinfo=UTC))
    assert not OFICINA.abierto(datetime(2026, 1, 10, 0, 0, tzinfo=UTC))


def test_la_proxima_apertura_salta_domingo_y_lunes_festivo() -> None:
    assert OFICINA.proxima_apertura(en(EL_SABADO, "13:00")) == en(MARTES, "07:00")


def test_abierto_la_proxima_apertura_es_ese_mismo_momento() -> None:
    ahora = en(VIERNES, "10:30")
    assert OFICINA.proxima_apertura(ahora) == ahora


def test_el_proximo_cierre_de_un_cerrado_es_el_de_su_proxima_apertura() -> None:
    assert OFICINA.proximo_cierre(en(EL_SABADO, "20:00")) == en(MARTES, "19:00")


def test_las_respuestas_vienen_en_la_zona_del_calendario() -> None:
    apertura = OFICINA.proxima_apertura(datetime(2026, 1, 10, 18, 0, tzinfo=UTC))
    assert apertura is not None
    assert apertura.tzinfo == BOGOTA


def test_dos_franjas_que_se_tocan_son_una_sola_apertura() -> None:
    seguido = Calendario({0: (Franja(0, 600), Franja(600, 700)), 6: (Franja(1200, 1440),)})
    assert seguido.proximo_cierre(en(DOMINGO, "21:00")) == en(REYES_2026, "11:40")


def test_un_calendario_continuo_abre_los_festivos_y_no_cierra_nunca() -> None:
    siempre = Calendario.continuo()
    assert siempre.abierto(en(REYES_2026, "03:00"))
    assert siempre.proximo_cierre(en(REYES_2026, "03:00")) is None
    assert siempre.sumar_minutos(en(DOMINGO, "23:50"), 20) == en(REYES_2026, "00:10")


def test_sin_franjas_no_hay_apertura_ni_cierre_ni_plazo() -> None:
    vacio = Calendario({})
    assert vacio.proxima_apertura(en(VIERNES, "10:00")) is None
    assert vacio.proximo_cierre(en(VIERNES, "10:00")) is None
    with pytest.raises(CalendarioSinHorario):
        vacio.sumar_minutos(en(VIERNES, "10:00"), 1)


def test_un_plazo_puede_vencer_justo_al_cierre() -> None:
    assert OFICINA.sumar_minutos(en(VIERNES, "18:30"), 30) == en(VIERNES, "19:00")


def test_un_plazo_que_no_cabe_hoy_sigue_tras_el_festivo() -> None:
    assert OFICINA.sumar_minutos(en(EL_SABADO, "12:30"), 45) == en(MARTES, "07:15")


def test_un_plazo_de_cero_minutos_vence_ya() -> None:
    assert OFICINA.sumar_minutos(en(DOMINGO, "10:00"), 0) == en(DOMINGO, "10:00")


def test_un_plazo_de_mas_de_un_anio_se_calcula() -> None:
    minutos = 12 * 60 * 300
    vence = OFICINA.sumar_minutos(en(VIERNES, "07:00"), minutos)
    assert OFICINA.minutos_entre(en(VIERNES, "07:00"), vence) == minutos


def test_no_hay_plazos_negativos() -> None:
    with pytest.raises(ValueError, match="negativos"):
        OFICINA.sumar_minutos(en(VIERNES, "10:00"), -1)


def test_entre_dos_momentos_cuentan_solo_las_horas_abiertas() -> None:
    desde, hasta = en(VIERNES, "18:00"), en(MARTES, "08:30")
    assert OFICINA.minutos_entre(desde, hasta) == 60 + 5 * 60 + 90
    assert OFICINA.minutos_entre(hasta, desde) == 0
    assert OFICINA.tiempo_entre(en(VIERNES, "10:00:10"), en(VIERNES, "10:00:40")) == timedelta(
        seconds=30
    )


def test_una_franja_rige_solo_entre_sus_fechas() -> None:
    franja = Franja.de_horas(time(9), time(12), VIERNES, EL_SABADO)
    temporal = Calendario(dict.fromkeys(range(7), (franja,)))
    assert not temporal.abierto(en(VIERNES - timedelta(days=1), "10:00"))
    assert temporal.abierto(en(VIERNES, "10:00"))
    assert temporal.abierto(en(EL_SABADO, "10:00"))
    assert temporal.proxima_apertura(en(EL_SABADO, "12:00")) is None


def test_la_medianoche_como_cierre_es_el_fin_del_dia() -> None:
    franja = Franja.de_horas(time(20), time(0))
    assert (franja.inicio, franja.fin) == (1200, 1440)
    assert (franja.abre, franja.cierra) == (time(20), time(0))


@pytest.mark.parametrize(("inicio", "fin"), [(600, 600), (700, 600), (-1, 10), (1400, 1441)])
def test_una_franja_vacia_o_fuera_del_dia_no_existe(inicio: int, fin: int) -> None:
    with pytest.raises(ValueError, match="Franja"):
        Franja(inicio, fin)


def test_en_una_zona_con_horario_de_verano_cuenta_el_tiempo_que_pasa_de_verdad() -> None:
    """8 March 2026 in New York has 23 hours: 2:00 to 3:00 does not exist."""
    nueva_york = Calendario.continuo(ZoneInfo("America/New_York"))
    desde = datetime(2026, 3, 8, 0, 0, tzinfo=nueva_york.zona)
    hasta = datetime(2026, 3, 9, 0, 0, tzinfo=nueva_york.zona)
    assert nueva_york.minutos_entre(desde, hasta) == 23 * 60

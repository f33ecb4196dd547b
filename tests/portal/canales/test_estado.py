"""«Abierto ahora» and «abre el lunes», with the hours of manual 003 and fixed moments."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.calendario.ley import festivos_de_ley
from portal.calendario.tiempo_habil import BOGOTA, Calendario, Franja
from portal.canales.estado import ABIERTO_SIEMPRE, estado_de, horario_en_palabras

FESTIVOS = frozenset(festivos_de_ley(range(2024, 2029)))
SEMANA = dict.fromkeys(range(5), (Franja.de_horas(time(7), time(19)),))
SABADO = {5: (Franja.de_horas(time(8), time(13)),)}
TELEFONO = Calendario({**SEMANA, **SABADO}, FESTIVOS)
PQRSA = Calendario(dict.fromkeys(range(5), (Franja.de_horas(time(7), time(17)),)), FESTIVOS)


def el(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("ahora", "texto"),
    [
        # An ordinary day.
        ("2026-11-24T06:59", "Abre hoy a las 7:00 a. m."),
        ("2026-11-24T07:00", "Abierto hasta las 7:00 p. m."),
        ("2026-11-24T18:59:59", "Abierto hasta las 7:00 p. m."),
        ("2026-11-24T19:00", "Abre mañana a las 7:00 a. m."),
        # Saturday at 12:59 and 13:00, before an ordinary Monday.
        ("2026-11-28T07:59", "Abre hoy a las 8:00 a. m."),
        ("2026-11-28T12:59", "Abierto hasta la 1:00 p. m."),
        ("2026-11-28T13:00", "Abre el lunes a las 7:00 a. m."),
        ("2026-11-29T10:00", "Abre mañana a las 7:00 a. m."),
        # Saturday at 12:59 and 13:00, before a holiday Monday (13 July 2026, Ley 2578/2026).
        ("2026-07-11T12:59", "Abierto hasta la 1:00 p. m."),
        ("2026-07-11T13:00", "Abre el martes a las 7:00 a. m."),
        ("2026-07-12T10:00", "Abre el martes a las 7:00 a. m."),
        ("2026-07-13T10:00", "Abre mañana a las 7:00 a. m."),
        ("2026-07-14T07:00", "Abierto hasta las 7:00 p. m."),
        # The same Monday a year earlier was no holiday.
        ("2025-07-14T10:00", "Abierto hasta las 7:00 p. m."),
        # 31 December: the next year's 1 January is a holiday too.
        ("2026-12-31T18:59", "Abierto hasta las 7:00 p. m."),
        ("2026-12-31T19:00", "Abre el sábado a las 8:00 a. m."),
        ("2025-12-31T20:00", "Abre el viernes a las 7:00 a. m."),
        ("2027-01-01T00:00", "Abre mañana a las 8:00 a. m."),
    ],
)
def test_el_telefono_dice_hasta_cuando_o_desde_cuando(ahora: str, texto: str) -> None:
    estado = estado_de(TELEFONO, el(ahora))
    assert estado.texto == texto
    assert estado.abierto is texto.startswith("Abierto")


@pytest.mark.parametrize(
    ("ahora", "texto"),
    [
        ("2026-07-10T17:00", "Abre el martes a las 7:00 a. m."),
        ("2026-07-10T16:59", "Abierto hasta las 5:00 p. m."),
        ("2026-12-31T17:00", "Abre el lunes a las 7:00 a. m."),
        ("2026-11-28T12:59", "Abre el lunes a las 7:00 a. m."),
    ],
)
def test_pqrsa_no_atiende_el_sabado(ahora: str, texto: str) -> None:
    assert estado_de(PQRSA, el(ahora)).texto == texto


def test_una_apertura_a_mas_de_una_semana_lleva_la_fecha() -> None:
    vacaciones = frozenset(date(2026, 12, 21) + timedelta(days=n) for n in range(14))
    cerrado = Calendario(TELEFONO.franjas, FESTIVOS | vacaciones)
    assert estado_de(cerrado, el("2026-12-21T10:00")).texto == (
        "Abre el lunes 4 de enero a las 7:00 a. m."
    )


def test_el_celular_de_prioridad_1_atiende_el_festivo_a_las_3_de_la_manana() -> None:
    estado = estado_de(Calendario.continuo(), el("2026-01-01T03:00"))
    assert (estado.abierto, estado.texto) == (True, ABIERTO_SIEMPRE)


def test_un_canal_que_nunca_abre_esta_cerrado() -> None:
    estado = estado_de(Calendario({}), el("2026-11-24T10:00"))
    assert (estado.abierto, estado.texto) == (False, "Cerrado")


def test_un_canal_que_cruza_la_medianoche_dice_hasta_cuando_manana() -> None:
    nocturno = Calendario({1: (Franja(1200, 1440),), 2: (Franja(0, 360),)})
    assert estado_de(nocturno, el("2026-11-24T22:00")).texto == (
        "Abierto hasta mañana a las 6:00 a. m."
    )


def test_el_momento_puede_venir_en_utc() -> None:
    """Half past midnight of Tuesday in UTC is still Monday evening in Bogotá."""
    ahora = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    assert estado_de(TELEFONO, ahora).texto == "Abre mañana a las 7:00 a. m."


def test_el_horario_agrupa_los_dias_iguales() -> None:
    renglones = horario_en_palabras(TELEFONO.franjas, date(2026, 11, 26))
    assert [str(renglon) for renglon in renglones] == [
        "Lunes a viernes: 7:00 a. m. a 7:00 p. m.",
        "Sábado: 8:00 a. m. a 1:00 p. m.",
    ]


def test_el_horario_dice_dos_franjas_y_dos_dias() -> None:
    partido = (Franja.de_horas(time(14), time(18)), Franja.de_horas(time(8), time(12)))
    renglones = horario_en_palabras({5: partido, 6: partido}, date(2026, 11, 26))
    assert [str(renglon) for renglon in renglones] == [
        "Sábado y domingo: 8:00 a. m. a 12:00 m. y 2:00 p. m. a 6:00 p. m."
    ]


def test_siete_dias_iguales_son_todos_los_dias() -> None:
    franjas = dict.fromkeys(range(7), (Franja.de_horas(time(6), time(22)),))
    assert str(horario_en_palabras(franjas, date(2026, 11, 26))[0]).startswith("Todos los días:")


def test_el_horario_es_el_que_rige_en_los_siete_dias_que_siguen() -> None:
    viejo = Franja.de_horas(time(7), time(17), None, date(2026, 11, 30))
    nuevo = Franja.de_horas(time(7), time(15), date(2026, 12, 1), None)
    franjas = dict.fromkeys(range(5), (viejo, nuevo))
    antes = horario_en_palabras(franjas, date(2026, 11, 23))
    despues = horario_en_palabras(franjas, date(2026, 12, 1))
    assert [str(r) for r in antes] == ["Lunes a viernes: 7:00 a. m. a 5:00 p. m."]
    assert [str(r) for r in despues] == ["Lunes a viernes: 7:00 a. m. a 3:00 p. m."]
    assert horario_en_palabras({}, date(2026, 11, 23)) == []

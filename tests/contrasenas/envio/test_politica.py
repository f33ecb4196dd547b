"""How long rows and packets wait."""

from datetime import timedelta

from contrasenas.envio.politica import (
    ESPERA_MAXIMA,
    INTENTOS_MAXIMOS,
    PLAZO_RECLAMO,
    PLAZO_TAREA,
    espera,
)


def test_cada_vez_se_espera_el_doble_hasta_un_maximo() -> None:
    esperas = [espera(fallos) for fallos in range(1, INTENTOS_MAXIMOS + 1)]
    assert esperas[:3] == [timedelta(minutes=m) for m in (2, 4, 8)]
    assert esperas == sorted(esperas)
    assert espera(10_000) == ESPERA_MAXIMA


def test_en_total_se_insiste_durante_una_jornada_de_lista_gris() -> None:
    total = sum((espera(fallos) for fallos in range(1, INTENTOS_MAXIMOS)), timedelta())
    assert timedelta(hours=4) <= total <= timedelta(hours=24)


def test_un_reclamo_dura_mas_que_una_tarea() -> None:
    assert PLAZO_RECLAMO > PLAZO_TAREA

"""Hours, days and waits as people read them."""

from datetime import date, time

import pytest

from portal.calendario import palabras

LUNES = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("momento", "texto"),
    [
        (time(0, 0), "12:00 a. m."),
        (time(0, 5), "12:05 a. m."),
        (time(7, 0), "7:00 a. m."),
        (time(11, 59), "11:59 a. m."),
        (time(12, 0), "12:00 m."),
        (time(12, 30), "12:30 p. m."),
        (time(19, 0), "7:00 p. m."),
        (time(23, 59), "11:59 p. m."),
    ],
)
def test_la_hora_se_dice_en_doce_horas(momento: time, texto: str) -> None:
    assert palabras.hora(momento) == texto


def test_la_una_lleva_articulo_singular() -> None:
    assert palabras.a_la_hora(time(13, 0)) == "la 1:00 p. m."
    assert palabras.a_la_hora(time(1, 15)) == "la 1:15 a. m."
    assert palabras.a_la_hora(time(12, 0)) == "las 12:00 m."


@pytest.mark.parametrize(
    ("dia", "texto"),
    [
        (LUNES, "hoy"),
        (date(2026, 11, 24), "mañana"),
        (date(2026, 11, 25), "el miércoles"),
        (date(2026, 11, 29), "el domingo"),
        (date(2026, 11, 30), "el lunes 30 de noviembre"),
        (date(2027, 1, 2), "el sábado 2 de enero"),
    ],
)
def test_el_dia_se_dice_por_su_nombre_si_esta_en_la_semana_que_sigue(dia: date, texto: str) -> None:
    assert palabras.dia_relativo(dia, LUNES) == texto


@pytest.mark.parametrize(
    ("segundos", "texto"),
    [
        (0, "1 minuto"),
        (1, "1 minuto"),
        (60, "1 minuto"),
        (61, "2 minutos"),
        (300, "5 minutos"),
        (3600, "1 hora"),
        (3601, "1 hora y 1 minuto"),
        (2 * 3600 + 300, "2 horas y 5 minutos"),
    ],
)
def test_la_espera_se_redondea_al_minuto_que_sigue(segundos: int, texto: str) -> None:
    assert palabras.espera(segundos) == texto

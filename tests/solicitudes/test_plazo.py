"""The expected dates: business days of manual 002 §4, and how they read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendario.tiempo_habil import dias_habiles_entre, es_dia_habil
from solicitudes.plazo import Plazo

DIAS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
FESTIVOS = st.frozensets(DIAS, max_size=40)


def test_sin_festivos_son_cinco_y_ocho_dias_despues_de_radicar() -> None:
    # Saturday 1 August 2026 counts from Monday 3.
    plazo = Plazo.desde_radicacion(date(2026, 8, 1), frozenset())
    assert (plazo.desde, plazo.hasta) == (date(2026, 8, 7), date(2026, 8, 12))


def test_un_festivo_corre_las_fechas() -> None:
    batalla_de_boyaca = date(2026, 8, 7)
    plazo = Plazo.desde_radicacion(date(2026, 8, 1), {batalla_de_boyaca})
    assert (plazo.desde, plazo.hasta) == (date(2026, 8, 10), date(2026, 8, 13))


@pytest.mark.parametrize(
    ("desde", "hasta", "palabras"),
    [
        (date(2026, 8, 8), date(2026, 8, 12), "entre el 8 y el 12 de agosto de 2026"),
        (date(2026, 7, 30), date(2026, 8, 4), "entre el 30 de julio y el 4 de agosto de 2026"),
        (
            date(2026, 12, 30),
            date(2027, 1, 5),
            "entre el 30 de diciembre de 2026 y el 5 de enero de 2027",
        ),
    ],
)
def test_el_mes_y_el_ano_se_dicen_una_vez_si_son_los_mismos(
    desde: date, hasta: date, palabras: str
) -> None:
    assert str(Plazo(desde, hasta)) == palabras


def test_vence_al_dia_siguiente_del_ultimo() -> None:
    plazo = Plazo(date(2026, 8, 7), date(2026, 8, 12))
    assert not plazo.vencido(date(2026, 8, 12))
    assert plazo.vencido(date(2026, 8, 13))


@given(radicado=DIAS, festivos=FESTIVOS)
def test_los_extremos_son_dias_habiles_y_hay_cinco_y_ocho_hasta_ellos(
    radicado: date, festivos: frozenset[date]
) -> None:
    plazo = Plazo.desde_radicacion(radicado, festivos)
    for dia, cuantos in ((plazo.desde, 5), (plazo.hasta, 8)):
        assert es_dia_habil(dia, festivos)
        assert dias_habiles_entre(radicado, dia, festivos) == cuantos
        assert dias_habiles_entre(radicado, dia - timedelta(days=1), festivos) == cuantos - 1

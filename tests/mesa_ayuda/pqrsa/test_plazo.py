"""The legal term, against a count of days so slow that nobody could get it wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesa_ayuda.pqrsa import plazo
from portal.calendario.ley import festivos_de_ley

FESTIVOS = frozenset(festivos_de_ley((2025, 2026, 2027, 2028)))
MOMENTOS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))


def dia_a_dia(momento: datetime, dias: int) -> date:
    """Walk the calendar one day at a time, crossing out what doesn't count."""
    dia = (momento - timedelta(hours=5)).date()
    contados = 0
    while contados < dias:
        dia = date.fromordinal(dia.toordinal() + 1)
        if dia not in FESTIVOS and dia.isoweekday() <= 5:
            contados += 1
    return dia


@given(momento=MOMENTOS, dias=st.integers(1, 30))
def test_vence_el_mismo_dia_que_contando_dia_a_dia(momento: datetime, dias: int) -> None:
    assert plazo.vencimiento(momento, dias, FESTIVOS) == dia_a_dia(momento, dias)


@given(momento=MOMENTOS, dias=st.integers(1, 30))
def test_la_prorroga_llega_a_lo_sumo_al_doble_del_termino(momento: datetime, dias: int) -> None:
    vence = plazo.vencimiento(momento, dias, FESTIVOS)
    assert plazo.prorroga_maxima(momento, vence, FESTIVOS) == dia_a_dia(momento, 2 * dias)


@pytest.mark.parametrize(
    ("momento", "vence"),
    [
        # Wednesday, at any hour until midnight in Bogotá: day 1 is Thursday.
        (datetime(2026, 11, 25, 13, tzinfo=UTC), date(2026, 12, 17)),
        (datetime(2026, 11, 26, 4, 59, tzinfo=UTC), date(2026, 12, 17)),
        (datetime(2026, 11, 26, 5, 0, tzinfo=UTC), date(2026, 12, 18)),
        # A Saturday: day 1 is Monday.
        (datetime(2026, 11, 28, 15, tzinfo=UTC), date(2026, 12, 21)),
        # Sunday before the holiday of Monday 13 July 2026 (Ley 2578/2026).
        (datetime(2026, 7, 12, 15, tzinfo=UTC), date(2026, 8, 4)),
    ],
)
def test_cuenta_los_dias_habiles_desde_el_siguiente_al_recibo(
    momento: datetime, vence: date
) -> None:
    assert plazo.vencimiento(momento, 15, FESTIVOS) == vence


@pytest.mark.parametrize(
    ("hoy", "palabras"),
    [
        (date(2026, 12, 10), "faltan 5 días hábiles"),
        (date(2026, 12, 16), "falta 1 día hábil"),
        (date(2026, 12, 17), "vence hoy"),
        (date(2026, 12, 18), "venció hace 1 día hábil"),
        (date(2026, 12, 22), "venció hace 3 días hábiles"),
    ],
)
def test_dice_en_palabras_cuanto_falta(hoy: date, palabras: str) -> None:
    assert plazo.faltan(hoy, date(2026, 12, 17), FESTIVOS) == palabras

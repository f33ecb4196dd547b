"""The window of the Ley 2300 de 2023."""

from datetime import date, datetime

import pytest

from contrasenas.envio.ventana import apertura
from portal.calendario.tiempo_habil import BOGOTA

# Monday 7 December 2026; Tuesday 8 is a holiday.
FESTIVOS = frozenset({date(2026, 12, 8)})


def en(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("ahora", "abre"),
    [
        ("2026-12-07 06:59", "2026-12-07 07:00"),
        ("2026-12-07 07:00", "2026-12-07 07:00"),
        ("2026-12-07 18:59:59", "2026-12-07 18:59:59"),
        ("2026-12-07 19:00", "2026-12-09 07:00"),  # over the holiday
        ("2026-12-08 10:00", "2026-12-09 07:00"),
        ("2026-12-11 19:00", "2026-12-12 08:00"),  # Friday evening
        ("2026-12-12 07:59", "2026-12-12 08:00"),
        ("2026-12-12 14:59", "2026-12-12 14:59"),
        ("2026-12-12 15:00", "2026-12-14 07:00"),  # over the Sunday
        ("2026-12-13 12:00", "2026-12-14 07:00"),
    ],
)
def test_solo_se_envia_en_el_horario_legal(ahora: str, abre: str) -> None:
    assert apertura(en(ahora), FESTIVOS) == en(abre)

"""How far it is, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.progreso import porcentaje, restante

AHORA = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hechas", "total", "por_ciento"),
    [(0, 0, 0), (5, 0, 0), (0, 200, 0), (50, 200, 25), (199, 200, 99), (200, 200, 99), (9, 3, 99)],
)
def test_el_porcentaje_no_llega_a_cien_antes_del_final(
    hechas: int, total: int, por_ciento: int
) -> None:
    assert porcentaje(hechas, total) == por_ciento


@pytest.mark.parametrize(
    ("hechas", "total", "segundos", "dicho"),
    [
        (0, 100, 60, ""),
        (10, 100, 2, ""),
        (99, 100, 60, "menos de un minuto"),
        (50, 100, 60, "alrededor de un minuto"),
        (10, 100, 60, "alrededor de 9 minutos"),
        (120, 100, 60, "menos de un minuto"),
    ],
)
def test_el_tiempo_que_falta_se_dice_cuando_hay_con_que_calcularlo(
    hechas: int, total: int, segundos: int, dicho: str
) -> None:
    desde = AHORA - timedelta(seconds=segundos)
    assert restante(hechas=hechas, total=total, desde=desde, ahora=AHORA) == dicho
    assert restante(hechas=hechas, total=total, desde=None, ahora=AHORA) == ""

"""The holidays that the law sets."""

from datetime import date

import pytest

from portal.calendario.ley import festivos_de_ley


@pytest.mark.parametrize(("anio", "cuantos"), [(2018, 18), (2024, 18), (2026, 19), (2027, 19)])
def test_hay_18_festivos_al_anio_y_19_desde_2026(anio: int, cuantos: int) -> None:
    assert len(festivos_de_ley([anio])) == cuantos


def test_el_festivo_nuevo_de_2026_cae_el_lunes_13_de_julio() -> None:
    assert "Chiquinquirá" in festivos_de_ley([2026])[date(2026, 7, 13)]
    assert date(2026, 7, 9) not in festivos_de_ley([2026])
    assert date(2025, 7, 14) not in festivos_de_ley([2025])


def test_dos_festivos_el_mismo_dia_son_una_fila_con_los_dos_nombres() -> None:
    nombre = festivos_de_ley([2025])[date(2025, 6, 30)]
    assert nombre == "Sagrado Corazón y San Pedro y San Pablo"


def test_los_nombres_van_en_espanol_y_sin_notas_del_calendario() -> None:
    nombres = festivos_de_ley([2026])
    assert nombres[date(2026, 1, 12)] == "Día de los Reyes Magos"
    assert nombres[date(2026, 4, 3)] == "Viernes Santo"
    assert not any("(" in nombre or ";" in nombre for nombre in nombres.values())

"""The holidays that Colombian law sets (Ley 51/1983; Ley 2578/2026 adds the 19th), as pure data."""

from collections.abc import Iterable
from datetime import date

import holidays


def festivos_de_ley(anios: Iterable[int]) -> dict[date, str]:
    """Date → Spanish name of each holiday of those years.

    A year has 18 (19 from 2026); two that fall on one day are one entry with both names. The
    « (observado)» that marks a day moved to Monday is left out: people know it by its name.
    """
    de_ley = holidays.country_holidays("CO", years=set(anios), language="es")
    return {
        dia: nombre.replace(" (observado)", "").replace("; ", " y ")
        for dia, nombre in sorted(de_ley.items())
    }

"""The legal term of a PQRSA. Pure.

Ley 1755/2015, art. 14: business days counted from the day after receipt. The form takes a PQRSA at
any hour, so the day counts and the hour does not; one that comes on a Saturday, Sunday or holiday
has its first day on the next business day, which is late under no reading of the law.
"""

from collections.abc import Collection
from datetime import date, datetime

from portal.calendario.tiempo_habil import (
    BOGOTA,
    dias_habiles_entre,
    sumar_dias_habiles,
)


def vencimiento(momento: datetime, dias: int, festivos: Collection[date]) -> date:
    """Return the last day to answer, `dias` business days from the day after receipt."""
    return sumar_dias_habiles(momento.astimezone(BOGOTA).date(), dias, festivos)


def prorroga_maxima(momento: datetime, vence_el: date, festivos: Collection[date]) -> date:
    """Return the last day that an extension may reach: double the term (art. 14, paragraph)."""
    recibo = momento.astimezone(BOGOTA).date()
    dias = dias_habiles_entre(recibo, vence_el, festivos)
    return sumar_dias_habiles(recibo, 2 * dias, festivos)


def faltan(hoy: date, plazo: date, festivos: Collection[date]) -> str:
    """Return how long there is to answer: «vence hoy», «faltan 3 días hábiles», «venció hace …»."""
    if plazo == hoy:
        return "vence hoy"
    dias = abs(dias_habiles_entre(hoy, plazo, festivos))
    unidad = "día hábil" if dias == 1 else "días hábiles"
    if plazo < hoy:
        return f"venció hace {dias} {unidad}"
    return f"{'falta' if dias == 1 else 'faltan'} {dias} {unidad}"

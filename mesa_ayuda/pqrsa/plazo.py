"""The legal term of a PQRSA. Pure.

Ley 1755/2015, art. 14: business days counted from the day after receipt. Ley 1437/2011, art. 54:
what comes by electronic means before midnight is in time that day, and what comes on a day without
service is received on the next business day. So the hour does not matter, the day does.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from portal.calendario.tiempo_habil import (
    BOGOTA,
    dias_habiles_entre,
    es_dia_habil,
    sumar_dias_habiles,
)


def dia_de_recibo(momento: datetime, festivos: Collection[date]) -> date:
    """Return the business day on which something that came at `momento` counts as received."""
    dia = momento.astimezone(BOGOTA).date()
    while not es_dia_habil(dia, festivos):
        dia += timedelta(days=1)
    return dia


def vencimiento(momento: datetime, dias: int, festivos: Collection[date]) -> date:
    """Return the last day to answer, `dias` business days from the day after receipt."""
    return sumar_dias_habiles(dia_de_recibo(momento, festivos), dias, festivos)


def prorroga_maxima(momento: datetime, vence_el: date, festivos: Collection[date]) -> date:
    """Return the last day that an extension may reach: double the term (art. 14, paragraph)."""
    recibo = dia_de_recibo(momento, festivos)
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

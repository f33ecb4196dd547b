"""When mass mail may leave (Ley 2300 de 2023). Pure.

Monday to Friday from 7 to 19, Saturdays from 8 to 15, never on Sundays or holidays, in Bogotá.
"""

from datetime import date, datetime, time
from typing import Final

from portal.calendario.tiempo_habil import Calendario, Franja

LUNES_A_VIERNES: Final = range(5)
SABADO: Final = 5
FRANJAS: Final = {
    **dict.fromkeys(LUNES_A_VIERNES, (Franja.de_horas(time(7), time(19)),)),
    SABADO: (Franja.de_horas(time(8), time(15)),),
}
MOTIVO: Final = (
    "Fuera del horario de la Ley 2300 de 2023: lunes a viernes de 7 a 19 y sábados de 8 a 15, "
    "sin festivos."
)


def apertura(ahora: datetime, festivos: frozenset[date]) -> datetime | None:
    """Return when sending may begin: `ahora` itself within the window; None if it never opens."""
    return Calendario(FRANJAS, festivos).proxima_apertura(ahora)


def cierre(ahora: datetime, festivos: frozenset[date]) -> datetime | None:
    """Return when sending must end that may go on at `ahora`; None if it may not."""
    return Calendario(FRANJAS, festivos).proximo_cierre(ahora)

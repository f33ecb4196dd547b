"""How long to wait, when to try again, and when to stop. Pure: data in, values out."""

from datetime import timedelta
from typing import Final

INTENTOS_MAXIMOS: Final = 8
"""Temporary refusals of one row: with the waits below, about nine hours of greylisting."""

ESPERA_INICIAL: Final = timedelta(minutes=2)
ESPERA_MAXIMA: Final = timedelta(hours=4)

FALLOS_SEGUIDOS_MAXIMOS: Final = 5
"""A run of failures stops the packet: going on would cost the server its good name."""

TURNOS: Final = 2
"""Workers, and so SMTP connections, that one packet has at a time."""

TANDA: Final = 20
"""Rows that a worker claims at a time."""

PLAZO_TAREA: Final = timedelta(minutes=5)
"""A task works no longer than this; then it queues another, so that other packets get a turn."""

PLAZO_RECLAMO: Final = timedelta(minutes=10)
"""A row claimed longer ago is its worker's no more: no single message lasts so long."""

PERIODO_BARRIDO: Final = timedelta(seconds=30)
BARRIDO_MAXIMO: Final = 1000

VIGENCIA_PRUEBA: Final = timedelta(days=1)
"""How long the password of a test e-mail activates (manual 004 §11)."""


def espera(fallos: int) -> timedelta:
    """Return how long to wait after the failure number `fallos` (1, 2, …): 2, 4, 8 … 240 min."""
    duplicaciones: int = 2 ** (min(max(fallos, 1), INTENTOS_MAXIMOS) - 1)
    return min(ESPERA_INICIAL * duplicaciones, ESPERA_MAXIMA)

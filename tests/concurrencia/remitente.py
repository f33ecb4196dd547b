"""A sender of packets as a process of its own: what worker and beat do, without a broker.

`python -m tests.concurrencia.remitente`, or `encender()` from a test: it sends whatever is due
until no packet is under way.
"""

import multiprocessing
import os
import signal
import time
from multiprocessing.context import ForkProcess

from django.db import DatabaseError, connection, connections

PAUSA = 0.05


def remitir() -> None:
    """Send what is due, over and over, until no packet is under way."""
    from contrasenas.enums import EstadoLote
    from contrasenas.envio import proceso
    from contrasenas.models import Lote

    while True:
        try:
            lotes = list(
                Lote.objects.filter(estado=EstadoLote.EN_CURSO).values_list("pk", flat=True)
            )
            if not lotes:
                return
            for pk in lotes:
                proceso.procesar(pk)
        except DatabaseError:
            # A task would fail, and the next sweep would call another.
            connection.close()
        time.sleep(PAUSA)


def encender() -> ForkProcess:
    """Start a sender on the tests' database, ready at once."""
    # Two processes can't share a connection; each opens its own when it needs one.
    connections.close_all()
    proceso = multiprocessing.get_context("fork").Process(target=_como_proceso)
    proceso.start()
    return proceso


def matar(proceso: ForkProcess) -> None:
    """Kill it with -9, as a power cut would."""
    if proceso.pid and proceso.is_alive():
        os.kill(proceso.pid, signal.SIGKILL)
    proceso.join(30)


def _como_proceso() -> None:
    try:
        remitir()
    finally:
        # Not the tests' clean-up: this process only borrows their memory.
        os._exit(0)


if __name__ == "__main__":
    import django

    django.setup()
    remitir()

"""No more workers on a packet than it may have: its server limits connections too.

Advisory locks of PostgreSQL: a worker that dies gives its turn back with its connection. They
only spare connections: what keeps a row from leaving twice are the claims.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, connection

from contrasenas.envio.politica import TURNOS

SELLO: Final = 0x50415100
"""First half of the lock's key, with the number of the turn; the second is the packet's key."""


@contextmanager
def turno(lote_id: int) -> Iterator[bool]:
    """Take one of the packet's turns, if one is free, until the end of the block."""
    mio = next((numero for numero in range(TURNOS) if _tomar(numero, lote_id)), None)
    try:
        yield mio is not None
    finally:
        if mio is not None:
            _soltar(mio, lote_id)


def _tomar(numero: int, lote_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SELLO + numero, lote_id % 2**31])
        (tomado,) = cursor.fetchone()
    return bool(tomado)


def _soltar(numero: int, lote_id: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SELLO + numero, lote_id % 2**31])
    except DatabaseError:
        # The connection that had it is gone, and the lock with it.
        connection.close()

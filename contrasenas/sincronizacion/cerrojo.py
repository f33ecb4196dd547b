"""One synchronisation of a chamber at a time, without ever waiting for a dead one.

The lock is PostgreSQL's (advisory, of the session): when the process that holds it dies, the
database gives it back, whatever the process left written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

from contrasenas.sincronizacion.excepciones import YaEnCurso

TOMADO: Final = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((classid::bigint << 32) | objid::bigint) = hashtextextended(%s, 0)
)
"""


def clave(pk: int) -> str:
    """Return the name of a chamber's lock."""
    return f"contrasenas.sincronizacion:{pk}"


def tomado(pk: int) -> bool:
    """Say whether a living process is synchronising the chamber; ask without taking the lock."""
    with connection.cursor() as cursor:
        cursor.execute(TOMADO, [clave(pk)])
        return bool(cursor.fetchone()[0])


@contextmanager
def de_la_camara(pk: int) -> Iterator[None]:
    """Hold the chamber's lock; raise YaEnCurso at once if somebody else does."""
    nombre = clave(pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [nombre])
        (tomado,) = cursor.fetchone()
    if not tomado:
        raise YaEnCurso("Ya hay una sincronización en curso de esta cámara.")
    try:
        yield
    finally:
        # A connection that broke has given it back already.
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [nombre])

"""One synchronisation of a chamber at a time, without ever waiting for a dead one.

The lock is PostgreSQL's (advisory, of the session): when the process that holds it dies, the
database gives it back, whatever the process left written.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from contrasenas.sincronizacion.excepciones import YaEnCurso


def clave(pk: int) -> str:
    """Return the name of a chamber's lock."""
    return f"contrasenas.sincronizacion:{pk}"


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

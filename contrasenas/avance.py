"""Progress of a long operation, visible while its transaction is still open.

Written on a connection of its own; the same statement is the worker's sign of life, and tells it
when another worker has taken over.
"""

from types import TracebackType
from typing import Final, Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from contrasenas.excepciones import ReclamoPerdido
from contrasenas.models import Operacion

ANOTAR: Final = """
UPDATE contrasenas_operacion SET hechas = %s, total = %s, latido = statement_timestamp()
WHERE id = %s AND ficha = %s
"""


class Avance:
    """Context manager; called with (rows done, rows in all). Raises ReclamoPerdido."""

    def __init__(self, operacion: Operacion) -> None:
        self._operacion = operacion
        self._conexion: BaseDatabaseWrapper = connections.create_connection(DEFAULT_DB_ALIAS)

    def __call__(self, hechas: int, total: int) -> None:
        with self._conexion.cursor() as cursor:
            cursor.execute(ANOTAR, [hechas, total, self._operacion.pk, self._operacion.ficha])
            if cursor.rowcount != 1:
                raise ReclamoPerdido

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        tipo: type[BaseException] | None,
        error: BaseException | None,
        traza: TracebackType | None,
    ) -> None:
        self._conexion.close()

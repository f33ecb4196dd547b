"""The rows on their way in: a temporary table of this connection, filled by COPY in chunks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection

from contrasenas.models import Matriculado
from contrasenas.sincronizacion.archivo import ArchivoSirep, Fila
from contrasenas.sincronizacion.fila import COLUMNAS

TABLA = "sincronizacion_entrada"
FILAS_POR_COPIA = 10_000
"""Rows in memory at once, and of one COPY, which is a transaction of its own: none is long."""


@contextmanager
def tabla() -> Iterator[None]:
    """Make the table, and drop it afterwards; a connection that dies takes it along."""
    campos = [Matriculado._meta.get_field(nombre) for nombre in (*COLUMNAS, "huella")]
    columnas = ", ".join(f"{c.column} {c.db_type(connection)}" for c in campos)  # type: ignore[union-attr]
    _ejecutar(f"DROP TABLE IF EXISTS pg_temp.{TABLA}")
    _ejecutar(f"CREATE TEMPORARY TABLE {TABLA} ({columnas}, linea integer)")
    try:
        yield
    finally:
        if connection.is_usable():
            _ejecutar(f"DROP TABLE IF EXISTS pg_temp.{TABLA}")


def llenar(
    archivo: ArchivoSirep, rechazar: Callable[[Fila], None], avanzar: Callable[[int], None]
) -> int:
    """Copy the file's rows in; return how many rows it has, with those given to `rechazar`.

    `avanzar` is told from time to time how many have been read. Raises ArchivoRechazado.
    """
    leidas = 0
    for lineas, cuantas in _trozos(archivo.filas(), rechazar):
        # Django turns the driver's errors into its own in execute(), not in copy().
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(f"COPY {TABLA} FROM STDIN") as copia,
        ):
            copia.write("".join(lineas))
        leidas += cuantas
        avanzar(leidas)
    _ejecutar(f"ANALYZE {TABLA} (matricula)")
    return leidas


def _trozos(
    filas: Iterator[Fila], rechazar: Callable[[Fila], None]
) -> Iterator[tuple[list[str], int]]:
    """Yield (lines of COPY, rows read for them)."""
    while trozo := list(islice(filas, FILAS_POR_COPIA)):
        buenas = []
        for fila in trozo:
            if fila.motivo:
                rechazar(fila)
            else:
                buenas.append(fila.copia)
        yield buenas, len(trozo)


def _ejecutar(orden: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(orden)

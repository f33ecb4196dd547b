"""Many rows of one model at a time: COPY in, UPDATE … FROM unnest. No signals, no ORM objects."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def reservar(modelo: type[Model], cuantas: int) -> list[int]:
    """Return that many new primary keys of a model."""
    if not cuantas:
        return []
    tabla, clave = modelo._meta.db_table, modelo._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [tabla, clave, cuantas],
        )
        return [clave for (clave,) in cursor.fetchall()]


def insertar(modelo: type[Model], campos: Sequence[str], filas: Iterable[Sequence[Any]]) -> None:
    """COPY rows in; `campos` are field names, in the order of each row's values.

    Raises IntegrityError or DataError as an INSERT would; nothing of the call is left then.
    """
    # Django turns the driver's errors into its own in execute(), not in copy().
    with connection.cursor() as cursor, connection.wrap_database_errors:
        orden = f"COPY {_citar(modelo._meta.db_table)} ({_columnas(modelo, campos)}) FROM STDIN"
        with cursor.copy(orden) as copia:
            for fila in filas:
                copia.write_row(fila)


def actualizar(modelo: type[Model], campos: Sequence[str], filas: Sequence[Sequence[Any]]) -> None:
    """Set `campos` of many rows in one statement; each row of values begins with its key."""
    if not filas:
        return
    tipos = [_tipo(modelo, campo) for campo in ("pk", *campos)]
    nombres = [_columna(modelo, campo) for campo in campos]
    nuevos = ", ".join(f"{nombre} = d.{nombre}" for nombre in nombres)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_citar(modelo._meta.db_table)} AS t SET {nuevos} "  # noqa: S608 - model names
            f"FROM unnest({', '.join(f'%s::{tipo}[]' for tipo in tipos)}) "
            f"AS d (clave, {', '.join(nombres)}) "
            f"WHERE t.{_columna(modelo, 'pk')} = d.clave",
            [list(columna) for columna in zip(*filas, strict=True)],
        )


def _campo(modelo: type[Model], campo: str) -> Any:
    return modelo._meta.pk if campo == "pk" else modelo._meta.get_field(campo)


def _columna(modelo: type[Model], campo: str) -> str:
    return _citar(_campo(modelo, campo).column)


def _columnas(modelo: type[Model], campos: Sequence[str]) -> str:
    return ", ".join(_columna(modelo, campo) for campo in campos)


def _tipo(modelo: type[Model], campo: str) -> str:
    definicion = _campo(modelo, campo)
    return str(
        definicion.rel_db_type(connection)
        if definicion.primary_key
        else definicion.db_type(connection)
    )


def _citar(nombre: str) -> str:
    return connection.ops.quote_name(nombre)

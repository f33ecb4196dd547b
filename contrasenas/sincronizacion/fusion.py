"""From the temporary table into the registry: whole sets at a time, by chamber and registration."""

# ruff: noqa: S608 - the statements are put together from our own models' names only

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from contrasenas.models import Camara, Matriculado
from contrasenas.sincronizacion.archivo import Fila
from contrasenas.sincronizacion.entrada import TABLA
from contrasenas.sincronizacion.fila import COLUMNAS

REGISTRO = Matriculado._meta.db_table
ESCRITAS = (*COLUMNAS, "huella")

QUITAR_REPETIDAS = f"""
WITH borradas AS (
    DELETE FROM {TABLA} e USING (
        SELECT matricula, min(linea) AS primera FROM {TABLA}
        GROUP BY matricula HAVING count(*) > 1
    ) r WHERE e.matricula = r.matricula AND e.linea > r.primera
    RETURNING e.linea, e.matricula, r.primera
)
SELECT linea, matricula, primera, count(*) OVER () FROM borradas ORDER BY linea LIMIT %s
"""
CAMBIAR = f"""
UPDATE {REGISTRO} m
SET {", ".join(f"{columna} = e.{columna}" for columna in ESCRITAS)},
    sincronizado_en = %(ahora)s, ausente_desde = NULL
FROM {TABLA} e
WHERE m.camara_id = %(camara)s AND m.matricula = e.matricula
    AND (m.huella <> e.huella OR m.ausente_desde IS NOT NULL)
"""
AGREGAR = f"""
INSERT INTO {REGISTRO} (camara_id, sincronizado_en, {", ".join(ESCRITAS)})
SELECT %(camara)s, %(ahora)s, {", ".join(f"e.{columna}" for columna in ESCRITAS)}
FROM {TABLA} e
LEFT JOIN {REGISTRO} m ON m.camara_id = %(camara)s AND m.matricula = e.matricula
WHERE m.id IS NULL
"""
MARCAR_AUSENTES = f"""
UPDATE {REGISTRO} m SET ausente_desde = %(ahora)s
WHERE m.camara_id = %(camara)s AND m.ausente_desde IS NULL
    AND NOT EXISTS (SELECT FROM {TABLA} e WHERE e.matricula = m.matricula)
"""
CONTAR_AUSENTES = f"""
SELECT count(*) FROM {REGISTRO} WHERE camara_id = %(camara)s AND ausente_desde IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Cuentas:
    """What a file did to a chamber's registry."""

    nuevas: int
    cambiadas: int
    sin_cambios: int
    ausentes: int


def quitar_repetidas(maximo: int) -> tuple[int, list[Fila]]:
    """Keep the first row of each registration; return how many others there were, and the first."""
    halladas = _ejecutar(QUITAR_REPETIDAS, [maximo]).fetchall()
    filas = [
        Fila(linea, "", f"La matrícula ya está en la línea {primera} del archivo.", matricula)
        for linea, matricula, primera, _ in halladas
    ]
    return (halladas[0][3] if halladas else 0), filas


def contar() -> int:
    """Return how many rows are about to go in."""
    (filas,) = _ejecutar(f"SELECT count(*) FROM {TABLA}").fetchone()
    return int(filas)


def fundir(camara: Camara, ahora: datetime) -> Cuentas:
    """Insert and update; what the file no longer has stays, marked since when.

    Has to run in a transaction. Unchanged rows are read, not written.
    """
    datos = {"camara": camara.pk, "ahora": ahora}
    total = contar()
    _ejecutar("SET LOCAL work_mem = '64MB'")
    cambiadas = _ejecutar(CAMBIAR, datos).rowcount
    nuevas = _ejecutar(AGREGAR, datos).rowcount
    _ejecutar(MARCAR_AUSENTES, datos)
    (ausentes,) = _ejecutar(CONTAR_AUSENTES, datos).fetchone()
    return Cuentas(nuevas, cambiadas, total - nuevas - cambiadas, ausentes)


def _ejecutar(orden: str, datos: dict[str, Any] | Sequence[Any] | None = None) -> Any:
    cursor = connection.cursor()
    cursor.execute(orden, datos)
    return cursor

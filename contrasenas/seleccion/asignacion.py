"""Seleccionar itself: a password for everybody who meets the criteria and has none (manual 004 §6).

Called by `contrasenas.operaciones` in its transaction. The candidates go into a temporary table by
one statement; passwords are made and encrypted here, batch by batch, while PostgreSQL inserts the
batch before, so that memory does not grow with the registry.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.db import connection

from contrasenas.clave import generar
from contrasenas.enums import EstadoContrasena
from contrasenas.models import Camara
from contrasenas.seleccion.criterios import CLASIFICADOS, NATURAL
from contrasenas.seleccion.frescura import exigir_datos_frescos
from contrasenas.seleccion.motivos import CORREO_COMPARTIDO, SELECCIONADOS, Motivo
from portal.cifrado import cifrar

TANDA: Final = 10_000
"""Rows at a time: a third of a second of encrypting, and a few megabytes."""

PREPARAR: Final = """
SET CONSTRAINTS ALL IMMEDIATE;
SET LOCAL work_mem = '128MB';
CREATE TEMPORARY TABLE seleccion_candidatos (
    n integer GENERATED ALWAYS AS IDENTITY, matriculado_id bigint, tipo text, numero text,
    nombre text, matricula text, correo text, celular text
) ON COMMIT DROP
"""

# In the order of the registry, the oldest number first: the order of Enviar. As one key in bytes
# PostgreSQL compares it without looking into the rows, which a million of them tells.
CLASIFICAR: Final = f"""
WITH {CLASIFICADOS},
candidatos AS (
    INSERT INTO seleccion_candidatos
        (matriculado_id, tipo, numero, nombre, matricula, correo, celular)
    SELECT id, tipo, numero, nombre, matricula, correo, celular FROM clasificados
    WHERE motivo IS NULL
    ORDER BY (lpad(length(matricula)::text, 2, '0') || matricula) COLLATE "C"
)
SELECT motivo, count(*) FROM clasificados GROUP BY motivo
"""  # noqa: S608 - constants only

INDEXAR: Final = """
CREATE UNIQUE INDEX ON seleccion_candidatos (n) INCLUDE (matriculado_id);
ANALYZE seleccion_candidatos
"""

# Whoever else selected the same person a moment ago has given the one password that counts.
ASIGNAR: Final = f"""
INSERT INTO contrasenas_contrasena (camara_id, ano, es_prueba, matriculado_id, tipo, numero, nombre,
    matricula, correo, celular, estado, clave, clave_hash, creada, fallos)
SELECT %(camara)s, %(ano)s, false, c.matriculado_id, c.tipo, c.numero, c.nombre, c.matricula,
    c.correo, c.celular, '{EstadoContrasena.PENDIENTE}', claves.clave, '', now(), 0
FROM unnest(string_to_array(%(claves)s, ',')) WITH ORDINALITY AS claves (clave, i)
JOIN seleccion_candidatos c ON c.n = %(desde)s + claves.i
WHERE c.n BETWEEN %(desde)s + 1 AND %(desde)s + %(cuantas)s
ORDER BY c.n
ON CONFLICT (camara_id, ano, tipo, numero) WHERE NOT es_prueba DO NOTHING
"""  # noqa: S608 - constants only

COMPARTIDOS: Final = """
SELECT coalesce(sum(cuantos), 0) FROM (
    SELECT count(*) AS cuantos FROM contrasenas_contrasena
    WHERE camara_id = %(camara)s AND ano = %(ano)s AND NOT es_prueba
    GROUP BY lower(correo) HAVING count(*) > 1
) AS iguales
"""


def seleccionar(*, camara: Camara, ano: int, avance: Callable[[int, int], None]) -> dict[str, int]:
    """Give each person to select a password; return the counts of the report.

    `avance` is told (rows done, rows in all) after every batch. Raises OperacionImposible where the
    registry is not fresh; whatever it raises, the caller's transaction leaves nothing behind.
    """
    exigir_datos_frescos(camara)
    parametros = {"camara": camara.pk, "ano": ano}
    with connection.cursor() as cursor:
        cursor.execute(PREPARAR)
        cursor.execute(CLASIFICAR, parametros)
        cuentas: dict[str | None, int] = dict(cursor.fetchall())
        total = cuentas.pop(None, 0)
        avance(0, total)
        cursor.execute(INDEXAR)
        hechas = intentadas = 0
        for cuantas, claves in _tandas_de_claves(total):
            cursor.execute(
                ASIGNAR,
                {
                    "camara": camara.pk,
                    "ano": ano,
                    "claves": claves,
                    "desde": intentadas,
                    "cuantas": cuantas,
                },
            )
            intentadas += cuantas
            hechas += cursor.rowcount
            avance(intentadas, total)
        cursor.execute(COMPARTIDOS, parametros)
        compartidos = int(cursor.fetchone()[0])
        cursor.execute("DROP TABLE seleccion_candidatos")
    otros = camara.matriculados.exclude(organizacion=NATURAL).count()
    return {
        SELECCIONADOS: hechas,
        CORREO_COMPARTIDO: compartidos,
        Motivo.NO_NATURAL.value: otros,
        **{str(motivo): cuantas for motivo, cuantas in cuentas.items()},
    }


def _tandas_de_claves(total: int) -> Iterator[tuple[int, str]]:
    """Yield (how many, new passwords); the next batch is made while this one is inserted."""
    tamanos = [min(TANDA, total - hechas) for hechas in range(0, total, TANDA)]
    with ThreadPoolExecutor(1) as hilo:
        siguiente = hilo.submit(_claves, tamanos[0] if tamanos else 0)
        for tamano, despues in zip(tamanos, [*tamanos[1:], 0], strict=False):
            claves = siguiente.result()
            siguiente = hilo.submit(_claves, despues)
            yield tamano, claves


def _claves(cuantas: int) -> str:
    """Return new passwords, encrypted, separated by commas: base64 has none."""
    return ",".join(cifrar(generar().encode()).decode("ascii") for _ in range(cuantas))

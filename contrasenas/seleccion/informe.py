"""The report of who was left out and why: counts and list."""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from contrasenas.models import Camara
from contrasenas.seleccion.criterios import CLASIFICADOS
from contrasenas.seleccion.motivos import TITULO_AVISO, Motivo

TROZO: Final = 2_000

TITULOS: Final = (
    *("Matrícula", "Tipo", "Identificación", "Nombre", "Correo", "Celular", "Motivo"),
)

CONTAR: Final = f"""
WITH {CLASIFICADOS} SELECT count(*) FROM clasificados WHERE motivo IS NULL
"""  # noqa: S608 - constants only

# Whoever is selected was not left out, but is named where somebody else has the same address.
LISTAR: Final = f"""
WITH {CLASIFICADOS},
compartidos AS (
    SELECT lower(correo) AS correo FROM contrasenas_contrasena
    WHERE camara_id = %(camara)s AND ano = %(ano)s AND NOT es_prueba
    GROUP BY lower(correo) HAVING count(*) > 1
)
SELECT matricula, tipo, numero, nombre, correo, celular, motivo FROM clasificados
WHERE motivo <> '{Motivo.YA_SELECCIONADO}'
UNION ALL
SELECT matricula, tipo, numero, nombre, correo, celular, '' FROM contrasenas_contrasena
WHERE camara_id = %(camara)s AND ano = %(ano)s AND NOT es_prueba
    AND lower(correo) IN (SELECT correo FROM compartidos)
ORDER BY 7, 1
"""  # noqa: S608 - constants only


def por_seleccionar(camara: Camara, ano: int) -> int:
    """Return how many persons Seleccionar would add now."""
    with connection.cursor() as cursor:
        cursor.execute(CONTAR, {"camara": camara.pk, "ano": ano})
        return int(cursor.fetchone()[0])


def excluidos(camara: Camara, ano: int) -> Iterator[tuple[str, ...]]:
    """Yield, under TITULOS, every natural person left out, and who shares an address.

    It reads through a cursor of the server: a registry never stands in memory.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(LISTAR, {"camara": camara.pk, "ano": ano})
        while filas := cursor.fetchmany(TROZO):
            for *datos, motivo in filas:
                yield (*datos, str(Motivo(motivo).label) if motivo else TITULO_AVISO)

"""The list of cases as a workbook."""

from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils import timezone

from mesa_ayuda.models import Caso
from portal.libro_excel import Celda, escribir

TITULOS = (
    *("Número", "Breve descripción", "Producto", "Contacto", "Cuenta", "Prioridad", "Estado"),
    "Actualizados",
)
ANCHOS = (12, 60, 26, 30, 34, 14, 24, 18)
MAXIMO = 10_000
"""Rows of one workbook: some seconds of work. Where there are more, its last row says so."""


def exportar(casos: QuerySet[Caso]) -> IO[bytes]:
    """Return a temporary file with the manual's columns, the newest change first."""
    return escribir("Casos", TITULOS, ANCHOS, _filas(casos.order_by("-actualizado", "-pk")))


def _filas(casos: QuerySet[Caso]) -> Iterator[list[Celda]]:
    for n, caso in enumerate(casos[: MAXIMO + 1].iterator(chunk_size=1000)):
        if n == MAXIMO:
            yield [None, f"Hay más casos: aquí están los {MAXIMO} de cambio más reciente."]
            return
        yield [
            caso.numero,
            caso.asunto,
            caso.producto.nombre if caso.producto else "",
            caso.contacto_nombre,
            caso.cuenta.nombre if caso.cuenta else "",
            caso.get_prioridad_display(),
            caso.get_estado_display(),
            timezone.localtime(caso.actualizado).replace(tzinfo=None),
        ]

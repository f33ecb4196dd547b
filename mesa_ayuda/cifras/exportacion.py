"""The figures as a workbook: one row for each thing that is told."""

from collections.abc import Iterator
from typing import IO, Final

from mesa_ayuda.cifras.cifras import Cifras
from mesa_ayuda.cifras.consultas import Grupo
from portal.libro_excel import Celda, escribir

TITULOS: Final = (
    *("Sección", "Concepto", "Casos"),
    *("Primera respuesta: mediana (minutos hábiles)", "Primera respuesta: percentil 90"),
    "Primera respuesta: % dentro de la meta",
    *("Solución: mediana (minutos hábiles)", "Solución: percentil 90"),
    "Solución: % dentro de la meta",
    *("Satisfacción de 1 a 5, promedio", "Encuestas respondidas"),
)
ANCHOS: Final = (34, 40, 10, 24, 24, 24, 24, 24, 24, 20, 20)


def exportar(cifras: Cifras) -> IO[bytes]:
    """Return a temporary file with the same figures as the page."""
    return escribir("Cifras", TITULOS, ANCHOS, _filas(cifras))


def _filas(cifras: Cifras) -> Iterator[list[Celda]]:
    for seccion, conteo in (
        ("Abiertos ahora, por estado", cifras.por_estado),
        ("Abiertos ahora, por antigüedad", cifras.por_antiguedad),
        ("Primera respuesta, horas hábiles", cifras.tramos_respuesta),
        ("Solución, horas hábiles", cifras.tramos_solucion),
        ("Satisfacción, por puntaje", cifras.por_puntaje),
    ):
        for nombre, cuantos in conteo:
            yield [seccion, nombre, cuantos]
    yield _fila("Período", cifras.total)
    yield from (_fila("Por agente", grupo) for grupo in cifras.por_agente)
    yield from (_fila("Por producto", grupo) for grupo in cifras.por_producto)


def _fila(seccion: str, grupo: Grupo) -> list[Celda]:
    tiempos: list[Celda] = []
    for tiempo in (grupo.respuesta, grupo.solucion):
        tiempos += [_entero(tiempo.mediana), _entero(tiempo.p90), tiempo.porcentaje]
    puntaje = None if grupo.puntaje is None else round(grupo.puntaje, 2)
    return [seccion, grupo.nombre, grupo.casos, *tiempos, puntaje, grupo.opiniones]


def _entero(minutos: float | None) -> int | None:
    return None if minutos is None else round(minutos)

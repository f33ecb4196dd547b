"""Exports of SIREP for tests; nobody in them exists."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

COLUMNAS = (
    *("matricula", "organizacion", "categoria", "estmatricula", "razonsocial"),
    *("nombre1", "nombre2", "apellido1", "apellido2", "idclase", "numid", "nit"),
    *("fecmatricula", "fecrenovacion", "ultanoren", "muncom", "munnot"),
    *("telcom1", "telcom2", "celcom", "emailcom", "emailcom2", "emailcom3"),
    *("telnot", "celnot", "emailnot", "fecsincronizacion", "horsincronizacion"),
)
"""Of `mreg_est_matriculados`, as far as domain knowledge goes."""

Celdas = dict[str, str]


def fila(n: int, **valores: str) -> Celdas:
    """Return a natural person who may be selected."""
    return {
        "matricula": f"{n:08d}",
        "organizacion": "01",
        "categoria": "0",
        "estmatricula": "MA",
        "razonsocial": f"MUÑOZ PEÑA PERSONA {n}",
        "nombre1": "PERSONA",
        "apellido1": "MUÑOZ",
        "apellido2": "PEÑA",
        "idclase": "1",
        "numid": f"{1_000_000 + n}",
        "fecmatricula": "20100315",
        "fecrenovacion": "20250228",
        "ultanoren": "2025",
        "muncom": "05001",
        "munnot": "05001",
        "telcom1": "6045550123",
        "celcom": f"311{n:07d}",
        "emailcom": f"comercial{n}@empresa.example",
        "celnot": f"310{n:07d}",
        "emailnot": f"PERSONA{n}@correo.example",
        "fecsincronizacion": "20260101",
        "horsincronizacion": "031500",
        **valores,
    }


def tabla(filas: Iterable[Celdas], columnas: Iterable[str] = COLUMNAS) -> Iterator[list[str]]:
    """Yield headings and rows."""
    nombres = list(columnas)
    return chain([nombres], ([celdas.get(c, "") for c in nombres] for celdas in filas))


def csv_de(
    filas: Iterable[Celdas],
    columnas: Iterable[str] = COLUMNAS,
    *,
    separador: str = ",",
    codificacion: str = "utf-8",
    **opciones: Any,
) -> bytes:
    """Return them as CSV."""
    texto = io.StringIO()
    escritor = csv.writer(texto, delimiter=separador, **{"lineterminator": "\r\n", **opciones})
    escritor.writerows(tabla(filas, columnas))
    return texto.getvalue().encode(codificacion)

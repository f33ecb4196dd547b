"""The columns of `mreg_est_matriculados` and `mreg_est_inscritos` (domain of the SII). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contrasenas.sincronizacion.excepciones import ArchivoRechazado

CODIGOS = {
    "matricula": 20,
    "organizacion": 2,
    "categoria": 1,
    "estmatricula": 2,
    "idclase": 1,
    "numid": 20,
    "nit": 20,
    "muncom": 5,
    "munnot": 5,
}
"""Columns that mean nothing when cut short, and their longest value."""

TEXTOS = {
    "razonsocial": 250,
    "nombre1": 60,
    "nombre2": 60,
    "apellido1": 60,
    "apellido2": 60,
    **dict.fromkeys(("telcom1", "telcom2", "telcom3", "celcom"), 30),
    **dict.fromkeys(("telnot", "telnot2", "telnot3", "celnot"), 30),
    **dict.fromkeys(("emailcom", "emailcom2", "emailcom3", "emailnot"), 254),
}
"""Columns for people to read, and how much of them is kept."""

FECHAS = ("fecmatricula", "fecrenovacion")
CAMPOS = (*CODIGOS, *TEXTOS, *FECHAS, "ultanoren")

CELULARES = (
    *("celnot", "telnot", "telnot2", "telnot3"),
    *("celcom", "telcom1", "telcom2", "telcom3"),
)
"""In this order: notification data prevail over commercial data (manual 004 §2 b)."""

CORREOS = ("emailnot", "emailcom", "emailcom2", "emailcom3")

NOMBRES = {campo: campo for campo in CAMPOS} | {"ctrestmatricula": "estmatricula"}
"""What a heading means; `mreg_est_inscritos` renamed the state of the registration."""

OBLIGATORIAS: tuple[tuple[str, ...], ...] = (
    *(("matricula",), ("organizacion",), ("estmatricula",), ("razonsocial", "nombre1")),
    *(("idclase",), ("numid",), ("ultanoren",)),
    *(("emailnot", "emailcom"), CELULARES),
)
"""Of each group at least one: without it nobody could be selected (manual 004 §2)."""


@dataclass(frozen=True)
class Encabezado:
    """Where each known column stands, how many there are, and which say nothing."""

    posiciones: dict[str, int]
    ancho: int
    ignoradas: tuple[str, ...]


def reconocer(titulos: Sequence[str]) -> Encabezado:
    """Return what the headings mean, complete or not.

    Raises ArchivoRechazado where two of them name the same column.
    """
    posiciones: dict[str, int] = {}
    ignoradas = []
    for posicion, titulo in enumerate(titulos):
        campo = NOMBRES.get(_plegar(titulo))
        if campo is None:
            if titulo.strip():
                ignoradas.append(titulo.strip())
        elif campo in posiciones:
            raise ArchivoRechazado(f"La columna «{campo}» está dos veces: deje una sola.")
        else:
            posiciones[campo] = posicion
    return Encabezado(posiciones, len(titulos), tuple(ignoradas))


def exigir(encabezado: Encabezado) -> None:
    """Raise ArchivoRechazado with the columns that are missing."""
    faltan = [
        " o ".join(f"«{campo}»" for campo in grupo)
        for grupo in OBLIGATORIAS
        if not any(campo in encabezado.posiciones for campo in grupo)
    ]
    if faltan:
        raise ArchivoRechazado(f"Faltan columnas obligatorias: {', '.join(faltan)}.")


def _plegar(titulo: str) -> str:
    """Return a heading without capitals, blanks, quotes, or the table's name before it."""
    return re.sub(r"[^a-z0-9]", "", titulo.rpartition(".")[2].lower())

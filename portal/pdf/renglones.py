"""Text as lines: letters that the typeface has, widths, breaks. Pure."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from portal.pdf.tipografia import fuentes

# Shown in place of what no typeface has: never the box of a missing glyph, which PDF/A forbids.
SUSTITUTO = "?"


def ancho(texto: str, fuente: str, cuerpo: float) -> float:
    """Return the width of `texto` in points."""
    medido: float = fuentes()[fuente].stringWidth(texto, cuerpo)
    return medido


def legible(texto: str, fuente: str = "normal") -> str:
    """Return `texto` in letters that the typeface has, in one line.

    Letters it lacks lose their marks, or become `SUSTITUTO`; what is invisible goes away.
    """
    compuesto = unicodedata.normalize("NFC", texto)
    glifos = fuentes()[fuente].face.charToGlyph
    if not compuesto.isprintable() or not all(ord(letra) in glifos for letra in compuesto):
        compuesto = "".join(_legible(letra, glifos) for letra in compuesto)
    return " ".join(compuesto.split())


def _legible(letra: str, glifos: dict[int, int]) -> str:
    if letra.isspace():
        return " "
    # Controls, formats, unassigned, and marks that found no base letter.
    if unicodedata.category(letra)[0] in "CM":
        return ""
    if ord(letra) in glifos:
        return letra
    base = unicodedata.normalize("NFKD", letra)[0]
    return base if ord(base) in glifos and base.isprintable() else SUSTITUTO


@lru_cache(maxsize=512)
def partir(texto: str, fuente: str, cuerpo: float, espacio: float) -> tuple[str, ...]:
    """Break `texto`, made legible, into lines at most `espacio` points wide.

    Words wider than that are cut. Remembered, since most text is the same in every document: so
    no secret passes through here.
    """
    blanco = ancho(" ", fuente, cuerpo)
    lineas: list[str] = []
    actual: list[str] = []
    usado = 0.0
    for palabra in _palabras(legible(texto, fuente), fuente, cuerpo, espacio):
        largo = ancho(palabra, fuente, cuerpo)
        if actual and usado + blanco + largo > espacio:
            lineas.append(" ".join(actual))
            actual, usado = [], 0.0
        usado += largo + (blanco if actual else 0)
        actual.append(palabra)
    return (*lineas, " ".join(actual)) if actual else tuple(lineas)


def _palabras(texto: str, fuente: str, cuerpo: float, espacio: float) -> Iterator[str]:
    for palabra in texto.split(" "):
        if ancho(palabra, fuente, cuerpo) <= espacio:
            if palabra:
                yield palabra
            continue
        trozo, usado = "", 0.0
        for letra in palabra:
            largo = ancho(letra, fuente, cuerpo)
            if trozo and usado + largo > espacio:
                yield trozo
                trozo, usado = "", 0.0
            trozo += letra
            usado += largo
        yield trozo

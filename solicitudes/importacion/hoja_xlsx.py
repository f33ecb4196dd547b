"""The cells of a worksheet, row by row: what openpyxl's read-only mode does, several times as fast.

openpyxl opens the workbook (sheets, shared texts, which styles are dates); here its sheet's XML
(ECMA-376 Part 1, §18.3.1) goes through expat, without an object for each cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from solicitudes.importacion.valores import Celda

FILA, CELDA, VALOR, TEXTO, FONETICA = (
    f"{SHEET_MAIN_NS} {nombre}" for nombre in ("row", "c", "v", "t", "rPh")
)
DIMENSION = re.compile(rb'<(?:\w+:)?dimension [^>]*ref="[A-Z]+\d+:[A-Z]+(\d+)"')
TROZO = 64 * 1024
CIFRAS = "0123456789"
ENTERO_EXACTO = 2**53


@dataclass(frozen=True)
class Hoja:
    """A worksheet: where it is, and what of the workbook its cells refer to.

    `fechas` are the styles that make a number a date, counted from `epoca`.
    """

    archivo: ZipFile
    ruta: str
    textos: Sequence[str]
    fechas: frozenset[str]
    epoca: datetime

    def filas(self, *, ancho: int) -> Iterator[tuple[int, list[Celda]]]:
        """Yield (row number, cells), at most `ancho` columns.

        Rows that the sheet leaves out are not yielded; cells behind the last written one neither.
        Raises what a damaged file makes zipfile, expat and openpyxl raise.
        """
        lector = _Lector(self, ancho)
        with self.archivo.open(self.ruta) as fuente:
            while trozo := fuente.read(TROZO):
                lector.expat.Parse(trozo)
                yield from lector.filas
                lector.filas.clear()
            lector.expat.Parse(b"", True)

    def ultima_fila(self) -> int:
        """Return the last row as the sheet says at its beginning, 0 if it doesn't."""
        with self.archivo.open(self.ruta) as fuente:
            dicha = DIMENSION.search(fuente.read(TROZO))
        return int(dicha[1]) if dicha else 0


class _Lector:
    """Takes expat's calls; `filas` are those finished since somebody emptied it."""

    def __init__(self, hoja: Hoja, ancho: int) -> None:
        self.hoja = hoja
        self.ancho = ancho
        self.filas: list[tuple[int, list[Celda]]] = []
        self.linea = 0
        self.columna = 0
        self.celdas: list[Celda] = []
        self.tipo = self.estilo = ""
        self.partes: list[str] = []
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self.abrir
        self.expat.EndElementHandler = self.cerrar

    def abrir(self, nombre: str, atributos: dict[str, str]) -> None:
        if nombre == CELDA:
            lugar = atributos.get("r")
            self.columna = _columna(lugar.rstrip(CIFRAS)) if lugar else self.columna + 1
            self.tipo = atributos.get("t", "n")
            self.estilo = atributos.get("s", "")
            self.partes = []
        elif nombre in (VALOR, TEXTO):
            self.expat.CharacterDataHandler = self.partes.append
        elif nombre == FILA:
            self.linea = int(atributos.get("r") or self.linea + 1)
            self.columna = 0
            self.celdas = []
        elif nombre == FONETICA:
            # How a text is read aloud is no part of it: its parts go nowhere.
            self.dicho, self.partes = self.partes, []

    def cerrar(self, nombre: str) -> None:
        if nombre in (VALOR, TEXTO):
            self.expat.CharacterDataHandler = None
        elif nombre == CELDA:
            if self.partes and self.columna <= self.ancho:
                valor = self.valor("".join(self.partes))
                faltan = self.columna - 1 - len(self.celdas)
                if faltan:
                    self.celdas.extend([None] * faltan)
                self.celdas.append(valor)
        elif nombre == FILA:
            self.filas.append((self.linea, self.celdas))
        elif nombre == FONETICA:
            self.partes = self.dicho

    def valor(self, escrito: str) -> Celda:
        tipo = self.tipo
        if tipo == "s":
            return self.hoja.textos[int(escrito)]
        if tipo == "n":
            return self.numero(float(escrito))
        if tipo == "b":
            return escrito.strip() == "1"
        if tipo == "d":
            fecha: Celda = from_ISO8601(escrito)  # type: ignore[no-untyped-call]
            return fecha
        return escrito

    def numero(self, numero: float) -> Celda:
        if self.estilo in self.hoja.fechas:
            fecha: Celda = from_excel(numero, self.hoja.epoca)
            return fecha
        return int(numero) if numero.is_integer() and abs(numero) < ENTERO_EXACTO else numero


@cache
def _columna(letras: str) -> int:
    return column_index_from_string(letras)

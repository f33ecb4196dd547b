"""CSV files as programs and Excel write them: any usual encoding and separator."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from solicitudes.importacion import columnas
from solicitudes.importacion.archivo import (
    SIN_COLUMNAS,
    FilaCruda,
    elegir_encabezado,
    esta_vacia,
    repartir,
)
from solicitudes.importacion.enums import Formato
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.importacion.valores import Celda

SEPARADORES = ",;\t|"
TROZO = 1024 * 1024
LINEA_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""How Excel is told the separator in the first line."""


class LibroCsv:
    """A CSV file. Rows with another number of cells than the headings can't be trusted."""

    formato = Formato.CSV

    def __init__(self, flujo: IO[bytes]) -> None:
        self.codificacion, saltos = _examinar(flujo)
        self._flujo = flujo
        self.separador, self.linea_encabezado, self.encabezado = self._buscar_encabezado()
        self.total_estimado = max(saltos - self.linea_encabezado, 1)

    def filas(self) -> Iterator[FilaCruda]:
        """Yield the rows below the headings."""
        ancho = len(self.encabezado.titulos)
        for linea, celdas, problema in self._registros(self.separador):
            if linea <= self.linea_encabezado or (not problema and esta_vacia(celdas)):
                continue
            yield FilaCruda(linea, celdas, problema or _problema(celdas, ancho))

    def por_columna(self, cruda: FilaCruda) -> dict[str, Celda]:
        """Return a row's cells by column key."""
        return repartir(self.encabezado, cruda.celdas)

    def _buscar_encabezado(self) -> tuple[str, int, columnas.Encabezado]:
        declarado = self._separador_declarado()
        mejores: list[tuple[int, str, int, columnas.Encabezado]] = []
        fallo: ArchivoInvalido | None = None
        for separador in declarado or SEPARADORES:
            primeras = [
                (linea, celdas)
                for linea, celdas, problema in islice(
                    self._registros(separador), columnas.FILAS_DE_BUSQUEDA
                )
                if not problema
            ]
            try:
                linea, encabezado = elegir_encabezado(primeras)
            except ArchivoInvalido as error:
                # The complaint of the separator that understood something says most.
                fallo = error if fallo is None or str(fallo) == SIN_COLUMNAS else fallo
            else:
                mejores.append((len(encabezado.posiciones), separador, linea, encabezado))
        if fallo is not None and not mejores:
            raise fallo
        return max(mejores, key=lambda mejor: mejor[0])[1:]

    def _separador_declarado(self) -> str:
        with _texto(self._flujo, self.codificacion) as texto:
            declaracion = LINEA_SEP.fullmatch(texto.readline(20).strip("\r\n"))
        return declaracion[1] if declaracion else ""

    def _registros(self, separador: str) -> Iterator[tuple[int, list[str], str]]:
        """Yield (line, cells, problem); a row that can't be divided into cells has none."""
        with _texto(self._flujo, self.codificacion) as texto:
            lector = csv.reader(texto, delimiter=separador, strict=True)
            while True:
                linea = lector.line_num + 1
                try:
                    celdas = next(lector)
                except StopIteration:
                    return
                except csv.Error:
                    yield linea, [], _comillas(linea, lector.line_num)
                else:
                    yield linea, celdas, ""


class _Prestado(io.TextIOWrapper):
    """Text over a file that stays open afterwards."""

    def __exit__(self, *args: object) -> None:
        self.detach()


def _texto(flujo: IO[bytes], codificacion: str) -> _Prestado:
    flujo.seek(0)
    return _Prestado(flujo, encoding=codificacion, errors="replace", newline="")


def _examinar(flujo: IO[bytes]) -> tuple[str, int]:
    """Return the encoding and the number of line breaks, reading the file once.

    Without a mark it is UTF-8 if that explains more letters than it leaves broken: one damaged
    byte does not turn a UTF-8 file into Windows-1252, in which nearly any byte means something.
    """
    flujo.seek(0)
    comienzo = flujo.read(4)
    flujo.seek(0)
    if comienzo.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        saltos = sum(trozo.count(b"\n") for trozo in iter(lambda: flujo.read(TROZO), b""))
        return "utf-16", saltos
    decodificador = codecs.getincrementaldecoder("utf-8")(errors="replace")
    saltos = especiales = rotos = 0
    while trozo := flujo.read(TROZO):
        saltos += trozo.count(b"\n")
        if not trozo.isascii():
            texto = decodificador.decode(trozo)
            rotas = texto.count("\N{REPLACEMENT CHARACTER}")
            rotos += rotas
            especiales += len(texto) - len(texto.encode("ascii", "ignore")) - rotas
    if comienzo.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", saltos
    return ("utf-8" if especiales >= rotos else "cp1252"), saltos


def _problema(celdas: Sequence[str], ancho: int) -> str:
    sobran = celdas[ancho:]
    if len(celdas) < ancho or any(celda.strip() for celda in sobran):
        return (
            f"La fila tiene {len(celdas)} columnas y el encabezado {ancho}: está cortada, o hay un "
            "separador dentro de un dato sin comillas."
        )
    if any("\N{REPLACEMENT CHARACTER}" in celda for celda in celdas):
        return "La fila tiene letras dañadas: revise la codificación del archivo."
    return ""


def _comillas(desde: int, hasta: int) -> str:
    donde = f" entre las líneas {desde} y {hasta}" if hasta > desde else ""
    return f"Hay comillas sin cerrar o mal puestas{donde}: no se puede separar en columnas."

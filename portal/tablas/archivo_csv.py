"""CSV files as programs and Excel write them: any usual encoding and separator, line by line."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import IO

SEPARADORES = ",;\t|"
TROZO = 1024 * 1024
LINEA_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""How Excel is told the separator in the first line."""

DANADA = "\N{REPLACEMENT CHARACTER}"
"""What stands where a byte meant nothing in the file's encoding."""


class ArchivoCsv:
    """A seekable file of text in cells; `flujo` has to stay open while it is read."""

    def __init__(self, flujo: IO[bytes]) -> None:
        self._flujo = flujo
        self.codificacion, self.saltos = _examinar(flujo)

    def separadores(self) -> str:
        """Return the separator that the first line declares, or all that it may have."""
        with _texto(self._flujo, self.codificacion) as texto:
            declaracion = LINEA_SEP.fullmatch(texto.readline(20).strip("\r\n"))
        return declaracion[1] if declaracion else SEPARADORES

    def registros(self, separador: str) -> Iterator[tuple[int, list[str], str]]:
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


def problema_de(celdas: Sequence[str], ancho: int) -> str:
    """Return why the cells under `ancho` headings can't be trusted, in Spanish; empty if so."""
    sobran = celdas[ancho:]
    if len(celdas) < ancho or any(celda.strip() for celda in sobran):
        return (
            f"La fila tiene {len(celdas)} columnas y el encabezado {ancho}: está cortada, o hay un "
            "separador dentro de un dato sin comillas."
        )
    if any(DANADA in celda for celda in celdas):
        return "La fila tiene letras dañadas: revise la codificación del archivo."
    return ""


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
    if utf16 := _utf16(comienzo):
        return utf16, sum(trozo.count(b"\n") for trozo in iter(lambda: flujo.read(TROZO), b""))
    decodificador = codecs.getincrementaldecoder("utf-8")(errors="replace")
    saltos = especiales = rotos = 0
    while trozo := flujo.read(TROZO):
        saltos += trozo.count(b"\n")
        if not trozo.isascii():
            texto = decodificador.decode(trozo)
            rotas = texto.count(DANADA)
            rotos += rotas
            especiales += len(texto) - len(texto.encode("ascii", "ignore")) - rotas
    if comienzo.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", saltos
    return ("utf-8" if especiales >= rotos else "cp1252"), saltos


def _utf16(comienzo: bytes) -> str:
    """Return which UTF-16 the first four bytes are, by their mark or their zeros; or nothing."""
    if comienzo.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    ceros = "".join("0" if octeto == 0 else "x" for octeto in comienzo)
    return {"x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(ceros, "")


def _comillas(desde: int, hasta: int) -> str:
    donde = f" entre las líneas {desde} y {hasta}" if hasta > desde else ""
    return f"Hay comillas sin cerrar o mal puestas{donde}: no se puede separar en columnas."

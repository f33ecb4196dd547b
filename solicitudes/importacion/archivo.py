"""Opening an import file: what it is by its content, its headings, its rows one by one."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from solicitudes.importacion import columnas
from solicitudes.importacion.columnas import Encabezado
from solicitudes.importacion.enums import Formato
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.importacion.valores import Celda

TAMANO_MAXIMO = 200 * 1024 * 1024
"""Bytes: a million rows of text, and more."""

COMIENZO_ZIP = b"PK\x03\x04"
COMIENZO_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SIN_COLUMNAS = "No se reconoce ninguna columna: use los encabezados de la plantilla."
COMIENZOS_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FilaCruda:
    """A row as the file has it. `linea` counts from 1 as editors and Excel show it.

    `problema`: why its cells can't be trusted, empty if they can.
    """

    linea: int
    celdas: Sequence[Celda]
    problema: str = ""


class Libro(Protocol):
    """A file ready to be read, once."""

    formato: Formato
    encabezado: Encabezado
    total_estimado: int
    """Rows, roughly; 0 where there is no telling."""

    def filas(self) -> Iterator[FilaCruda]:
        """Yield the rows that have anything in them.

        Raises ArchivoInvalido where the file breaks off.
        """

    def por_columna(self, cruda: FilaCruda) -> dict[str, Celda]:
        """Return a row's cells by column key."""


def reconocer(flujo: IO[bytes]) -> Formato:
    """Return what the content is, whatever the file's name says; `flujo` is left at its start.

    Raises ArchivoInvalido with what to do about it.
    """
    flujo.seek(0)
    comienzo = flujo.read(8192)
    flujo.seek(0)
    if not comienzo.strip():
        raise ArchivoInvalido("El archivo está vacío.")
    if comienzo.startswith(COMIENZO_OLE):
        raise ArchivoInvalido(
            "Es un libro de Excel antiguo (.xls) o con contraseña: guárdelo como «Libro de Excel "
            "(.xlsx)» sin contraseña."
        )
    if comienzo.startswith(COMIENZO_ZIP):
        _exigir_xlsx(flujo)
        return Formato.XLSX
    if comienzo.startswith(COMIENZOS_UTF16) or b"\x00" not in comienzo:
        return Formato.CSV
    raise ArchivoInvalido("No es un archivo CSV ni un libro de Excel (.xlsx).")


def _exigir_xlsx(flujo: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(flujo) as archivo:
            miembros = {miembro.filename: miembro.file_size for miembro in archivo.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ArchivoInvalido(
            "El libro de Excel está dañado o incompleto: ábralo en Excel y guárdelo de nuevo."
        ) from error
    finally:
        flujo.seek(0)
    if "xl/workbook.xml" not in miembros:
        raise ArchivoInvalido("No es un libro de Excel (.xlsx) ni un archivo CSV.")
    if "xl/vbaProject.bin" in miembros:
        raise ArchivoInvalido("El libro tiene macros: guárdelo como «Libro de Excel (.xlsx)».")
    if sum(miembros.values()) > 20 * TAMANO_MAXIMO:
        raise ArchivoInvalido("El libro de Excel es demasiado grande: divídalo en varios.")


def elegir_encabezado(
    primeras: Sequence[tuple[int, Sequence[Celda]]],
) -> tuple[int, Encabezado]:
    """Return the line of the headings among a file's first rows, and what they mean.

    Raises ArchivoInvalido with the columns that are missing.
    """
    mejor: tuple[int, Encabezado] | None = None
    for linea, celdas in primeras:
        encabezado = columnas.reconocer(celdas)
        if mejor is None or len(encabezado.posiciones) > len(mejor[1].posiciones):
            mejor = (linea, encabezado)
    if mejor is None or not mejor[1].posiciones:
        raise ArchivoInvalido(SIN_COLUMNAS)
    faltan = columnas.faltantes(mejor[1])
    if faltan:
        nombres = "», «".join(faltan)
        raise ArchivoInvalido(f"Faltan columnas: «{nombres}».")
    return mejor


def esta_vacia(celdas: Sequence[Celda]) -> bool:
    """Whether a row has nothing in it."""
    return all(_es_blanco(celda) for celda in celdas)


def repartir(encabezado: Encabezado, celdas: Sequence[Celda]) -> dict[str, Celda]:
    """Return the cells by column key; blank text counts as nothing."""
    hay = len(celdas)
    return {
        clave: None if posicion >= hay or _es_blanco(celdas[posicion]) else celdas[posicion]
        for clave, posicion in encabezado.posiciones.items()
    }


def _es_blanco(celda: Celda) -> bool:
    return celda is None or celda == "" or (isinstance(celda, str) and celda.isspace())

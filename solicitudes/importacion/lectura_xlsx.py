"""Excel workbooks, read row by row with flat memory.

Excel keeps the texts of a workbook in one table that openpyxl loads whole; here it goes to a
temporary file, of which memory holds 8 bytes a text.
"""

import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import IO
from xml.parsers.expat import ExpatError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from solicitudes.importacion import columnas
from solicitudes.importacion.archivo import FilaCruda, elegir_encabezado, esta_vacia, repartir
from solicitudes.importacion.enums import Formato
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.importacion.hoja_xlsx import Hoja
from solicitudes.importacion.valores import Celda

COLUMNAS_MAXIMAS = 200
DANOS = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        # Of xml.etree, and of lxml, which openpyxl prefers where it is installed.
        SyntaxError,
        ExpatError,
        InvalidFileException,
    ),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError),
    # Encrypted members, unknown compression.
    RuntimeError,
)
"""What a damaged workbook makes zipfile, expat and openpyxl raise."""


class Textos:
    """The table of shared texts, on disk; indexed as openpyxl does with its list."""

    def __init__(self) -> None:
        self._archivo = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the workbook
        self._finales = array("Q", [0])
        # Most texts of a file are a few words over and over.
        self._recientes = lru_cache(maxsize=8192)(self._leer)

    def anadir(self, texto: str) -> None:
        """Add the next text of the table."""
        datos = texto.encode("utf-8", "surrogatepass")
        self._archivo.write(datos)
        self._finales.append(self._finales[-1] + len(datos))

    def __getitem__(self, indice: int) -> str:
        return self._recientes(indice)

    def _leer(self, indice: int) -> str:
        inicio, final = self._finales[indice], self._finales[indice + 1]
        self._archivo.seek(inicio)
        return self._archivo.read(final - inicio).decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self._finales) - 1


class _Lector(ExcelReader):
    """openpyxl's reader up to the sheets: those it would read to the end to learn their size."""

    def read_strings(self) -> None:
        textos = Textos()
        parte = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if parte is not None:
            etiqueta = f"{{{SHEET_MAIN_NS}}}si"
            with self.archive.open(parte.PartName[1:]) as fuente:
                eventos = iterparse(fuente, events=("start", "end"))
                _, raiz = next(eventos)
                for suceso, nodo in eventos:
                    if suceso == "end" and nodo.tag == etiqueta:
                        texto = Text.from_tree(nodo)
                        textos.anadir(texto.content.replace("x005F_", "") if texto else "")
                        # Without this the finished nodes stay in memory, empty but many.
                        raiz.clear()
        self.shared_strings = textos  # type: ignore[assignment]

    def hojas(self) -> list[Hoja]:
        """Return the worksheets, in the workbook's order."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        fechas = frozenset(str(estilo) for estilo in self.wb._date_formats)  # type: ignore[attr-defined]
        return [
            Hoja(self.archive, relacion.target, self.shared_strings, fechas, self.wb.epoch)
            for _, relacion in self.parser.find_sheets()
            if relacion.target in self.valid_files and "chartsheet" not in relacion.Type
        ]


class LibroXlsx:
    """The first sheet of a workbook that has the headings."""

    formato = Formato.XLSX

    def __init__(self, flujo: IO[bytes]) -> None:
        flujo.seek(0)
        try:
            self._elegir_hoja(_Lector(flujo, read_only=True, keep_links=False).hojas())
        except DANOS as error:
            raise _danado(0) from error

    def filas(self) -> Iterator[FilaCruda]:
        """Yield the rows below the headings."""
        linea = self.linea_encabezado
        try:
            for linea, celdas in self._hoja.filas(ancho=len(self.encabezado.titulos)):
                if linea > self.linea_encabezado and not esta_vacia(celdas):
                    yield FilaCruda(linea, celdas)
        except DANOS as error:
            raise _danado(linea + 1) from error

    def por_columna(self, cruda: FilaCruda) -> dict[str, Celda]:
        """Return a row's cells by column key."""
        return repartir(self.encabezado, cruda.celdas)

    def _elegir_hoja(self, hojas: list[Hoja]) -> None:
        fallo: ArchivoInvalido | None = None
        for hoja in hojas:
            try:
                primeras = list(
                    islice(hoja.filas(ancho=COLUMNAS_MAXIMAS), columnas.FILAS_DE_BUSQUEDA)
                )
                self.linea_encabezado, self.encabezado = elegir_encabezado(primeras)
            except ArchivoInvalido as error:
                fallo = fallo or error
                continue
            self._hoja = hoja
            self.total_estimado = max(hoja.ultima_fila() - self.linea_encabezado, 0)
            return
        raise fallo or ArchivoInvalido("El libro no tiene hojas de cálculo.")


def _danado(linea: int) -> ArchivoInvalido:
    desde = f" a partir de la fila {linea}" if linea else ""
    return ArchivoInvalido(
        f"El libro de Excel está dañado o incompleto{desde}: ábralo en Excel y guárdelo de nuevo."
    )

"""Workbooks of any length in bounded memory (openpyxl, write only). Pure.

A text is always a text: what begins with a sign that a spreadsheet takes for a formula is written
as a string and marked with the apostrophe (`quotePrefix`), so that it stays one when edited (OWASP,
«CSV Injection»).
"""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Celda = str | int | float | datetime | None

SOSPECHOSOS: Final = ("=", "+", "-", "@", "\t", "\r", "#")
"""First signs that are, or look like, a formula; with `#` openpyxl sees an error value."""

FECHA: Final = "dd/mm/yyyy hh:mm"


def escribir(
    hoja: str, titulos: Sequence[str], anchos: Sequence[int], filas: Iterable[Sequence[Celda]]
) -> IO[bytes]:
    """Return a temporary file, at its start, with a workbook of one sheet.

    Dates come in local time, without zone: Excel knows none.
    """
    libro = Workbook(write_only=True)
    tabla = libro.create_sheet(hoja)
    tabla.freeze_panes = "A2"
    for columna, ancho in enumerate(anchos, start=1):
        tabla.column_dimensions[get_column_letter(columna)].width = ancho
    negrita = Font(bold=True)
    encabezado = [WriteOnlyCell(tabla, titulo) for titulo in titulos]
    for celda in encabezado:
        celda.font = negrita
    tabla.append(encabezado)
    celdas = _Celdas(tabla)
    for fila in filas:
        # One by one: the cells are the same objects over and over.
        tabla.append(celdas.de(valor) for valor in fila)
    archivo = tempfile.TemporaryFile(prefix="exportacion-")  # noqa: SIM115 - the caller's
    libro.save(archivo)
    archivo.seek(0)
    return archivo


class _Celdas:
    """Gives values to append; of each kind of cell there is one, written before the next is."""

    def __init__(self, tabla: Any) -> None:
        self._texto = WriteOnlyCell(tabla)
        self._texto.quotePrefix = True
        self._fecha = WriteOnlyCell(tabla)
        self._fecha.number_format = FECHA

    def de(self, valor: Celda) -> object:
        if isinstance(valor, datetime):
            self._fecha.value = valor
            return self._fecha
        if not isinstance(valor, str):
            return valor
        limpio = ILLEGAL_CHARACTERS_RE.sub("", valor)
        if not limpio.startswith(SOSPECHOSOS):
            return limpio
        self._texto.value = limpio
        self._texto.data_type = "s"
        return self._texto

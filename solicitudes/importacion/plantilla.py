"""The template of the import file, to download: headings, an example, what each column holds."""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from solicitudes.importacion.columnas import COLUMNAS
from solicitudes.importacion.informe import SEPARADOR

TEXTO = "@"
"""Excel's format that leaves numbers as they were typed."""


def en_csv() -> bytes:
    """Return the template as CSV, UTF-8 with the mark that Excel wants."""
    salida = io.StringIO()
    escritor = csv.writer(salida, delimiter=SEPARADOR)
    escritor.writerow([columna.titulo for columna in COLUMNAS])
    escritor.writerow([columna.ejemplo for columna in COLUMNAS])
    return salida.getvalue().encode("utf-8-sig")


def en_xlsx() -> bytes:
    """Return the template as a workbook: one sheet to fill in, one that explains the columns."""
    libro = Workbook(write_only=True)
    solicitudes = libro.create_sheet("Solicitudes")
    for indice, columna in enumerate(COLUMNAS, start=1):
        letra = get_column_letter(indice)
        solicitudes.column_dimensions[letra].width = max(14, len(columna.titulo) + 2)
        # Serials and identifications typed below stay as they are typed.
        solicitudes.column_dimensions[letra].number_format = TEXTO
    solicitudes.freeze_panes = "A2"
    solicitudes.append([_celda(solicitudes, c.titulo, negrita=True) for c in COLUMNAS])
    solicitudes.append([_celda(solicitudes, c.ejemplo) for c in COLUMNAS])
    ayuda = libro.create_sheet("Columnas")
    for letra, ancho in (("A", 44), ("B", 12), ("C", 90)):
        ayuda.column_dimensions[letra].width = ancho
    titulos = ("Columna", "Necesaria", "Qué contiene")
    ayuda.append([_celda(ayuda, titulo, negrita=True) for titulo in titulos])
    for columna in COLUMNAS:
        necesaria = "Sí" if columna.obligatoria else "No"
        ayuda.append([_celda(ayuda, t) for t in (columna.titulo, necesaria, columna.ayuda)])
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def _celda(hoja: WriteOnlyWorksheet, texto: str, *, negrita: bool = False) -> Cell:
    celda = WriteOnlyCell(hoja, value=texto)
    celda.data_type = "s"
    celda.number_format = TEXTO
    if negrita:
        celda.font = Font(bold=True)
    else:
        celda.alignment = Alignment(wrap_text=hoja.title == "Columnas", vertical="top")
    return celda

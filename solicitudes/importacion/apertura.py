"""Opening a file of either kind."""

from typing import IO

from solicitudes.importacion.archivo import Libro, reconocer
from solicitudes.importacion.enums import Formato
from solicitudes.importacion.lectura_csv import LibroCsv
from solicitudes.importacion.lectura_xlsx import LibroXlsx


def abrir(flujo: IO[bytes]) -> Libro:
    """Return the file ready to be read; `flujo`, seekable, has to stay open meanwhile.

    Raises ArchivoInvalido with a Spanish sentence that says what to do.
    """
    return LibroXlsx(flujo) if reconocer(flujo) == Formato.XLSX else LibroCsv(flujo)

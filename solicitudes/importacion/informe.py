"""The report of the rows that were not loaded: a CSV that can be corrected and imported again."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from solicitudes.importacion.carga import Suerte
from solicitudes.importacion.columnas import INFORME
from solicitudes.importacion.decision import Resultado
from solicitudes.importacion.valores import como_texto

SEPARADOR = ";"
"""What Excel expects in Colombian Spanish, where the comma divides decimals."""

PELIGROSOS = ("=", "+", "-", "@", "\t", "\r")
AVISO = "Importada con aviso"


class _Eco:
    """A file that returns what is written to it, for `csv.writer`."""

    def write(self, texto: str) -> str:
        return texto


_escritor = csv.writer(_Eco(), delimiter=SEPARADOR)


def proteger(texto: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, «CSV Injection»)."""
    return f"'{texto}" if texto.startswith(PELIGROSOS) else texto


def titulos(encabezado: Sequence[str]) -> str:
    """Return the report's first line, after the UTF-8 mark that Excel wants."""
    return "\N{BYTE ORDER MARK}" + _linea([*INFORME, *encabezado])


def renglon(linea: int, rechazada: bool, motivos: Sequence[str], celdas: Sequence[str]) -> str:
    """Return one line: the row's place in the file, its fate and why, its cells as they were."""
    resultado = Resultado.RECHAZADA if rechazada else AVISO
    return _linea([str(linea), str(resultado), " ".join(motivos), *celdas])


def _linea(celdas: Iterable[str]) -> str:
    return str(_escritor.writerow([proteger(celda) for celda in celdas]))


def con_incidencias(suertes: Iterable[Suerte]) -> Iterator[tuple[int, bool, list[str], list[str]]]:
    """Yield, as `renglones` takes them, the rows with something to tell."""
    for suerte in suertes:
        if suerte.motivos:
            celdas = [como_texto(celda) for celda in suerte.cruda.celdas]
            rechazada = suerte.resultado == Resultado.RECHAZADA
            yield suerte.cruda.linea, rechazada, list(suerte.motivos), celdas

"""CSV files of requests: the headings among the first rows, and the rows below them."""

from collections.abc import Iterator
from itertools import islice
from typing import IO

from portal.tablas.archivo_csv import ArchivoCsv, problema_de
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


class LibroCsv:
    """A CSV file. Rows with another number of cells than the headings can't be trusted."""

    formato = Formato.CSV

    def __init__(self, flujo: IO[bytes]) -> None:
        self._archivo = ArchivoCsv(flujo)
        self.codificacion = self._archivo.codificacion
        self.separador, self.linea_encabezado, self.encabezado = self._buscar_encabezado()
        self.total_estimado = max(self._archivo.saltos - self.linea_encabezado, 1)

    def filas(self) -> Iterator[FilaCruda]:
        """Yield the rows below the headings."""
        ancho = len(self.encabezado.titulos)
        for linea, celdas, problema in self._archivo.registros(self.separador):
            if linea <= self.linea_encabezado or (not problema and esta_vacia(celdas)):
                continue
            yield FilaCruda(linea, celdas, problema or problema_de(celdas, ancho))

    def por_columna(self, cruda: FilaCruda) -> dict[str, Celda]:
        """Return a row's cells by column key."""
        return repartir(self.encabezado, cruda.celdas)

    def _buscar_encabezado(self) -> tuple[str, int, columnas.Encabezado]:
        mejores: list[tuple[int, str, int, columnas.Encabezado]] = []
        fallo: ArchivoInvalido | None = None
        for separador in self._archivo.separadores():
            primeras = [
                (linea, celdas)
                for linea, celdas, problema in islice(
                    self._archivo.registros(separador), columnas.FILAS_DE_BUSQUEDA
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

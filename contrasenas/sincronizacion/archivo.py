"""The file of a synchronisation: whether all of it is there, what it is, its rows one by one.

Whatever shows that it was cut or is still being written refuses the whole of it: half a registry
looks like a registry.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from contrasenas.sincronizacion import columnas
from contrasenas.sincronizacion.columnas import Encabezado
from contrasenas.sincronizacion.excepciones import ArchivoRechazado, FilaInvalida
from contrasenas.sincronizacion.fila import compositor
from portal.tablas.archivo_csv import ArchivoCsv

TROZO = 1024 * 1024
CORTADO = "está cortado o a medio escribir. Expórtelo de nuevo completo."
COMIENZOS_AJENOS = {
    b"PK\x03\x04": "Es un libro de Excel o un archivo comprimido",
    b"\x1f\x8b": "Es un archivo comprimido",
    bytes.fromhex("d0cf11e0"): "Es un libro de Excel antiguo",
    b"%PDF": "Es un PDF",
}


@dataclass(frozen=True, slots=True)
class Fila:
    """A row of the file: its line of COPY, or why it is not taken."""

    linea: int
    copia: str
    motivo: str = ""
    matricula: str = ""


class ArchivoSirep:
    """An open file with its headings understood. Raises ArchivoRechazado, here and in `filas`."""

    def __init__(self, flujo: IO[bytes]) -> None:
        self._flujo = flujo
        self._estado = _estado(flujo)
        self.sha256 = _revisar_bytes(flujo)
        self._csv = ArchivoCsv(flujo)
        _exigir_salto_final(flujo, self._csv.codificacion)
        self.separador, self.linea_encabezado, self.encabezado = self._buscar_encabezado()
        self.total_estimado = max(self._csv.saltos - self.linea_encabezado, 0)

    def filas(self) -> Iterator[Fila]:
        """Yield the rows below the headings; at the end, make sure that the file was whole."""
        componer = compositor(self.encabezado)
        lugar = self.encabezado.posiciones["matricula"]
        ultima: Fila | None = None
        corta = False
        for linea, celdas, problema in self._csv.registros(self.separador):
            if linea <= self.linea_encabezado or (not problema and not any(celdas)):
                continue
            try:
                if problema:
                    raise FilaInvalida(problema)
                ultima = Fila(linea, componer(linea, celdas))
            except FilaInvalida as error:
                matricula = celdas[lugar].strip()[:40] if lugar < len(celdas) else ""
                ultima = Fila(linea, "", str(error), matricula)
            corta = len(celdas) < self.encabezado.ancho
            yield ultima
        if ultima is None:
            raise ArchivoRechazado("El archivo tiene encabezado pero ninguna fila.")
        if corta:
            raise ArchivoRechazado(
                f"La última fila (línea {ultima.linea}) no está completa: el archivo {CORTADO}"
            )
        if _estado(self._flujo) != self._estado:
            raise ArchivoRechazado(
                "El archivo cambió mientras se leía: todavía se está escribiendo. Espere a que "
                "termine y sincronice de nuevo."
            )

    def _buscar_encabezado(self) -> tuple[str, int, Encabezado]:
        """Return separator, line and headings: those of the separator that explains most."""
        mejor: tuple[str, int, Encabezado] | None = None
        for separador in self._csv.separadores():
            for linea, celdas, problema in self._csv.registros(separador):
                declaracion = len(celdas) <= 2 and celdas and celdas[0].lower().startswith("sep=")
                if problema or declaracion or not any(celda.strip() for celda in celdas):
                    continue
                leido = columnas.reconocer(celdas)
                if mejor is None or len(leido.posiciones) > len(mejor[2].posiciones):
                    mejor = (separador, linea, leido)
                break
        if mejor is None or not mejor[2].posiciones:
            raise ArchivoRechazado(
                "No se reconoce ninguna columna: la primera línea debe traer los nombres de las "
                "columnas de mreg_est_matriculados."
            )
        columnas.exigir(mejor[2])
        return mejor


def _revisar_bytes(flujo: IO[bytes]) -> str:
    """Return the SHA-256; refuse what is no text, or has holes of a file half written."""
    flujo.seek(0)
    resumen = hashlib.sha256()
    comienzo = flujo.read(4)
    if not comienzo:
        raise ArchivoRechazado("El archivo está vacío.")
    for marca, que in COMIENZOS_AJENOS.items():
        if comienzo.startswith(marca):
            raise ArchivoRechazado(f"{que}: se espera un archivo CSV.")
    flujo.seek(0)
    es_utf16 = comienzo[:2] in (b"\xff\xfe", b"\xfe\xff") or comienzo[:2].count(0) == 1
    while trozo := flujo.read(TROZO):
        if not es_utf16 and b"\x00" in trozo:
            raise ArchivoRechazado(f"El archivo tiene bytes nulos: no es un CSV, o {CORTADO}")
        resumen.update(trozo)
    return resumen.hexdigest()


def _exigir_salto_final(flujo: IO[bytes], codificacion: str) -> None:
    """Refuse a file whose last line has no end: nobody can tell whether more was to come."""
    fin = flujo.seek(0, os.SEEK_END)
    ancho = 2 if codificacion.startswith("utf-16") else 1
    flujo.seek(max(fin - ancho, 0))
    if fin % ancho or flujo.read(ancho).strip(b"\x00") not in (b"\n", b"\r"):
        raise ArchivoRechazado(
            f"La última línea no termina en un salto de línea: el archivo {CORTADO}"
        )


def _estado(flujo: IO[bytes]) -> tuple[int, int] | None:
    """Return size and time of the last change; nothing for what is not on disk."""
    try:
        datos = os.fstat(flujo.fileno())
    except OSError:
        return None
    return datos.st_size, datos.st_mtime_ns

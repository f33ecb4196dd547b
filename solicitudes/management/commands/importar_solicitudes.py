"""`manage.py importar_solicitudes FILE`: requests from an export of the SSPS, CSV or Excel.

What the file may look like and what loading it means: `solicitudes/importacion/__init__.py`.
"""

import gc
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from portal.templatetags.portal import miles
from solicitudes.importacion import informe
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.archivo import Libro
from solicitudes.importacion.carga import Carga, Lote, Resumen
from solicitudes.importacion.escritura import Autoria
from solicitudes.importacion.excepciones import ArchivoInvalido

ORIGEN = "importar_solicitudes"
INCIDENCIAS_MOSTRADAS = 100
"""Reasons written to the terminal; all of them go to the file of --rechazadas."""


class Command(BaseCommand):
    """Loads a file; rows that can't be loaded are reported and stop nothing else."""

    help = "Importa solicitudes de un archivo CSV o Excel (.xlsx) exportado del SSPS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and how to treat it."""
        parser.add_argument("archivo", type=Path, help="Archivo CSV o .xlsx.")
        parser.add_argument(
            "--simular", action="store_true", help="Revisa e informa, sin escribir nada."
        )
        parser.add_argument(
            "--rechazadas",
            type=Path,
            metavar="RUTA",
            help="Escribe ahí (CSV) las filas no importadas o con aviso, con sus motivos.",
        )
        parser.add_argument("--json", action="store_true", help="Resumen en una línea JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, report, and fail only if the file can't be read to its end."""
        resumen = Resumen()
        self.mostradas = 0
        # What the start of Django made stays to the end: no use in looking through it for garbage.
        gc.freeze()
        try:
            with _abierto(options["archivo"]) as libro, _informe(options["rechazadas"]) as salida:
                carga = Carga(libro, Autoria(origen=ORIGEN), simular=options["simular"])
                self._cargar(carga, resumen, salida)
        except ArchivoInvalido as error:
            if resumen.leidas:
                self._resumir(resumen, options, "Hasta ahí")
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"No se pudo abrir «{error.filename}»: {error.strerror}.") from error
        self._resumir(resumen, options, "Simulación" if options["simular"] else "Importación")

    def _cargar(self, carga: Carga, resumen: Resumen, salida: IO[str] | None) -> None:
        ignoradas = carga.libro.encabezado.ignoradas
        if ignoradas:
            self.stderr.write(f"Columnas que no se reconocen: {', '.join(ignoradas)}.")
        if salida:
            salida.write(informe.titulos(carga.libro.encabezado.titulos))
        for lote in carga.lotes():
            resumen.sumar(lote)
            self._informar(lote, salida)
            if sys.stderr.isatty():
                self.stderr.write(f"{miles(resumen.leidas)} filas…", ending="\r")

    def _informar(self, lote: Lote, salida: IO[str] | None) -> None:
        for linea, rechazada, motivos, celdas in informe.con_incidencias(lote.suertes):
            if salida:
                salida.write(informe.renglon(linea, rechazada, motivos, celdas))
            self.mostradas += 1
            if self.mostradas <= INCIDENCIAS_MOSTRADAS:
                suerte = "rechazada" if rechazada else "aviso"
                self.stderr.write(f"Línea {linea} ({suerte}): {' '.join(motivos)}")

    def _resumir(self, resumen: Resumen, options: dict[str, Any], titulo: str) -> None:
        if self.mostradas > INCIDENCIAS_MOSTRADAS:
            resto = miles(self.mostradas - INCIDENCIAS_MOSTRADAS)
            self.stderr.write(f"… y {resto} más. Véalas todas con --rechazadas RUTA.")
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(resumen), "simulada": options["simular"]}))
            return
        self.stdout.write(
            f"{titulo}: {miles(resumen.leidas)} filas leídas, {miles(resumen.nuevas)} nuevas, "
            f"{miles(resumen.cambiadas)} cambiadas, {miles(resumen.sin_cambios)} sin cambios, "
            f"{miles(resumen.rechazadas)} rechazadas, {miles(resumen.avisos)} con aviso."
        )


@contextmanager
def _abierto(ruta: Path) -> Iterator[Libro]:
    with ruta.open("rb") as flujo:
        yield abrir(flujo)


def _informe(ruta: Path | None) -> Any:
    return ruta.open("w", encoding="utf-8", newline="") if ruta else nullcontext()

"""`manage.py sincronizar_matriculados FILE --camara 04`: SIREP's export into a chamber's registry.

What the file may look like: `contrasenas/sincronizacion/__init__.py`.
"""

import gc
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, Sincronizacion
from contrasenas.sincronizacion.excepciones import YaEnCurso
from contrasenas.sincronizacion.servicios import sincronizar
from portal.templatetags.portal import miles

ORIGEN = "sincronizar_matriculados"
RECHAZADAS_MOSTRADAS = 100
"""Reasons written to the terminal; the admin shows more of them."""

CUENTAS = ("leidas", "nuevas", "cambiadas", "sin_cambios", "rechazadas", "ausentes")


class Command(BaseCommand):
    """Takes a file whole or not at all; ends with 1 where it is refused."""

    help = "Sincroniza los matriculados de una cámara con un archivo CSV exportado de SIREP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the chamber."""
        parser.add_argument("archivo", type=Path, help="CSV con todos los matriculados.")
        parser.add_argument("--camara", required=True, help="Código de la cámara: 04.")
        parser.add_argument(
            "--forzar-reduccion",
            action="store_true",
            help="Acepta un archivo con muchas menos filas que el anterior; queda en el historial.",
        )
        parser.add_argument("--json", action="store_true", help="Informe en una línea JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Synchronise and report."""
        camara = Camara.objects.ligeras().filter(codigo=options["camara"]).first()
        if camara is None:
            raise CommandError(f"No hay una cámara con el código «{options['camara']}».")
        # What the start of Django made stays to the end: no use in looking through it for garbage.
        gc.freeze()
        fila = self._sincronizar(camara, options["archivo"], options["forzar_reduccion"])
        if options["json"]:
            self.stdout.write(json.dumps(_informe(fila), ensure_ascii=False))
        else:
            self._informar(fila)
        if fila.estado != EstadoSincronizacion.TERMINADA:
            raise CommandError(f"Rechazado, no cambió nada: {fila.error}")

    def _sincronizar(self, camara: Camara, ruta: Path, forzar: bool) -> Sincronizacion:
        try:
            with ruta.open("rb") as flujo:
                return sincronizar(
                    camara=camara,
                    flujo=flujo,
                    nombre=ruta.name,
                    origen=ORIGEN,
                    forzar_reduccion=forzar,
                )
        except YaEnCurso as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"No se pudo abrir «{ruta}»: {error.strerror}.") from error

    def _informar(self, fila: Sincronizacion) -> None:
        if fila.columnas_ignoradas:
            self.stderr.write(f"Columnas que no se usan: {fila.columnas_ignoradas}.")
        mostradas = fila.filas_rechazadas.all()[:RECHAZADAS_MOSTRADAS]
        for rechazada in mostradas:
            self.stderr.write(f"Línea {rechazada.linea}: {rechazada.motivo}")
        if fila.rechazadas > len(mostradas):
            resto = miles(fila.rechazadas - len(mostradas))
            self.stderr.write(f"… y {resto} más: vea la sincronización en la administración.")
        if fila.estado == EstadoSincronizacion.TERMINADA:
            self.stdout.write(
                f"Cámara {fila.camara.codigo}: {miles(fila.leidas)} filas leídas, "
                f"{miles(fila.nuevas)} nuevas, {miles(fila.cambiadas)} cambiadas, "
                f"{miles(fila.sin_cambios)} sin cambios, {miles(fila.rechazadas)} rechazadas; "
                f"{miles(fila.ausentes)} del registro no están en el archivo."
            )


def _informe(fila: Sincronizacion) -> dict[str, object]:
    rechazadas = fila.filas_rechazadas.values("linea", "matricula", "motivo")
    return {
        "sincronizacion": fila.pk,
        "camara": fila.camara.codigo,
        "archivo": fila.archivo,
        "sha256": fila.sha256,
        "estado": fila.estado,
        **{cuenta: getattr(fila, cuenta) for cuenta in CUENTAS},
        "columnas_ignoradas": fila.columnas_ignoradas,
        "error": fila.error,
        "filas_rechazadas": list(rechazadas[:RECHAZADAS_MOSTRADAS]),
    }

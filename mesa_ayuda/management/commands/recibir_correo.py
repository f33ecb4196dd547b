"""`manage.py recibir_correo [--simular] PATH…`: mails of files, mbox, Maildir, folders or `-`.

Each mail takes the very path of those that come by the webhook or by IMAP, and one JSON line tells
what became of it: `{"archivo", "veredicto", "caso", "motivo"}`.
"""

import gc
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mesa_ayuda.entrada.archivos_de_correo import CorreoEnDisco, recorrer
from mesa_ayuda.entrada.proceso import Resultado, seguir, simular
from mesa_ayuda.entrada.recepcion import buzon_predeterminado, recibir
from mesa_ayuda.enums import Veredicto
from mesa_ayuda.models import Buzon, CorreoEntrante


class Command(BaseCommand):
    """Takes mails in; one that can't be read is reported and stops nothing else."""

    help = "Recibe correos en crudo: archivos .eml, mbox, Maildir, carpetas o «-»."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the paths, the mailbox, and whether to write."""
        parser.add_argument("rutas", nargs="+", metavar="RUTA", help="Archivo, carpeta o «-».")
        parser.add_argument(
            "--simular", action="store_true", help="Dice qué pasaría, sin escribir nada."
        )
        parser.add_argument(
            "--buzon", default="", metavar="DIRECCION", help="Buzón al que llegan; el primero."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report each mail on a line of its own."""
        # What the start of Django made stays to the end: no use in looking through it for garbage.
        gc.freeze()
        buzon = _buzon(options["buzon"], simular=options["simular"])
        for ruta in options["rutas"]:
            try:
                for correo in recorrer(ruta):
                    resultado = _tratar(buzon, correo, simular_solo=options["simular"])
                    self._informar(correo.archivo, resultado)
            except OSError as error:
                raise CommandError(f"No se pudo leer «{ruta}»: {error.strerror}.") from error

    def _informar(self, archivo: str, resultado: Resultado) -> None:
        linea = {
            "archivo": archivo,
            "veredicto": resultado.veredicto.value,
            "caso": resultado.caso or None,
            "motivo": resultado.motivo,
        }
        # A name on disk may hold bytes that are no text.
        texto = json.dumps(linea, ensure_ascii=False)
        self.stdout.write(texto.encode("utf-8", "replace").decode())


def _buzon(direccion: str, *, simular: bool) -> Buzon:
    if direccion:
        hallado = Buzon.objects.filter(direccion__iexact=direccion).first()
        if hallado is None:
            raise CommandError(f"No hay un buzón «{direccion}».")
        return hallado
    if simular:
        # Not saved: nothing may be written.
        return Buzon.objects.filter(activo=True).order_by("pk").first() or Buzon(pk=0)
    return buzon_predeterminado()


def _tratar(buzon: Buzon, correo: CorreoEnDisco, *, simular_solo: bool) -> Resultado:
    if simular_solo:
        return simular(buzon=buzon, crudo=correo.crudo)
    recibido = recibir(buzon=buzon, crudo=correo.crudo, despertar=False)
    if not recibido.nuevo:
        caso = recibido.correo.caso
        numero = caso.numero if caso else ""
        return Resultado(Veredicto.DUPLICADO, "Ya se había recibido.", numero)
    resultado = seguir(recibido.correo)
    if resultado is None:
        fila = CorreoEntrante.objects.get(pk=recibido.correo.pk)
        motivo = fila.motivo or "Se procesará más tarde."
        return Resultado(Veredicto.NO_IMPORTADO, motivo)
    return resultado

"""First of the ten rules: the raw mail is stored and committed before anybody reads it."""

import contextlib
import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from mesa_ayuda import tasks
from mesa_ayuda.entrada.lectura import clave_de
from mesa_ayuda.models import Buzon, CorreoEntrante
from portal.mensajes.servicios import dominio_propio

TAMANO_GUARDADO: Final = 64 * 1024 * 1024
"""Bytes of a mail that are kept; what is larger is kept as far as that, for staff to look at."""


@dataclass(frozen=True, slots=True)
class Recibido:
    """The row of a mail, and whether it is a new one."""

    correo: CorreoEntrante
    nuevo: bool


def recibir(*, buzon: Buzon, crudo: bytes, despertar: bool = True) -> Recibido:
    """Store a raw mail once per mailbox and commit.

    `despertar`: a worker is to read it. Otherwise the row is claimed at once for the caller, who
    reads it with `proceso.seguir`; should it die, the sweep finds the mail.
    """
    clave = clave_de(crudo)
    conocido = CorreoEntrante.objects.filter(buzon=buzon, clave=clave).first()
    if conocido is not None:
        return Recibido(conocido, nuevo=False)
    correo = CorreoEntrante(
        buzon=buzon, clave=clave, sha256=sha256(crudo).hexdigest(), tamano=len(crudo)
    )
    if not despertar:
        correo.reclamado_en, correo.intentos = timezone.now(), 1
    correo.crudo.save("correo.eml", ContentFile(crudo[:TAMANO_GUARDADO]), save=False)
    _asegurar_en_disco(correo.crudo.path)
    try:
        with transaction.atomic():
            correo.save()
            if despertar:
                # Robust: with the broker away the row is safe, and the sweep finds it.
                transaction.on_commit(lambda: tasks.procesar_correo.delay(correo.pk), robust=True)
    except IntegrityError:
        # It came by two doors at once.
        correo.crudo.delete(save=False)
        return Recibido(CorreoEntrante.objects.get(buzon=buzon, clave=clave), nuevo=False)
    return Recibido(correo, nuevo=True)


def buzon_predeterminado() -> Buzon:
    """Return the first mailbox in use, or make one: mail is taken even where none is set up."""
    buzon = Buzon.objects.filter(activo=True).order_by("pk").first()
    if buzon is None:
        direccion = f"mesadeayuda@{dominio_propio()}"
        buzon, _ = Buzon.objects.get_or_create(
            direccion=direccion, defaults={"nombre": "Mesa de ayuda"}
        )
    return buzon


def _asegurar_en_disco(ruta: str) -> None:
    """Whoever gave us the mail forgets it now: it must outlive a power cut."""
    with contextlib.suppress(OSError):
        descriptor = os.open(ruta, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Enrolling, renewing and removing the second factor."""

from django.db import transaction

from portal.auditoria.servicios import registrar
from portal.usuarios.models import (
    CodigoRecuperacion,
    SegundoFactor,
    Usuario,
    huella_recuperacion,
)

CODIGOS = 10


def preparar_segundo_factor(*, usuario: Usuario) -> SegundoFactor:
    """Return the user's device that waits for confirmation, made if there is none.

    The same secret is shown until it is confirmed, so that a page loaded twice does not void the
    code just scanned.
    """
    dispositivo: SegundoFactor
    dispositivo, _ = SegundoFactor.objects.get_or_create(
        user=usuario, defaults={"name": "Aplicación de códigos", "confirmed": False}
    )
    return dispositivo


@transaction.atomic
def confirmar_segundo_factor(*, dispositivo: SegundoFactor, codigo: str) -> list[str] | None:
    """Confirm the device with a code of the app.

    Returns the recovery codes, to be shown once, or None where the code is wrong or the device
    was confirmed meanwhile.
    """
    fila = SegundoFactor.objects.select_for_update().get(pk=dispositivo.pk)
    if fila.confirmed or not fila.verify_token(codigo):
        return None
    fila.confirmed = True
    fila.save(update_fields=["confirmed"])
    registrar(fila.user, "Activó su segundo factor", actor=fila.user)
    return _renovar(fila)


@transaction.atomic
def renovar_recuperacion(*, dispositivo: SegundoFactor) -> list[str]:
    """Void the old recovery codes and return ten new ones, to be shown once."""
    fila = SegundoFactor.objects.select_for_update().get(pk=dispositivo.pk)
    registrar(fila.user, "Renovó sus códigos de recuperación", actor=fila.user)
    return _renovar(fila)


def _renovar(dispositivo: SegundoFactor) -> list[str]:
    dispositivo.recuperacion.all().delete()
    codigos = [CodigoRecuperacion.generar() for _ in range(CODIGOS)]
    CodigoRecuperacion.objects.bulk_create(
        CodigoRecuperacion(dispositivo=dispositivo, huella=huella_recuperacion(codigo))
        for codigo in codigos
    )
    return codigos


@transaction.atomic
def quitar_segundo_factor(*, usuario: Usuario, actor: Usuario) -> bool:
    """Remove a user's device (a lost telephone); at the next sign-in a new one is enrolled."""
    borrados, _ = SegundoFactor.objects.filter(user=usuario).delete()
    if borrados:
        registrar(usuario, "Se le quitó el segundo factor", actor=actor)
    return bool(borrados)

"""What staff do with mails that were not imported: try again, or set them aside."""

from collections.abc import Iterable

from django.db import transaction

from mesa_ayuda import tasks
from mesa_ayuda.enums import EstadoCorreo
from mesa_ayuda.models import CorreoEntrante
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


def reintentar(*, correos: Iterable[CorreoEntrante], actor: Usuario) -> int:
    """Have them read again from their raw bytes; return how many still waited for that."""
    return sum(_reintentar(correo, actor) for correo in correos)


def descartar(*, correos: Iterable[CorreoEntrante], actor: Usuario) -> int:
    """Take them off the list; the raw mail stays. Return how many still were on it."""
    return sum(_pasar(correo, EstadoCorreo.DESCARTADO, "Descartó", actor) for correo in correos)


@transaction.atomic
def _reintentar(correo: CorreoEntrante, actor: Usuario) -> bool:
    pk = correo.pk
    if not _pasar(correo, EstadoCorreo.RECIBIDO, "Reintentó", actor, intentos=0, veredicto=""):
        return False
    transaction.on_commit(lambda: tasks.procesar_correo.delay(pk), robust=True)
    return True


@transaction.atomic
def _pasar(
    correo: CorreoEntrante, a: EstadoCorreo, accion: str, actor: Usuario, **valores: object
) -> bool:
    pendiente = CorreoEntrante.objects.no_importados().filter(pk=correo.pk)
    if pendiente.update(estado=a, reclamado_en=None, **valores) != 1:
        return False
    registrar(
        correo,
        accion,
        actor=actor,
        cambios={"estado": [EstadoCorreo.NO_IMPORTADO.label, a.label]},
        motivo=correo.motivo,
    )
    return True

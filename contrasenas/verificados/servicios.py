"""Acts of staff on verified users and locked passwords; each is written down with its reason."""

from django.db import transaction
from django.db.models import QuerySet

from contrasenas.enums import RETIRABLES, EstadoVerificado
from contrasenas.models import Contrasena, UsuarioVerificado
from contrasenas.permisos import delimitar
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario

ACCIONES = {EstadoVerificado.ANULADO: "Anuló", EstadoVerificado.ELIMINADO: "Eliminó"}


def retirar(
    *,
    usuarios: QuerySet[UsuarioVerificado],
    estado: EstadoVerificado,
    motivo: str,
    actor: Usuario,
) -> int:
    """Annul or delete those that admit it, all or none; return how many they were."""
    with transaction.atomic():
        filas = usuarios.filter(estado__in=RETIRABLES[estado]).order_by("pk")
        return sum(
            _retirar(usuario, estado, motivo, actor)
            for usuario in filas.select_for_update(of=("self",), no_key=True)
        )


def de_prueba_vigentes(actor: Usuario) -> QuerySet[UsuarioVerificado]:
    """Return the tests' verified users of the person's chambers that still stand."""
    filas = UsuarioVerificado.objects.filter(
        es_prueba=True, estado__in=RETIRABLES[EstadoVerificado.ANULADO]
    )
    return delimitar(filas, actor)


def anular_pruebas(*, motivo: str, actor: Usuario) -> int:
    """Annul what the tests of the person's chambers left (manual 004 §11 c); return how many."""
    return retirar(
        usuarios=de_prueba_vigentes(actor),
        estado=EstadoVerificado.ANULADO,
        motivo=motivo,
        actor=actor,
    )


def desbloquear(*, contrasenas: QuerySet[Contrasena], motivo: str, actor: Usuario) -> int:
    """Let the holders of locked passwords try again; return how many were locked."""
    with transaction.atomic():
        hechas = 0
        for contrasena in contrasenas.order_by("pk"):
            antes = contrasena.get_estado_display()
            if contrasena.desbloquear():
                hechas += 1
                registrar(
                    contrasena,
                    "Desbloqueó",
                    actor=actor,
                    cambios={"estado": [antes, contrasena.get_estado_display()]},
                    motivo=motivo,
                )
        return hechas


def _retirar(
    usuario: UsuarioVerificado, estado: EstadoVerificado, motivo: str, actor: Usuario
) -> bool:
    antes = usuario.get_estado_display()
    if not usuario.retirar(estado, motivo):
        return False
    registrar(
        usuario,
        ACCIONES[estado],
        actor=actor,
        cambios={"estado": [antes, estado.label]},
        motivo=motivo,
    )
    return True

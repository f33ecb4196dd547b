"""What staff do with packets: Enviar, pause, resume, cancel, try the failed ones again."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from contrasenas.enums import (
    LOTE_ABIERTO,
    EstadoContrasena,
    EstadoEnvio,
    EstadoLote,
    TipoLote,
)
from contrasenas.envio import creacion, despertador
from contrasenas.envio.excepciones import (
    CantidadInvalida,
    CorreoInvalido,
    EstadoInvalido,
    SinCredencial,
    SinPendientes,
    SinServidor,
)
from contrasenas.models import Camara, Contrasena, Envio, Lote, Programacion
from contrasenas.models.lote import LOTE_MAXIMO
from portal.auditoria.servicios import registrar
from portal.mensajes.telefono import normalizar_celular
from portal.usuarios.models import Usuario

SIN_HORA = {"motivo": "", "espera_hasta": None, "fallos_seguidos": 0}


@transaction.atomic
def crear_lote(
    *,
    camara: Camara,
    ano: int,
    cantidad: int,
    actor: Usuario,
    programacion: Programacion | None = None,
) -> Lote:
    """Put the first `cantidad` pending passwords, in order, into a packet and have it sent.

    Fewer if there are fewer. Raises `CantidadInvalida`, `SinServidor`, `SinCredencial` or
    `SinPendientes`.
    """
    if not 1 <= cantidad <= LOTE_MAXIMO:
        raise CantidadInvalida(f"Un paquete tiene entre 1 y {LOTE_MAXIMO} correos.")
    bloqueada = creacion.bloquear(camara)
    exigir_transporte(bloqueada)
    contrasenas = creacion.pendientes(bloqueada, ano, cantidad)
    if not contrasenas:
        raise SinPendientes(f"No queda ninguna contraseña de {ano} por enviar.")
    lote = creacion.empaquetar(
        bloqueada, ano, contrasenas, tipo=TipoLote.REAL, actor=actor, programacion=programacion
    )
    _anotar_creacion(lote, "Envió un paquete", actor)
    return lote


@transaction.atomic
def crear_lote_de_prueba(
    *, camara: Camara, ano: int, correo: str, celular: str, actor: Usuario
) -> Lote:
    """Have the two mails of a test sent to `correo`; `celular` is the one that gets the PIN.

    Raises `CorreoInvalido`, `portal.mensajes.telefono.CelularInvalido`, `SinServidor` or
    `SinCredencial`.
    """
    correo = correo.strip()
    try:
        validate_email(correo)
    except ValidationError:
        raise CorreoInvalido("Escriba un correo electrónico válido.") from None
    celular = normalizar_celular(celular)
    bloqueada = creacion.bloquear(camara)
    exigir_transporte(bloqueada)
    contrasenas = creacion.de_prueba(bloqueada, ano, correo, celular)
    lote = creacion.empaquetar(bloqueada, ano, contrasenas, tipo=TipoLote.PRUEBA, actor=actor)
    _anotar_creacion(lote, "Envió una prueba", actor)
    return lote


def exigir_transporte(camara: Camara) -> None:
    """Raise `SinServidor` or `SinCredencial` where the chamber lacks what it takes to send."""
    if not camara.tiene_servidor:
        raise SinServidor(
            "La cámara no tiene servidor de correo propio: un administrador debe registrarlo "
            "(MASIVOS_SMTP_SERVER y MASIVOS_SMTP_CORREO_ADMIN). El correo del portal no se usa "
            "para envíos masivos."
        )
    if camara.credencial is None:
        raise SinCredencial(
            "La cámara no tiene credencial de firma: un administrador debe asignársela. Ningún PDF "
            "sale sin firmar."
        )


@transaction.atomic
def pausar_lote(*, lote: Lote, actor: Usuario) -> None:
    """Send no more of a packet under way, for now. Raises `EstadoInvalido`."""
    lote.pasar([EstadoLote.EN_CURSO], EstadoLote.PAUSADO)
    registrar(lote, "Puso en pausa el paquete", actor=actor)


@transaction.atomic
def reanudar_lote(*, lote: Lote, actor: Usuario) -> None:
    """Go on with a packet that staff or failures had stopped. Raises `EstadoInvalido`."""
    exigir_transporte(lote.camara)
    detenido_por = lote.motivo if lote.estado == EstadoLote.DETENIDO else ""
    lote.pasar([EstadoLote.PAUSADO, EstadoLote.DETENIDO], EstadoLote.EN_CURSO, **SIN_HORA)
    registrar(lote, "Reanudó el paquete", actor=actor, motivo=detenido_por)
    despertador.despertar(lote)


@transaction.atomic
def cancelar_lote(*, lote: Lote, actor: Usuario) -> int:
    """End an open packet; what had not left waits for another one. Return how many those are.

    The one message that may be on its way is left to its worker. Raises `EstadoInvalido`.
    """
    lote.pasar(LOTE_ABIERTO, EstadoLote.CANCELADO, espera_hasta=None, motivo="", terminado_en=Now())
    anulados = anular(lote.envios.filter(estado=EstadoEnvio.PENDIENTE), lote)
    registrar(
        lote, "Canceló el paquete", actor=actor, cambios={"sin enviar": [None, str(anulados)]}
    )
    return anulados


@transaction.atomic
def reintentar_fallidos(*, lote: Lote, actor: Usuario) -> int:
    """Put the failed rows of a packet back in the queue with all their attempts; return how many.

    A packet that had ended is under way again; one in pause, or stopped, stays so. Raises
    `EstadoInvalido` where nothing failed.
    """
    exigir_transporte(lote.camara)
    actual = Lote.objects.select_for_update().filter(pk=lote.pk).first()
    if actual is None:
        raise EstadoInvalido("El paquete ya no existe: sus contraseñas se borraron.")
    fallidos = list(
        actual.envios.filter(
            estado=EstadoEnvio.FALLIDO, contrasena__estado=EstadoContrasena.FALLIDA
        ).values_list("pk", "contrasena_id")
    )
    if not fallidos:
        raise EstadoInvalido("El paquete no tiene envíos fallidos que se puedan reintentar.")
    Envio.objects.filter(pk__in=[pk for pk, _ in fallidos]).update(
        estado=EstadoEnvio.PENDIENTE, proximo_intento=Now(), fallos=0, respuesta=""
    )
    Contrasena.objects.filter(pk__in=[pk for _, pk in fallidos]).update(
        estado=EstadoContrasena.EN_LOTE
    )
    if actual.estado not in LOTE_ABIERTO:
        actual.pasar(
            [EstadoLote.TERMINADO, EstadoLote.CANCELADO],
            EstadoLote.EN_CURSO,
            terminado_en=None,
            **SIN_HORA,
        )
    registrar(
        actual,
        "Reintentó los fallidos",
        actor=actor,
        cambios={"correos": [None, str(len(fallidos))]},
    )
    despertador.despertar(actual)
    lote.refresh_from_db()
    return len(fallidos)


def anular(envios: QuerySet[Envio], lote: Lote) -> int:
    """Take rows that have not left out of a cancelled packet; return how many.

    Their passwords wait for another packet; those of a test are of no more use.
    """
    filas = list(envios.select_for_update(of=("self",)).values_list("pk", "contrasena_id"))
    Envio.objects.filter(pk__in=[pk for pk, _ in filas]).update(
        estado=EstadoEnvio.ANULADO, proximo_intento=None, reclamado_en=None
    )
    contrasenas = Contrasena.objects.filter(
        pk__in=[pk for _, pk in filas], estado=EstadoContrasena.EN_LOTE
    )
    if lote.tipo == TipoLote.PRUEBA:
        contrasenas.update(
            estado=EstadoContrasena.CANCELADA, clave=None, ficha=None, terminada_en=Now()
        )
    else:
        contrasenas.update(estado=EstadoContrasena.PENDIENTE)
    return len(filas)


def _anotar_creacion(lote: Lote, acto: str, actor: Usuario) -> None:
    registrar(lote, acto, actor=actor, cambios={"correos": [None, str(lote.cantidad)]})
    despertador.despertar(lote)

"""What staff do to a request: each act checks the state and is written to the history.

Two people at once: the row's lock is taken first and the state that the person saw must still
hold, so that only one of them wins; the other gets `TransicionInvalida`.
"""

from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.administracion.cambios import cambios_de, en_palabras
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario
from solicitudes.certificado_x509 import DatosCertificado
from solicitudes.enums import EstadoPaso, Etapa, MotivoRevocacion, Vigencia
from solicitudes.excepciones import CertificadoInvalido, TransicionInvalida
from solicitudes.models import Certificado, Factura, Orden, Paso, Persona, Solicitud


@transaction.atomic
def registrar_persona(*, persona: Persona, actor: Usuario) -> Persona:
    """Save a new person; one that somebody registered meanwhile is returned as it is."""
    cambios = cambios_de(persona)
    guardada, nueva = Persona.objects.get_or_create(
        tipo=persona.tipo,
        numero=persona.numero,
        defaults={"nombre": persona.nombre, "correo": persona.correo},
    )
    if nueva:
        registrar(guardada, "Creó", actor=actor, cambios=cambios)
    return guardada


@transaction.atomic
def crear_orden(*, orden: Orden, actor: Usuario) -> Orden:
    """Save a new order; without a number it gets the next one."""
    orden.numero = orden.numero or _siguiente_numero(Orden)
    cambios = cambios_de(orden)
    orden.save()
    registrar(orden, "Registró la orden", actor=actor, cambios=cambios)
    return orden


@transaction.atomic
def crear_solicitud(*, solicitud: Solicitud, actor: Usuario | None) -> Solicitud:
    """Save a new request with its four steps, the first one under way.

    Without a number it gets the next one.
    """
    solicitud.numero = solicitud.numero or _siguiente_numero(Solicitud)
    cambios = cambios_de(solicitud)
    solicitud.save()
    abrir_pasos(solicitud=solicitud)
    registrar(solicitud, "Registró la solicitud", actor=actor, cambios=cambios)
    return solicitud


@transaction.atomic
def corregir_solicitud(*, solicitud: Solicitud, actor: Usuario) -> None:
    """Save the corrected holder, type or delivery of a request; the rest of the row is not touched.

    Raises TransicionInvalida once its certificate was issued for the data as they were.
    """
    _bloquear(solicitud.pk)
    if Certificado.objects.filter(solicitud=solicitud).exists():
        raise TransicionInvalida("El certificado ya se emitió: los datos no se pueden corregir.")
    cambios = cambios_de(solicitud)
    if cambios:
        solicitud.save(update_fields=["titular", "tipo_certificado", "forma_entrega"])
        registrar(solicitud, "Corrigió los datos", actor=actor, cambios=cambios)


def abrir_pasos(*, solicitud: Solicitud) -> None:
    """Give a request its four steps; the first is under way from now."""
    ahora = timezone.now()
    Paso.objects.bulk_create(
        Paso(
            solicitud=solicitud,
            numero=etapa,
            estado=EstadoPaso.EN_TRAMITE if etapa == Etapa.RADICACION else EstadoPaso.PENDIENTE,
            modificado=ahora if etapa == Etapa.RADICACION else None,
        )
        for etapa in Etapa
    )


@transaction.atomic
def avanzar_paso(*, solicitud_id: int, etapa: Etapa, actor: Usuario) -> None:
    """Finish step `etapa`, which must be under way, and start the next one.

    Raises TransicionInvalida, also where step 4 has no certificate to hand over.
    """
    solicitud, pasos = _bloquear(solicitud_id)
    antes = _estados(solicitud, pasos)
    _exigir(pasos[etapa], EstadoPaso.EN_TRAMITE)
    if etapa == Etapa.ENTREGA and not hasattr(solicitud, "certificado"):
        raise TransicionInvalida(
            "Registre primero el certificado: sin él no puede finalizar la entrega."
        )
    _poner(pasos[etapa], EstadoPaso.FINALIZADO)
    if etapa != Etapa.ENTREGA:
        _poner(pasos[Etapa(etapa + 1)], EstadoPaso.EN_TRAMITE)
    _anotar(solicitud, pasos, antes, f"Finalizó el paso {etapa}", actor)


@transaction.atomic
def rechazar_paso(*, solicitud_id: int, etapa: Etapa, motivo: str, actor: Usuario) -> None:
    """Reject step `etapa`, which must be under way; the applicant reads `motivo`."""
    motivo = _exigir_motivo(motivo, "Escriba el motivo del rechazo: el solicitante lo leerá.")
    solicitud, pasos = _bloquear(solicitud_id)
    antes = _estados(solicitud, pasos)
    _exigir(pasos[etapa], EstadoPaso.EN_TRAMITE)
    _poner(pasos[etapa], EstadoPaso.RECHAZADO, motivo)
    _anotar(solicitud, pasos, antes, f"Rechazó el paso {etapa}", actor, motivo)


@transaction.atomic
def reabrir_paso(*, solicitud_id: int, etapa: Etapa, motivo: str, actor: Usuario) -> None:
    """Put a rejected step, or the last finished one, under way again.

    What follows the step goes back to pending. Raises TransicionInvalida where a later step is
    finished already or the certificate exists and the step came before it.
    """
    motivo = _exigir_motivo(motivo, "Escriba por qué reabre el paso: queda en el historial.")
    solicitud, pasos = _bloquear(solicitud_id)
    antes = _estados(solicitud, pasos)
    _exigir(pasos[etapa], EstadoPaso.RECHAZADO, EstadoPaso.FINALIZADO)
    posteriores = [pasos[otra] for otra in Etapa if otra > etapa]
    if any(p.estado in (EstadoPaso.FINALIZADO, EstadoPaso.RECHAZADO) for p in posteriores):
        raise TransicionInvalida("Reabra primero el paso posterior que ya tiene decisión.")
    if etapa != Etapa.ENTREGA and hasattr(solicitud, "certificado"):
        raise TransicionInvalida("El certificado ya se emitió: sólo puede reabrir la entrega.")
    _poner(pasos[etapa], EstadoPaso.EN_TRAMITE)
    for paso in posteriores:
        _poner(paso, EstadoPaso.PENDIENTE)
    _anotar(solicitud, pasos, antes, f"Reabrió el paso {etapa}", actor, motivo)


@transaction.atomic
def registrar_certificado(
    *, solicitud_id: int, datos: DatosCertificado, actor: Usuario
) -> Certificado:
    """Register the certificate of a request that is approved and whose delivery is under way.

    Raises TransicionInvalida in any other state, CertificadoInvalido where the certificate has
    expired, its dates make no sense or its serial is taken.
    """
    _exigir_fechas(datos.valido_desde, datos.valido_hasta)
    solicitud, pasos = _bloquear(solicitud_id)
    antes = _estados(solicitud, pasos)
    if hasattr(solicitud, "certificado"):
        raise TransicionInvalida("Esta solicitud ya tiene certificado.")
    _exigir(pasos[Etapa.ENTREGA], EstadoPaso.EN_TRAMITE)
    certificado = Certificado(
        solicitud=solicitud,
        serial=datos.serial,
        emisor=datos.emisor,
        sujeto=datos.sujeto,
        valido_desde=datos.valido_desde,
        valido_hasta=datos.valido_hasta,
        der=datos.der,
    )
    cambios = cambios_de(certificado)
    _guardar_certificado(certificado)
    solicitud.fecha_emision = timezone.localdate(datos.valido_desde)
    del cambios["solicitud"]
    _anotar(solicitud, pasos, antes, "Registró el certificado", actor, cambios=cambios)
    return certificado


@transaction.atomic
def suspender_certificado(*, certificado_id: int, motivo: str, actor: Usuario) -> None:
    """Suspend a certificate (certificateHold, RFC 5280 §5.3.1) until it is lifted or revoked."""
    motivo = _exigir_motivo(motivo, "Escriba por qué lo suspende: queda en el historial.")
    certificado = _bloquear_certificado(certificado_id)
    if certificado.vigencia() in (Vigencia.REVOCADO, Vigencia.SUSPENDIDO, Vigencia.VENCIDO):
        raise TransicionInvalida("El certificado ya está suspendido, revocado o vencido.")
    _cambiar_vigencia(certificado, "Suspendió el certificado", actor, motivo, timezone.now())


@transaction.atomic
def levantar_suspension(*, certificado_id: int, motivo: str, actor: Usuario) -> None:
    """Lift a suspension (removeFromCRL)."""
    motivo = _exigir_motivo(motivo, "Escriba por qué la levanta: queda en el historial.")
    certificado = _bloquear_certificado(certificado_id)
    if certificado.vigencia() != Vigencia.SUSPENDIDO:
        raise TransicionInvalida("El certificado no está suspendido.")
    _cambiar_vigencia(certificado, "Levantó la suspensión", actor, motivo, None)


@transaction.atomic
def revocar_certificado(
    *,
    certificado_id: int,
    motivo: MotivoRevocacion,
    actor: Usuario,
    nota: str = "",
    fecha: datetime | None = None,
) -> None:
    """Revoke a certificate for good, as of `fecha` (default now; never in the future).

    Raises TransicionInvalida where it is revoked already.
    """
    certificado = _bloquear_certificado(certificado_id)
    if certificado.revocado_en:
        raise TransicionInvalida("El certificado ya está revocado.")
    antes = certificado.vigencia()
    certificado.revocado_en = min(fecha or timezone.now(), timezone.now())
    certificado.motivo_revocacion = motivo
    certificado.save(update_fields=["revocado_en", "motivo_revocacion"])
    registrar(
        certificado.solicitud,
        "Revocó el certificado",
        actor=actor,
        cambios={
            "vigencia": [antes.label, Vigencia.REVOCADO.label],
            "revocado": [None, en_palabras(certificado.revocado_en)],
            "motivo de la revocación": [None, motivo.label],
        },
        motivo=nota.strip(),
    )


@transaction.atomic
def adjuntar_factura(*, orden_id: int, contenido: bytes, actor: Usuario) -> Factura:
    """Store the invoice of an order, in place of an earlier one; the same file changes nothing.

    `contenido` is a whole PDF, already checked by the form. The earlier file stays on disk: a
    back-up restored to an earlier moment still finds it.
    """
    orden = Orden.objects.select_for_update(no_key=True).get(pk=orden_id)
    huella = sha256(contenido).hexdigest()
    factura = Factura.objects.filter(orden=orden).first() or Factura(orden=orden)
    if factura.sha256 == huella:
        return factura
    antes = _describir_archivo(factura) if factura.pk else None
    factura.sha256, factura.tamano = huella, len(contenido)
    factura.archivo.save(f"{huella}.pdf", ContentFile(contenido), save=False)
    factura.save()
    accion = "Reemplazó la factura" if antes else "Adjuntó la factura"
    cambios = {"factura": [antes, _describir_archivo(factura)]}
    registrar(orden, accion, actor=actor, cambios=cambios)
    return factura


def _siguiente_numero(modelo: type[Orden] | type[Solicitud]) -> int:
    """Return the number after the highest; whoever asks at the same moment waits for the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"numero:{modelo._meta.label}"]
        )
    ultimo = modelo.objects.order_by("-numero").values_list("numero", flat=True).first()
    return (ultimo or 0) + 1


def _bloquear(solicitud_id: int) -> tuple[Solicitud, dict[Etapa, Paso]]:
    # Only the request's own row is locked: whoever changes its steps comes through here.
    solicitud = Solicitud.objects.select_for_update(no_key=True).get(pk=solicitud_id)
    pasos = {Etapa(paso.numero): paso for paso in solicitud.pasos.all()}
    if len(pasos) < len(Etapa):
        raise TransicionInvalida("A esta solicitud le faltan pasos: avise a un administrador.")
    return solicitud, pasos


def _bloquear_certificado(certificado_id: int) -> Certificado:
    return (
        Certificado.objects.select_for_update(of=("self",), no_key=True)
        .select_related("solicitud")
        .get(pk=certificado_id)
    )


def _exigir(paso: Paso, *esperados: EstadoPaso) -> None:
    if paso.estado not in esperados:
        raise TransicionInvalida(
            f"«{paso.get_numero_display()}» está en el estado «{paso.get_estado_display()}»: "
            "otra persona pudo haberlo cambiado. Revise la solicitud."
        )


def _exigir_motivo(motivo: str, reclamo: str) -> str:
    if not motivo.strip():
        raise TransicionInvalida(reclamo)
    return motivo.strip()


def _exigir_fechas(desde: datetime, hasta: datetime) -> None:
    if hasta <= desde:
        raise CertificadoInvalido("La validez del certificado termina antes de empezar.")
    if hasta < timezone.now():
        raise CertificadoInvalido(
            f"El certificado venció el {timezone.localtime(hasta):%d/%m/%Y}: no puede entregarse."
        )


def _guardar_certificado(certificado: Certificado) -> None:
    try:
        with transaction.atomic():
            certificado.save()
    except IntegrityError as error:
        otro = Certificado.objects.filter(serial=certificado.serial).first()
        if otro is None:
            raise
        raise CertificadoInvalido(
            f"Este número de serie ya está registrado en la solicitud {otro.solicitud.numero}."
        ) from error


def _estados(solicitud: Solicitud, pasos: dict[Etapa, Paso]) -> dict[str, str]:
    """Return {label: state} of the request and its steps, for the history."""
    estados = {etapa.label: EstadoPaso(pasos[etapa].estado).label for etapa in Etapa}
    return {**estados, "estado de la solicitud": solicitud.get_estado_display()}


def _poner(paso: Paso, estado: EstadoPaso, motivo: str = "") -> None:
    paso.estado, paso.motivo_rechazo = estado, motivo
    paso.modificado = None if estado == EstadoPaso.PENDIENTE else timezone.now()
    paso.save(update_fields=["estado", "modificado", "motivo_rechazo"])


def _anotar(
    solicitud: Solicitud,
    pasos: dict[Etapa, Paso],
    antes: dict[str, str],
    accion: str,
    actor: Usuario,
    motivo: str = "",
    cambios: dict[str, list[str | None]] | None = None,
) -> None:
    """Save the state that follows from the steps, and record all that the act changed."""
    emitido = Certificado.objects.filter(solicitud=solicitud).exists()
    solicitud.estado = Solicitud.estado_segun_pasos(
        (pasos[etapa].estado for etapa in Etapa), emitido=emitido
    )
    solicitud.save(update_fields=["estado", "fecha_emision"])
    despues = _estados(solicitud, pasos)
    movidos: dict[str, list[str | None]] = {
        nombre: [antes[nombre], valor]
        for nombre, valor in despues.items()
        if antes[nombre] != valor
    }
    registrar(solicitud, accion, actor=actor, cambios={**(cambios or {}), **movidos}, motivo=motivo)


def _cambiar_vigencia(
    certificado: Certificado,
    accion: str,
    actor: Usuario,
    motivo: str,
    suspendido_en: datetime | None,
) -> None:
    antes = certificado.vigencia().label
    certificado.suspendido_en = suspendido_en
    certificado.save(update_fields=["suspendido_en"])
    registrar(
        certificado.solicitud,
        accion,
        actor=actor,
        cambios={"vigencia": [antes, certificado.vigencia().label]},
        motivo=motivo,
    )


def _describir_archivo(factura: Factura) -> str:
    return f"{factura.tamano} bytes, SHA-256 {factura.sha256}"

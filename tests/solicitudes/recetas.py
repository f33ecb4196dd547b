"""Makers of persons, orders, requests, steps, certificates and invoices for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.calendario.tiempo_habil import BOGOTA
from portal.identificacion import TipoIdentificacion
from solicitudes.enums import (
    EstadoPaso,
    EstadoSolicitud,
    Etapa,
    FormaEntrega,
    MotivoRevocacion,
    TipoCertificado,
    Vigencia,
)
from solicitudes.models import Certificado, Factura, Orden, Paso, Persona, Solicitud

P, T, F, R = (
    EstadoPaso.PENDIENTE,
    EstadoPaso.EN_TRAMITE,
    EstadoPaso.FINALIZADO,
    EstadoPaso.RECHAZADO,
)
PASOS: dict[EstadoSolicitud, tuple[EstadoPaso, ...]] = {
    EstadoSolicitud.EN_TRAMITE: (F, F, T, P),
    EstadoSolicitud.PENDIENTE_PAGO: (F, T, P, P),
    EstadoSolicitud.POR_DESCARGAR: (F, F, F, T),
    EstadoSolicitud.RECHAZADA: (F, F, R, P),
    EstadoSolicitud.FINALIZADA: (F, F, F, F),
}
"""Typical steps of each state."""

CON_CERTIFICADO = {EstadoSolicitud.POR_DESCARGAR, EstadoSolicitud.FINALIZADA}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MOTIVO = "La cédula que adjuntó no se lee. Adjunte una copia legible por ambas caras."
_numeros = count(500_001)


def crear_persona(
    *,
    tipo: TipoIdentificacion = TipoIdentificacion.CC,
    numero: str | None = None,
    nombre: str = "MARÍA ELENA QUINTERO SALAZAR",
    correo: str = "maria.quintero@correo.example",
) -> Persona:
    """Make a person; `numero` canonical (a NIT without its check digit), else a new one."""
    return Persona.objects.create(
        tipo=tipo, numero=numero or f"10{next(_numeros)}", nombre=nombre, correo=correo
    )


def crear_orden(
    *,
    solicitante: Persona | None = None,
    numero: int | None = None,
    empresa: str = "EMPRESA DE PRUEBA S.A.S.",
    proyecto: str = "OTROS",
) -> Orden:
    """Make an order, with a new applicant unless one is given."""
    return Orden.objects.create(
        numero=numero or next(_numeros),
        solicitante=solicitante or crear_persona(),
        empresa=empresa,
        proyecto=proyecto,
    )


def crear_solicitud(
    *,
    estado: EstadoSolicitud = EstadoSolicitud.EN_TRAMITE,
    pasos: Sequence[EstadoPaso] | None = None,
    certificado: Vigencia | None = None,
    titular: Persona | None = None,
    orden: Orden | None = None,
    numero: int | None = None,
    modificados: Sequence[datetime | None] | None = None,
    motivo_rechazo: str = MOTIVO,
    tipo_certificado: TipoCertificado = TipoCertificado.PROFESIONAL,
    forma_entrega: FormaEntrega = FormaEntrega.TOKEN_VIRTUAL,
) -> Solicitud:
    """Make a request with its four steps; its state follows from the steps.

    Steps are those typical of `estado` unless given, modified one day apart, the last one today.
    A state that needs a certificate gets a valid one unless `certificado` says which.
    """
    if orden is None:
        orden = crear_orden(solicitante=titular)
    etapas = tuple(pasos or PASOS[estado])
    if certificado is None and pasos is None and estado in CON_CERTIFICADO:
        certificado = Vigencia.VIGENTE
    solicitud = Solicitud.objects.create(
        numero=numero or next(_numeros),
        orden=orden,
        titular=titular or orden.solicitante,
        tipo_certificado=tipo_certificado,
        forma_entrega=forma_entrega,
        estado=Solicitud.estado_segun_pasos(etapas, emitido=certificado is not None),
    )
    crear_pasos(solicitud, etapas, modificados, motivo_rechazo)
    if certificado is not None:
        crear_certificado(solicitud, vigencia=certificado)
    return solicitud


def crear_pasos(
    solicitud: Solicitud,
    estados: Sequence[EstadoPaso],
    modificados: Sequence[datetime | None] | None = None,
    motivo_rechazo: str = MOTIVO,
) -> None:
    """Give a request steps 1 to 4 in those states, modified at those moments."""
    ahora = timezone.now()
    if modificados is None:
        tocados = sum(estado != EstadoPaso.PENDIENTE for estado in estados)
        modificados = [
            ahora - timedelta(days=tocados - indice - 1) if indice < tocados else None
            for indice in range(len(estados))
        ]
    Paso.objects.bulk_create(
        Paso(
            solicitud=solicitud,
            numero=etapa,
            estado=estado,
            modificado=modificado,
            motivo_rechazo=motivo_rechazo if estado == EstadoPaso.RECHAZADO else "",
        )
        for etapa, estado, modificado in zip(Etapa, estados, modificados, strict=True)
    )


def crear_certificado(
    solicitud: Solicitud, *, vigencia: Vigencia = Vigencia.VIGENTE, serial: str | None = None
) -> Certificado:
    """Register a certificate whose validity is now `vigencia` (`POR_EMITIR`: from next week)."""
    ahora = timezone.now()
    hasta = {
        Vigencia.VENCIDO: ahora - timedelta(days=10),
        Vigencia.POR_VENCER: ahora + timedelta(days=10),
    }.get(vigencia, ahora + timedelta(days=400))
    desde = hasta - timedelta(days=730)
    if vigencia == Vigencia.POR_EMITIR:
        desde = ahora + timedelta(days=7)
    revocado = vigencia == Vigencia.REVOCADO
    certificado = Certificado.objects.create(
        solicitud=solicitud,
        serial=serial or f"3b{solicitud.numero:030x}",
        valido_desde=desde,
        valido_hasta=hasta,
        suspendido_en=ahora - timedelta(days=3) if vigencia == Vigencia.SUSPENDIDO else None,
        revocado_en=ahora - timedelta(days=3) if revocado else None,
        motivo_revocacion=MotivoRevocacion.CLAVE_COMPROMETIDA if revocado else None,
    )
    solicitud.fecha_emision = timezone.localdate(desde)
    solicitud.save(update_fields=["fecha_emision"])
    return certificado


def crear_factura(orden: Orden, contenido: bytes = PDF) -> Factura:
    """Attach an invoice to an order, with its file."""
    factura = Factura(orden=orden, tamano=len(contenido), sha256=sha256(contenido).hexdigest())
    factura.archivo.save("factura.pdf", ContentFile(contenido), save=False)
    factura.save()
    return factura


def dia(numero: int, mes: int, anio: int) -> datetime:
    """Ten in the morning of a day, in Bogotá."""
    return datetime(anio, mes, numero, 10, tzinfo=BOGOTA)


def caso_del_manual() -> Solicitud:
    """The case that manual 002 §4 shows, under an invented name."""
    persona = crear_persona(
        numero="1013592259",
        nombre="SAMUEL ANDRÉS DUARTE ARBELÁEZ",
        correo="samuel.duarte@correo.example",
    )
    orden = crear_orden(
        solicitante=persona, numero=434043, empresa="CERTICAMARA PRUEBAS 2016", proyecto="OTROS"
    )
    solicitud = crear_solicitud(
        orden=orden,
        titular=persona,
        numero=434070,
        pasos=(F, F, F, F),
        modificados=[dia(1, 8, 2016), dia(2, 8, 2016), dia(2, 8, 2016), dia(3, 8, 2016)],
    )
    Certificado.objects.create(
        solicitud=solicitud,
        serial="3b00cdd4a8d648335efb415e3b273bd8",
        valido_desde=dia(3, 8, 2016),
        valido_hasta=dia(3, 8, 2018),
        revocado_en=dia(4, 10, 2016),
        motivo_revocacion=MotivoRevocacion.CESE_OPERACION,
    )
    solicitud.fecha_emision = dia(3, 8, 2016).date()
    solicitud.save(update_fields=["fecha_emision"])
    return solicitud

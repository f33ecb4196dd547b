"""Writing the demo's cases: only those whose number isn't there yet."""

from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.auditoria.models import Evento
from portal.auditoria.servicios import componer
from solicitudes.demo import factura
from solicitudes.demo.casos import Caso
from solicitudes.enums import EstadoPaso, Etapa
from solicitudes.models import Certificado, Factura, Orden, Paso, Persona, Solicitud

ORIGEN = "demo"


def cargar_casos(casos: Sequence[Caso]) -> None:
    """Write the cases that are missing, with their persons, steps and certificates."""
    hay = set(
        Solicitud.objects.filter(numero__in=[caso.numero for caso in casos]).values_list(
            "numero", flat=True
        )
    )
    nuevos = [caso for caso in casos if caso.numero not in hay]
    personas = _personas(nuevos)
    ordenes = _ordenes(nuevos, personas)
    solicitudes = Solicitud.objects.bulk_create(
        Solicitud(
            numero=caso.numero,
            orden=ordenes[caso.orden],
            titular=personas[caso.titular.tipo, caso.titular.numero],
            tipo_certificado=caso.tipo_certificado,
            forma_entrega=caso.forma_entrega,
            estado=Solicitud.estado_segun_pasos(caso.pasos, emitido=caso.certificado is not None),
            fecha_emision=timezone.localdate(caso.certificado.valido_desde)
            if caso.certificado
            else None,
        )
        for caso in nuevos
    )
    pares = list(zip(nuevos, solicitudes, strict=True))
    Paso.objects.bulk_create(
        Paso(
            solicitud=solicitud,
            numero=etapa,
            estado=estado,
            modificado=modificado,
            motivo_rechazo=caso.motivo if estado == EstadoPaso.RECHAZADO else "",
        )
        for caso, solicitud in pares
        for etapa, estado, modificado in zip(Etapa, caso.pasos, caso.modificados, strict=True)
    )
    Certificado.objects.bulk_create(
        Certificado(
            solicitud=solicitud,
            emisor="CN=Autoridad de certificación de demostración,C=CO",
            sujeto=f"CN={caso.titular.nombre},C=CO",
            **asdict(caso.certificado),
        )
        for caso, solicitud in pares
        if caso.certificado
    )
    Evento.objects.bulk_create(
        componer(solicitud, "Registró la solicitud", actor=None, origen=ORIGEN)
        for solicitud in solicitudes
    )


def cargar_facturas(casos: Sequence[Caso]) -> None:
    """Attach an invented invoice to each order that has none."""
    ordenes = Orden.objects.filter(
        numero__in=[caso.orden for caso in casos], factura=None
    ).select_related("solicitante")
    for orden in ordenes:
        contenido = factura.componer(orden)
        huella = sha256(contenido).hexdigest()
        adjunta = Factura(orden=orden, sha256=huella, tamano=len(contenido))
        adjunta.archivo.save(f"{huella}.pdf", ContentFile(contenido), save=False)
        adjunta.save()


def _personas(casos: Sequence[Caso]) -> dict[tuple[str, str], Persona]:
    distintas = {
        (persona.tipo, persona.numero): persona
        for caso in casos
        for persona in (caso.solicitante, caso.titular)
    }
    Persona.objects.bulk_create(distintas.values(), ignore_conflicts=True)
    numeros = [numero for _, numero in distintas]
    return {
        (persona.tipo, persona.numero): persona
        for persona in Persona.objects.filter(numero__in=numeros)
    }


def _ordenes(casos: Sequence[Caso], personas: dict[tuple[str, str], Persona]) -> dict[int, Orden]:
    distintas = {
        caso.orden: Orden(
            numero=caso.orden,
            solicitante=personas[caso.solicitante.tipo, caso.solicitante.numero],
            empresa=caso.empresa,
            proyecto=caso.proyecto,
        )
        for caso in casos
    }
    Orden.objects.bulk_create(distintas.values(), ignore_conflicts=True)
    return {orden.numero: orden for orden in Orden.objects.filter(numero__in=list(distintas))}

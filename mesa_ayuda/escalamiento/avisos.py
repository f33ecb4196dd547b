"""Telling the people of a level: by mail, and by SMS what is critical."""

import logging
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from mesa_ayuda.enums import Prioridad
from mesa_ayuda.escalamiento.reglas import Debida
from mesa_ayuda.models import Caso, Nivel
from portal.calendario import palabras
from portal.mensajes.errores import MensajeInvalido
from portal.mensajes.servicios import encolar_correo, encolar_sms

log = logging.getLogger(__name__)
PROPOSITO = "escalamiento"


def avisar_al_nivel(*, caso: Caso, nivel: Nivel, debidas: Sequence[Debida]) -> int:
    """Queue a mail to each address of the level and, for priority 1, an SMS to each mobile.

    Returns how many. An address that is none is logged and passed over: it must not keep the
    others from being told.
    """
    direcciones = correos_de(nivel)
    celulares = lineas(nivel.celulares) if caso.prioridad == Prioridad.CRITICA else []
    enviados = sum(_correo(direccion, caso, nivel, debidas) for direccion in direcciones)
    return enviados + sum(_sms(celular, caso, nivel, debidas) for celular in celulares)


def correos_de(nivel: Nivel) -> list[str]:
    """Its active people and its own addresses, each once."""
    personas = nivel.personas.filter(is_active=True, is_staff=True).exclude(email="")
    todos = [*personas.order_by("pk").values_list("email", flat=True), *lineas(nivel.correos)]
    return list({direccion.lower(): direccion for direccion in todos}.values())


def describir(debida: Debida) -> str:
    """«Solución: venció el lunes 7 de diciembre a las 8:00 a. m.»."""
    vence = localtime(debida.vencimiento)
    verbo = "vence" if debida.es_aviso else "venció"
    dia, hora = palabras.fecha(vence.date()), palabras.a_la_hora(vence)
    return f"{debida.regla.reloj.label}: {verbo} el {dia} a {hora.rstrip('.')}"


def lineas(texto: str) -> list[str]:
    """One per line, each once."""
    return list(dict.fromkeys(limpia for linea in texto.splitlines() if (limpia := linea.strip())))


def _correo(direccion: str, caso: Caso, nivel: Nivel, debidas: Sequence[Debida]) -> bool:
    que = "por vencer" if debidas[0].es_aviso else "vencido"
    plazos = reverse("admin:mesa_ayuda_caso_plazos", args=[caso.pk])
    contexto: dict[str, object] = {
        "numero": caso.numero,
        "caso_asunto": caso.asunto,
        "prioridad": caso.get_prioridad_display(),
        "cuenta": str(caso.cuenta or ""),
        "contacto": caso.contacto_nombre,
        "nivel": nivel,
        "motivos": [describir(debida) for debida in debidas],
        "url": f"{settings.PORTAL_URL}{plazos}",
    }
    try:
        encolar_correo(
            proposito=PROPOSITO,
            destinatario=direccion,
            asunto=f"{caso.numero} {que}, prioridad {caso.get_prioridad_display()}: {nivel}",
            plantilla="mesa_ayuda/escalamiento",
            contexto=contexto,
        )
    except MensajeInvalido:
        log.warning("Un correo del nivel %d no es válido", nivel.numero)
        return False
    return True


def _sms(celular: str, caso: Caso, nivel: Nivel, debidas: Iterable[Debida]) -> bool:
    # No subject: it is the customer's own text, and an SMS is read by whoever holds the phone.
    motivo = next(describir(debida) for debida in debidas)
    try:
        encolar_sms(
            proposito=PROPOSITO,
            destinatario=celular,
            texto=f"{caso.numero}, prioridad {caso.get_prioridad_display()}, nivel "
            f"{nivel.numero}. {motivo}.",
        )
    except MensajeInvalido:
        log.warning("Un celular del nivel %d no es válido", nivel.numero)
        return False
    return True

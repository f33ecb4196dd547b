"""Telling the people of a level: by mail, and by SMS what is critical."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from mesa_ayuda.enums import Prioridad
from mesa_ayuda.escalamiento.reglas import Debida
from mesa_ayuda.models import Caso, Nivel
from portal.calendario import palabras
from portal.mensajes.errores import MensajeInvalido
from portal.mensajes.servicios import encolar_correo, encolar_sms
from portal.usuarios.models import Usuario

log = logging.getLogger(__name__)
PROPOSITO = "escalamiento"


def avisar_al_nivel(*, caso: Caso, nivel: Nivel, debidas: Sequence[Debida]) -> int:
    """Tell the people of a level that the clocks took the case there; return how many."""
    que = "por vencer" if debidas[0].es_aviso else "vencido"
    return _avisar(caso, nivel, que, [describir(debida) for debida in debidas])


def avisar_traspaso(*, caso: Caso, nivel: Nivel, actor: Usuario) -> int:
    """Tell the others of a level that somebody left the case to it; return how many.

    Call it in the transaction that leaves it there.
    """
    motivo = f"Lo pasó a este nivel {actor.get_full_name() or actor.username}"
    return _avisar(caso, nivel, "por tomar", [motivo], salvo=actor.email)


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


def _avisar(caso: Caso, nivel: Nivel, que: str, motivos: Sequence[str], salvo: str = "") -> int:
    """Queue a mail to each address of the level and, for priority 1, an SMS to each mobile.

    An address that is none is logged and passed over: it must not keep the others from being told.
    """
    direcciones = [una for una in correos_de(nivel) if una.lower() != salvo.lower()]
    celulares = lineas(nivel.celulares) if caso.prioridad == Prioridad.CRITICA else []
    enviados = sum(_correo(direccion, caso, nivel, que, motivos) for direccion in direcciones)
    return enviados + sum(_sms(celular, caso, nivel, motivos[0]) for celular in celulares)


def _correo(direccion: str, caso: Caso, nivel: Nivel, que: str, motivos: Sequence[str]) -> bool:
    pagina = reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])
    contexto: dict[str, object] = {
        "numero": caso.numero,
        "caso_asunto": caso.asunto,
        "prioridad": caso.get_prioridad_display(),
        "cuenta": str(caso.cuenta or ""),
        "contacto": caso.contacto_nombre,
        "nivel": nivel,
        "motivos": motivos,
        "url": f"{settings.PORTAL_URL}{pagina}",
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


def _sms(celular: str, caso: Caso, nivel: Nivel, motivo: str) -> bool:
    # No subject: it is the customer's own text, and an SMS is read by whoever holds the phone.
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

"""The mails about a PQRSA, one function each."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from mesa_ayuda.models import Pqrsa
from mesa_ayuda.pqrsa.ficha import en_grupos
from portal.mensajes.models import CorreoSaliente
from portal.mensajes.servicios import encolar_correo


def correo_de(pqrsa: Pqrsa) -> str:
    """Return where the person is written to."""
    caso = pqrsa.caso
    return caso.contacto.email if caso.contacto else caso.contacto_correo


def enlace_de(ficha: str) -> str:
    """Return the address that follows a PQRSA, for its mail."""
    return f"{settings.PORTAL_URL}{reverse('pqrsa:estado', args=[ficha])}"


def enviar_radicado(pqrsa: Pqrsa, ficha: str, archivos: Sequence[str]) -> CorreoSaliente:
    """The receipt: number, dates, names of the files, and the secret link to follow it."""
    return encolar_correo(
        proposito="pqrsa_radicado",
        destinatario=correo_de(pqrsa),
        asunto=f"[{pqrsa.caso.numero}] Recibimos su {pqrsa.caso.get_tipo_display().lower()}",
        plantilla="mesa_ayuda/pqrsa_radicado",
        contexto=_contexto(pqrsa)
        | {"enlace": enlace_de(ficha), "ficha": en_grupos(ficha), "archivos": archivos},
        # The link is a secret: the text goes once it has been delivered.
        confidencial=True,
    )


def enviar_prorroga(pqrsa: Pqrsa) -> CorreoSaliente:
    """The extension: why, and the new day (Ley 1755/2015, art. 14, paragraph)."""
    return encolar_correo(
        proposito="pqrsa_prorroga",
        destinatario=correo_de(pqrsa),
        asunto=f"[{pqrsa.caso.numero}] Ampliamos el plazo de su respuesta",
        plantilla="mesa_ayuda/pqrsa_prorroga",
        contexto=_contexto(pqrsa)
        | {"hasta": pqrsa.prorroga_hasta, "motivo": pqrsa.prorroga_motivo},
    )


def enviar_por_vencer(pqrsa: Pqrsa, destinatario: str, faltan: str) -> CorreoSaliente:
    """To staff: which one is about to be due."""
    return encolar_correo(
        proposito="pqrsa_por_vencer",
        destinatario=destinatario,
        asunto=f"[{pqrsa.caso.numero}] PQRSA por responder: {faltan}",
        plantilla="mesa_ayuda/pqrsa_por_vencer",
        contexto=_contexto(pqrsa) | {"faltan": faltan, "plazo": pqrsa.plazo},
    )


def _contexto(pqrsa: Pqrsa) -> dict[str, object]:
    return {
        "numero": pqrsa.caso.numero,
        "tipo": pqrsa.nombre,
        "asunto_caso": pqrsa.caso.asunto,
        "recibida": pqrsa.caso.creado,
        "vence": pqrsa.vence_el,
    }

"""Telling by mail whoever has a case: that it is theirs now, and that its customer wrote.

Of what the customer writes, one mail a burst. No mail holds an id of the case: an agent answers on
its page, where the answer is checked and seen by everybody.
"""

import logging
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from mesa_ayuda.enums import TipoMensaje
from mesa_ayuda.models import Caso, Mensaje
from portal.mensajes.errores import MensajeInvalido
from portal.mensajes.models import CorreoSaliente
from portal.mensajes.servicios import encolar_correo
from portal.usuarios.models import Usuario

log = logging.getLogger(__name__)
PROPOSITO: Final = "mesa_aviso_al_encargado"
RAFAGA: Final = timedelta(minutes=15)
"""A customer who goes on writing within this time, unanswered, causes no further mail."""
EXTRACTO: Final = 500


def avisar_al_encargado(mensaje: Mensaje) -> None:
    """Mail the assigned agent what the customer wrote, unless they have just been told of more.

    Call it for what people write, in the transaction that writes it and under the case's lock. The
    message keeps the mail that it caused (`Mensaje.correo`).
    """
    caso = mensaje.caso
    # Asked of the row: `caso` may have been read before somebody took it.
    personal = Usuario.objects.filter(is_active=True, is_staff=True).exclude(email="")
    encargado = personal.filter(casos_asignados=caso.pk).exclude(pk=mensaje.autor_id or 0).first()
    if encargado is None or _ya_lo_sabe(mensaje, encargado.email):
        return
    mensaje.correo = _escribir(
        encargado,
        caso,
        proposito=PROPOSITO,
        asunto=f"respondió {mensaje.autor_nombre}",
        plantilla="mesa_ayuda/aviso_al_encargado",
        ancla=f"#mensaje-{mensaje.pk}",
        contexto={
            "autor": mensaje.autor_nombre,
            "extracto": mensaje.texto[:EXTRACTO],
            "sigue": len(mensaje.texto) > EXTRACTO,
        },
    )
    if mensaje.correo:
        mensaje.save(update_fields=["correo"])


def avisar_asignacion(*, caso: Caso, a: Usuario, actor: Usuario) -> None:
    """Mail who has been given the case, unless they took it themselves.

    Call it in the transaction that assigns it.
    """
    if a.pk == actor.pk or not a.email:
        return
    _escribir(
        a,
        caso,
        proposito="mesa_asignacion",
        asunto="ahora es suyo",
        plantilla="mesa_ayuda/asignacion",
        contexto={
            "autor": actor.get_full_name() or actor.username,
            "prioridad": caso.get_prioridad_display(),
            "contacto": caso.contacto_nombre,
            "vence": caso.vence,
        },
    )


def _escribir(
    agente: Usuario,
    caso: Caso,
    *,
    proposito: str,
    asunto: str,
    plantilla: str,
    contexto: dict[str, Any],
    ancla: str = "",
) -> CorreoSaliente | None:
    """Queue a mail about the case with the link to its page; None where the address is wrong."""
    ruta = reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])
    datos = {
        "numero": caso.numero,
        "caso_asunto": caso.asunto,
        "url": f"{settings.PORTAL_URL}{ruta}{ancla}",
    }
    try:
        return encolar_correo(
            proposito=proposito,
            destinatario=agente.email,
            asunto=f"{caso.numero}: {asunto}",
            plantilla=plantilla,
            contexto=datos | contexto,
        )
    except MensajeInvalido:
        log.warning("El correo del usuario %d no es válido", agente.pk)
        return None


def _ya_lo_sabe(mensaje: Mensaje, correo: str) -> bool:
    """Whether that address was told of an earlier message that nobody has answered since."""
    previos = Mensaje.objects.filter(
        caso=mensaje.caso_id, tipo=TipoMensaje.PUBLICO, pk__lt=mensaje.pk
    )
    respondido = previos.filter(del_personal=True).order_by("-pk").values_list("pk", flat=True)
    return previos.filter(
        pk__gt=respondido.first() or 0,
        correo__proposito=PROPOSITO,
        correo__destinatario=correo,
        creado__gt=mensaje.creado - RAFAGA,
    ).exists()

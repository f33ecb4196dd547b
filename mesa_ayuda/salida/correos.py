"""The mails about cases, one small function each: read here all that they say and to whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from mesa_ayuda.cierre.plazo import ultimo_dia
from mesa_ayuda.cuentas.fichas import ruta_de_clave
from mesa_ayuda.entrada.cita import MARCA
from mesa_ayuda.enums import PQRSA, Estado
from mesa_ayuda.models import Buzon, Caso, CorreoEntrante, IdentificadorCorreo, Mensaje
from mesa_ayuda.salida.identificador import firmar
from portal.calendario import palabras
from portal.mensajes.models import CorreoSaliente
from portal.mensajes.servicios import (
    CABECERA_MAXIMA,
    Adjunto,
    dominio_propio,
    encolar_correo,
)
from portal.usuarios.models import Usuario

# RFC 3834, and what else keeps other machines from answering a machine.
AUTOMATICO: Final = {"Auto-Submitted": "auto-replied", "Precedence": "auto_reply"}
# A person wrote it; their absence notices are of no use to a case all the same.
DE_UNA_PERSONA: Final = {"Auto-Submitted": "no"}
REFERENCIAS: Final = 8
"""Message-IDs named in References: the newest, so that mail programs show one thread."""


def enviar_bienvenida(
    caso: Caso, usuario: Usuario, *, en_respuesta_a: str = "", buzon: Buzon | None = None
) -> CorreoSaliente:
    """To whoever wrote for the first time: case number, user name, a link to set the password."""
    vigencia = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return _enviar(
        caso,
        usuario.email,
        plantilla="bienvenida",
        contexto={
            "usuario": usuario.username,
            "enlace": f"{settings.PORTAL_URL}{ruta_de_clave(usuario)}",
            "vigencia": palabras.espera(int(vigencia.total_seconds())),
        },
        cabeceras=AUTOMATICO,
        en_respuesta_a=en_respuesta_a,
        buzon=buzon,
        # The link is a secret: the text goes once it has been delivered.
        confidencial=True,
        caduca=timezone.now() + vigencia,
    )


def enviar_recibido(
    caso: Caso, *, en_respuesta_a: str = "", buzon: Buzon | None = None
) -> CorreoSaliente:
    """To whoever is known already: the case number."""
    return _enviar(
        caso,
        caso.contacto.email if caso.contacto else caso.contacto_correo,
        plantilla="caso_recibido",
        contexto={},
        cabeceras=AUTOMATICO,
        en_respuesta_a=en_respuesta_a,
        buzon=buzon,
    )


def enviar_encuesta(caso: Caso) -> CorreoSaliente:
    """To the contact of a closed case: where to say how the attention was."""
    return _enviar(
        caso,
        caso.contacto.email if caso.contacto else caso.contacto_correo,
        plantilla="encuesta",
        contexto={},
        cabeceras=AUTOMATICO,
        referencias=_referencias(caso),
        buzon=buzon_de(caso),
    )


def enviar_respuesta(mensaje: Mensaje) -> list[CorreoSaliente]:
    """To contact and participants, one mail each: what the agent wrote, with its files.

    Where it solves the case, or waits for the customer, it says so, and what can be done.
    """
    caso = mensaje.caso
    archivos = [
        Adjunto(fila.nombre, fila.tipo, fila.archivo.read()) for fila in mensaje.adjuntos.all()
    ]
    buzon = buzon_de(caso)
    referencias = _referencias(caso)
    contacto = caso.contacto.email.lower() if caso.contacto else ""
    ultimo = ultimo_dia(caso)
    contexto: dict[str, object] = {
        "texto": mensaje.texto,
        "autor": mensaje.autor_nombre,
        "resuelto": caso.estado == Estado.RESUELTO and caso.tipo not in PQRSA,
        "espera": caso.estado == Estado.ESPERA,
        "ultimo_dia": palabras.fecha(ultimo) if ultimo else "",
    }
    enviados = [
        _enviar(
            caso,
            destinatario,
            plantilla="respuesta",
            # Who is in copy doesn't decide, and who has no account couldn't get in.
            contexto=contexto | {"decide": destinatario.lower() == contacto},
            cabeceras=DE_UNA_PERSONA,
            referencias=referencias,
            buzon=buzon,
            adjuntos=archivos,
        )
        for destinatario in destinatarios(caso)
    ]
    if enviados:
        mensaje.correo = enviados[0]
        mensaje.save(update_fields=["correo"])
    return enviados


def destinatarios(caso: Caso) -> list[str]:
    """Return who hears of a case: its contact first, then its participants; each once.

    Who is in copy and whose user is deactivated may not read it any more.
    """
    contacto = caso.contacto.email if caso.contacto else caso.contacto_correo
    en_copia = caso.participantes.exclude(usuario__is_active=False).select_related("usuario")
    participantes = [
        fila.usuario.email if fila.usuario else fila.correo for fila in en_copia.order_by("pk")
    ]
    unicos: dict[str, str] = {}
    for correo in [contacto, *participantes]:
        if correo:
            unicos.setdefault(correo.lower(), correo)
    return list(unicos.values())


def buzon_de(caso: Caso) -> Buzon | None:
    """Return the mailbox that the case's mail came to, if it is still read, or else the first."""
    llegados = CorreoEntrante.objects.filter(caso=caso, buzon__activo=True)
    ultimo = llegados.select_related("buzon").first()
    return ultimo.buzon if ultimo else Buzon.objects.filter(activo=True).order_by("pk").first()


def _enviar(
    caso: Caso,
    destinatario: str,
    *,
    plantilla: str,
    contexto: dict[str, object],
    cabeceras: dict[str, str],
    buzon: Buzon | None,
    en_respuesta_a: str = "",
    referencias: Sequence[str] = (),
    confidencial: bool = False,
    caduca: datetime | None = None,
    adjuntos: Sequence[Adjunto] = (),
) -> CorreoSaliente:
    message_id = firmar(caso, dominio=dominio_propio())
    referencias = referencias or ([en_respuesta_a] if en_respuesta_a else [])
    hilo = {}
    if referencias:
        hilo = {"In-Reply-To": referencias[-1], "References": " ".join(referencias)}
    if buzon:
        hilo["Reply-To"] = buzon.direccion
    correo = encolar_correo(
        proposito=f"mesa_{plantilla}",
        destinatario=destinatario,
        asunto=f"[{caso.numero}] {caso.asunto}",
        plantilla=f"mesa_ayuda/{plantilla}",
        contexto={
            "marca": MARCA,
            "numero": caso.numero,
            "asunto_caso": caso.asunto,
            "buzon": buzon.direccion if buzon else "",
            **contexto,
        },
        confidencial=confidencial,
        caduca=caduca,
        adjuntos=adjuntos,
        message_id=message_id,
        cabeceras=cabeceras | hilo,
    )
    IdentificadorCorreo.objects.create(message_id=message_id, caso=caso, propio=True)
    return correo


def _referencias(caso: Caso) -> list[str]:
    """Return the newest Message-IDs that fit into a header whole, the newest last."""
    ultimos = caso.identificadores.order_by("-pk").values_list("message_id", flat=True)
    elegidos: list[str] = []
    for message_id in ultimos[:REFERENCIAS]:
        if len(" ".join([message_id, *elegidos])) > CABECERA_MAXIMA:
            break
        elegidos.insert(0, message_id)
    return elegidos

"""Queueing of outgoing messages: written in the caller's transaction, sent after its commit."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import parseaddr

from celery.app.task import Task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from portal.auditoria.servicios import registrar
from portal.mensajes import plantillas, tasks
from portal.mensajes.adjunto import TAMANO_MAXIMO, Adjunto
from portal.mensajes.enums import EstadoMensaje
from portal.mensajes.errores import EstadoInvalido, MensajeInvalido
from portal.mensajes.lineas import una_linea
from portal.mensajes.models import AdjuntoSaliente, CorreoSaliente, MensajeSaliente, SmsSaliente
from portal.mensajes.telefono import normalizar_celular
from portal.usuarios.models import Usuario

__all__ = [
    "Adjunto",
    "direccion_propia",
    "dominio_propio",
    "encolar_correo",
    "encolar_sms",
    "reintentar",
]

# RFC 3834: other machines don't answer; the second is what Exchange and Outlook obey.
CABECERAS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
CABECERA_MAXIMA = 900  # characters: a line of a mail holds 998 (RFC 5322, 2.1.1)
SMS_MAXIMO = 1600  # characters that Twilio takes in one message


def encolar_correo(
    *,
    proposito: str,
    destinatario: str,
    asunto: str,
    plantilla: str,
    contexto: dict[str, object],
    confidencial: bool = False,
    caduca: datetime | None = None,
    adjuntos: Sequence[Adjunto] = (),
    message_id: str = "",
    cabeceras: Mapping[str, str] | None = None,
) -> CorreoSaliente:
    """Write an e-mail rendered from `correos/<plantilla>.{txt,html}` and have it sent after commit.

    The subject becomes one line of at most 200 characters; it isn't encrypted, so no secrets in
    it. `confidencial`: text and attachments are erased once delivered or finally failed. `caduca`:
    after that moment it is no longer sent. `message_id` (`<…@…>`) is one of ours unless given;
    `cabeceras` are added to our own, or take their place. Raises `MensajeInvalido` for a bad
    address or more than 20 MiB of attachments.
    """
    asunto = una_linea(asunto, maximo=200)
    cuerpo = plantillas.componer(plantilla, contexto, asunto=asunto)
    if sum(len(adjunto.contenido) for adjunto in adjuntos) > TAMANO_MAXIMO:
        raise MensajeInvalido("Los adjuntos superan el tamaño máximo.")
    clave = uuid.uuid4()
    with transaction.atomic():
        correo = CorreoSaliente.objects.create(
            id=clave,
            proposito=proposito,
            remitente=settings.DEFAULT_FROM_EMAIL,
            destinatario=_direccion(destinatario),
            asunto=asunto,
            texto=cuerpo.texto,
            html=cuerpo.html,
            confidencial=confidencial,
            caduca=caduca,
            message_id=message_id or f"<{clave.hex}@{dominio_propio()}>",
            cabeceras=CABECERAS | _en_una_linea(cabeceras or {}),
        )
        AdjuntoSaliente.objects.bulk_create(_filas(correo, adjuntos))
        _despertar(tasks.enviar_correo, correo)
    return correo


def encolar_sms(
    *,
    proposito: str,
    destinatario: str,
    texto: str,
    confidencial: bool = False,
    caduca: datetime | None = None,
) -> SmsSaliente:
    """Write an SMS to a Colombian mobile number and have it sent after commit, until `caduca`.

    Raises `CelularInvalido` for any other number (landlines too), `MensajeInvalido` for a text
    that is empty or longer than 1600 characters.
    """
    texto = texto.strip()
    if not 0 < len(texto) <= SMS_MAXIMO:
        raise MensajeInvalido(f"El texto de un SMS tiene entre 1 y {SMS_MAXIMO} caracteres.")
    with transaction.atomic():
        sms = SmsSaliente.objects.create(
            proposito=proposito,
            destinatario=normalizar_celular(destinatario),
            texto=texto,
            confidencial=confidencial,
            caduca=caduca,
        )
        _despertar(tasks.enviar_sms, sms)
    return sms


def reintentar(*, mensajes: Iterable[MensajeSaliente], actor: Usuario) -> int:
    """Queue failed messages again, each with an entry in the history; return how many they were.

    Those that somebody else retried first, or whose confidential text is erased, are left alone.
    """
    reintentados = 0
    for mensaje in mensajes:
        tarea = tasks.enviar_correo if isinstance(mensaje, CorreoSaliente) else tasks.enviar_sms
        try:
            with transaction.atomic():
                mensaje.reintentar()
                registrar(
                    mensaje,
                    "Reintentar",
                    actor=actor,
                    cambios={
                        "estado": [EstadoMensaje.FALLIDO.label, EstadoMensaje.PENDIENTE.label]
                    },
                )
                _despertar(tarea, mensaje)
        except EstadoInvalido:
            continue
        reintentados += 1
    return reintentados


def _despertar(tarea: Task[[str], None], mensaje: MensajeSaliente) -> None:
    def avisar() -> None:
        tarea.delay(str(mensaje.pk))

    # Robust: with the broker away the row is safe and the sweep finds it; the visitor whose
    # request wrote it must not see an error. (Django 5.2 can't log the failure of a partial.)
    transaction.on_commit(avisar, robust=True)


def _direccion(destinatario: str) -> str:
    limpia = destinatario.strip()
    try:
        validate_email(limpia)
    except ValidationError:
        raise MensajeInvalido("La dirección de correo no es válida.") from None
    return limpia


def dominio_propio() -> str:
    """Return the domain that the portal's mail comes from; its Message-IDs end with it."""
    return direccion_propia().rpartition("@")[2]


def direccion_propia() -> str:
    """Return the bare address that the portal's mail comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _en_una_linea(cabeceras: Mapping[str, str]) -> dict[str, str]:
    return {nombre: una_linea(valor, maximo=CABECERA_MAXIMA) for nombre, valor in cabeceras.items()}


def _filas(correo: CorreoSaliente, adjuntos: Sequence[Adjunto]) -> list[AdjuntoSaliente]:
    return [
        AdjuntoSaliente(
            correo=correo,
            nombre=una_linea(adjunto.nombre.replace("/", "-").replace("\\", "-"), maximo=150),
            tipo=adjunto.tipo,
            tamano=len(adjunto.contenido),
            contenido=adjunto.contenido,
        )
        for adjunto in adjuntos
    ]

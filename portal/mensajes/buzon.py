"""The demo's inbox: mail and SMS end in `MensajeBuzon` rows instead of leaving."""

from collections.abc import Sequence
from email import policy
from email.message import EmailMessage as MensajeMime
from email.parser import BytesHeaderParser
from email.utils import localtime

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.mensajes.enums import CanalBuzon
from portal.mensajes.lineas import una_linea
from portal.mensajes.models import MensajeBuzon

_cabeceras = BytesHeaderParser(policy=policy.default)


class BuzonBackend(BaseEmailBackend):
    """Mail backend (setting `EMAIL_BACKEND`) that keeps each message as its raw bytes."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages and return how many they were."""
        for mensaje in email_messages:
            guardar_correo(destinatarios=mensaje.recipients(), crudo=mensaje.message().as_bytes())
        return len(email_messages)


def guardar_correo(*, destinatarios: Sequence[str], crudo: bytes) -> str:
    """Store one e-mail (RFC 5322), listed by its subject, and return the inbox's answer."""
    asunto = str(_cabeceras.parsebytes(crudo)["Subject"] or "")
    fila = MensajeBuzon.objects.create(
        canal=CanalBuzon.CORREO,
        destinatarios=", ".join(destinatarios),
        asunto=una_linea(asunto, maximo=998),
        crudo=crudo,
    )
    return f"buzón {fila.pk}"


def guardar_sms(*, destinatario: str, texto: str) -> str:
    """Store one SMS, listed by the start of its text, and return the inbox's answer."""
    mime = MensajeMime()
    mime["To"] = destinatario
    mime["Date"] = localtime()
    mime.set_content(texto)
    fila = MensajeBuzon.objects.create(
        canal=CanalBuzon.SMS,
        destinatarios=destinatario,
        asunto=una_linea(texto, maximo=80),
        crudo=mime.as_bytes(),
    )
    return f"buzón {fila.pk}"

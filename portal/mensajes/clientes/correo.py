"""Sending one e-mail through Django's mail framework: Anymail (SendGrid), SMTP, or the demo inbox.

Time-outs: `EMAIL_TIMEOUT` and `ANYMAIL["REQUESTS_TIMEOUT"]`.
"""

import smtplib

from anymail.exceptions import AnymailError, AnymailRequestsAPIError
from anymail.message import AnymailMessage
from django.core.exceptions import ImproperlyConfigured

from portal.mensajes.clientes.fallo import FalloDeEnvio, http_permanente
from portal.mensajes.models import CorreoSaliente

# RFC 4954: authentication required, mechanism too weak, credentials invalid. Ours to mend.
SMTP_CREDENCIALES = frozenset({530, 534, 535})


def enviar(correo: CorreoSaliente) -> str:
    """Send the mail and return the provider's answer; raise `FalloDeEnvio` if it wasn't taken."""
    try:
        mensaje = componer(correo)
        mensaje.send()
    except AnymailRequestsAPIError as error:
        raise FalloDeEnvio(str(error), permanente=http_permanente(error.status_code)) from error
    except AnymailError as error:
        raise FalloDeEnvio(str(error), permanente=True) from error
    except smtplib.SMTPRecipientsRefused as error:
        codigo, texto = next(iter(error.recipients.values()))
        raise _fallo_smtp(codigo, texto) from error
    except smtplib.SMTPResponseException as error:
        raise _fallo_smtp(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError, ImproperlyConfigured) as error:
        raise FalloDeEnvio(f"{type(error).__name__}: {error}", permanente=False) from error
    except ValueError as error:
        raise FalloDeEnvio(f"{type(error).__name__}: {error}", permanente=True) from error
    return _respuesta(mensaje)


def componer(correo: CorreoSaliente) -> AnymailMessage:
    """Build the MIME message: fixed Message-ID, text, HTML alternative, attachments."""
    mensaje = AnymailMessage(
        subject=correo.asunto,
        body=correo.texto,
        from_email=correo.remitente,
        to=[correo.destinatario],
        headers={"Message-ID": correo.message_id, **correo.cabeceras},
        # Comes back in the provider's events: tells which row they speak of.
        metadata={"mensaje": str(correo.pk)},
    )
    if correo.html:
        mensaje.attach_alternative(correo.html, "text/html")
    for adjunto in correo.adjuntos.all():
        mensaje.attach(adjunto.nombre, adjunto.contenido, adjunto.tipo)
    return mensaje


def _fallo_smtp(codigo: int, texto: bytes | str) -> FalloDeEnvio:
    respuesta = texto.decode(errors="replace") if isinstance(texto, bytes) else texto
    permanente = 500 <= codigo < 600 and codigo not in SMTP_CREDENCIALES
    return FalloDeEnvio(f"{codigo} {respuesta}", permanente=permanente)


def _respuesta(mensaje: AnymailMessage) -> str:
    # Backends other than Anymail's leave no status: they say only that they took the message.
    estado = getattr(mensaje, "anymail_status", None)
    if estado is None or estado.status is None:
        return "aceptado"
    identificador = estado.esp_response.headers.get("X-Message-Id") or estado.message_id
    return f"{', '.join(sorted(estado.status))} {identificador}"

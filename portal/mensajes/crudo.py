"""Reading a raw mail of the demo inbox. Pure: bytes in, values out."""

import email
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message

from portal.mensajes.adjunto import Adjunto


@dataclass(frozen=True, slots=True)
class CorreoLeido:
    """What a mail program would show; `html` is '' for a mail (or SMS) without that part."""

    texto: str
    html: str
    cabeceras: list[tuple[str, str]]
    adjuntos: list[Adjunto]


def leer(crudo: bytes) -> CorreoLeido:
    """Take a MIME message (RFC 5322) apart."""
    mensaje = email.message_from_bytes(crudo, policy=policy.default)
    return CorreoLeido(
        texto=_parte(mensaje, "plain"),
        html=_parte(mensaje, "html"),
        cabeceras=[(nombre, str(valor)) for nombre, valor in mensaje.items()],
        adjuntos=[_adjunto(parte) for parte in mensaje.iter_attachments()],
    )


def _parte(mensaje: EmailMessage, tipo: str) -> str:
    parte = mensaje.get_body(preferencelist=(tipo,))
    return str(parte.get_content()) if parte is not None else ""


def _adjunto(parte: Message) -> Adjunto:
    contenido = parte.get_payload(decode=True)
    return Adjunto(
        nombre=parte.get_filename() or "adjunto",
        tipo=parte.get_content_type(),
        contenido=contenido if isinstance(contenido, bytes) else b"",
    )

"""Mails that came to the demo's desk, and the answers that its staff keep ready. Pure."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final


@dataclass(frozen=True, slots=True)
class Escrito:
    """A mail as its sender's program wrote it; `automatico` for what nobody wrote."""

    clave: str
    de: str
    asunto: str
    texto: str
    automatico: bool = False


ESCRITOS: Final = (
    Escrito(
        "primero",
        "Marisol Quintana <marisol.quintana@talleres.example>",
        "RE: No puedo descargar mi certificado",
        "Buenos días:\n\nSeguí los pasos del correo y la página se queda en blanco al descargar. "
        "Uso Windows 11 y ya probé con otro navegador.\n\nMarisol Quintana\n",
    ),
    Escrito(
        "ausente",
        "Marisol Quintana <marisol.quintana@talleres.example>",
        "Respuesta automática: fuera de la oficina",
        "Estaré fuera de la oficina hasta el lunes.\n",
        automatico=True,
    ),
)
PREPARADAS: Final = (
    (
        "Pedir la versión del equipo",
        "Hola, {{ contacto.nombre }}:\n\n¿Nos dice qué sistema operativo y qué navegador usa, y "
        "nos envía una imagen de lo que ve? Con eso seguimos su caso {{ caso.numero }}.",
    ),
    (
        "Descarga del certificado",
        "Hola, {{ contacto.nombre }}:\n\nLe enviamos otra vez el enlace de descarga. Sirve una "
        "sola vez: ábralo en el equipo donde va a firmar.",
    ),
    (
        "Cierre sin novedad",
        "Hola, {{ contacto.nombre }}:\n\nYa lo probamos y funciona. Si vuelve a pasar, "
        "responda este mensaje y lo revisamos.",
    ),
)


def octetos_de(escrito: Escrito, *, para: str) -> bytes:
    """Return the raw mail; the same one gives the same Message-ID."""
    mensaje = EmailMessage(policy=SMTP)
    mensaje["From"], mensaje["To"], mensaje["Subject"] = escrito.de, para, escrito.asunto
    mensaje["Message-ID"] = f"<{escrito.clave}@talleres.example>"
    if escrito.automatico:
        mensaje["Auto-Submitted"] = "auto-replied"
    mensaje.set_content(escrito.texto)
    return mensaje.as_bytes()

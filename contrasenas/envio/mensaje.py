"""The MIME message of one pre-assigned password (manual 004 §8). Pure: values in, bytes out.

Bulk mail as the large receivers want it: in the sender's own domain, with a List-ID, a way out in
one click (RFC 8058), and marked as written by a machine (RFC 3834). Nothing in it is tracked.
"""

from base64 import b64encode
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import Final

ADJUNTO: Final = "contrasena-preasignada.pdf"
# The newer policies fold a long List-Unsubscribe into encoded words, which receivers can't read.
# 998: what is not folded here stays whole (RFC 5322, 2.1.1).
POLITICA: Final = compat32.clone(linesep="\r\n", max_line_length=998)
# Its first character can't stand alone in quoted-printable, so that no text holds it.
AQUI_EL_PDF: Final = "=PDF="


@dataclass(frozen=True, slots=True)
class Partes:
    """What varies. Addresses have ASCII domains; `url_baja` is https and takes a POST."""

    remitente: str
    nombre_remitente: str
    destinatario: str
    asunto: str
    texto: str
    html: str
    pdf: bytes
    message_id: str
    fecha: datetime
    url_baja: str


def componer(partes: Partes) -> bytes:
    """Return the message ready for the wire: lines end in CRLF, none is longer than 998."""
    mensaje = MIMEMultipart("mixed")
    dominio = partes.remitente.rpartition("@")[2]
    mensaje["From"] = _persona(partes.nombre_remitente, partes.remitente)
    mensaje["To"] = partes.destinatario
    mensaje["Subject"] = _palabras(partes.asunto, "Subject")
    mensaje["Date"] = format_datetime(partes.fecha)
    mensaje["Message-ID"] = partes.message_id
    mensaje["List-ID"] = f"<contrasenas-preasignadas.{dominio}>"
    mensaje["List-Unsubscribe"] = f"<{partes.url_baja}>"
    mensaje["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mensaje["Auto-Submitted"] = "auto-generated"
    mensaje["X-Auto-Response-Suppress"] = "All"
    mensaje["Precedence"] = "bulk"
    cuerpo = MIMEMultipart("alternative")
    cuerpo.attach(_texto("plain", partes.texto))
    cuerpo.attach(_texto("html", partes.html))
    mensaje.attach(cuerpo)
    adjunto = MIMENonMultipart("application", "pdf")
    adjunto["Content-Transfer-Encoding"] = "base64"
    adjunto.add_header("Content-Disposition", "attachment", filename=ADJUNTO)
    adjunto.set_payload(AQUI_EL_PDF)
    mensaje.attach(adjunto)
    # The email package would write the thousand lines of the PDF one by one.
    antes, _, despues = mensaje.as_bytes(policy=POLITICA).rpartition(AQUI_EL_PDF.encode())
    return antes + _base64(partes.pdf) + despues


def _base64(octetos: bytes) -> bytes:
    letras = b64encode(octetos)
    return b"\r\n".join(letras[i : i + 76] for i in range(0, len(letras), 76))


def _persona(nombre: str, direccion: str) -> str:
    if nombre.isascii():
        return formataddr((nombre, direccion))
    return f"{_palabras(nombre, 'From')}\n <{direccion}>"


def _palabras(texto: str, encabezado: str) -> str:
    """Return a header's text as it stands, or as encoded words of at most 75 (RFC 2047, 2)."""
    if texto.isascii():
        return texto
    return Header(texto, "utf-8", header_name=encabezado).encode()


def _texto(subtipo: str, contenido: str) -> MIMENonMultipart:
    parte = MIMENonMultipart("text", subtipo, charset="utf-8")
    parte["Content-Transfer-Encoding"] = "quoted-printable"
    # By hand: the email package does it letter by letter, which takes longer than to sign a PDF.
    parte.set_payload(b2a_qp(contenido.encode(), istext=True).decode("ascii"))
    return parte

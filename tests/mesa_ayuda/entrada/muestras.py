"""Raw mails as people's programs write them, and as machines do; all of them invented."""

import base64
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from itertools import count

from mesa_ayuda.models import Caso
from mesa_ayuda.salida.identificador import firmar

_serie = count(1)
MESA = "mesa@portal.example"
NUEVA = "Nueva Persona <nueva@correo.example>"
ANA = "Ana Cliente <ana@transportes.example>"


def correo(
    texto: str | None = "Buenos días:\n\nNo puedo firmar.\n",
    *,
    de: str = ANA,
    para: str = MESA,
    asunto: str = "No puedo firmar",
    html: str | None = None,
    cabeceras: Mapping[str, str] | None = None,
    adjuntos: Sequence[tuple[str, str, bytes]] = (),
    message_id: str | None = None,
) -> bytes:
    """Return a well-formed mail; an empty `message_id` leaves that header out."""
    mensaje = EmailMessage(policy=SMTP)
    mensaje["From"] = de
    mensaje["To"] = para
    mensaje["Subject"] = asunto
    mensaje["Date"] = "Wed, 25 Nov 2026 10:02:00 -0500"
    propio = f"<muestra-{next(_serie)}@correo.example>" if message_id is None else message_id
    if propio:
        mensaje["Message-ID"] = propio
    for nombre, valor in (cabeceras or {}).items():
        mensaje[nombre] = valor
    if texto is not None:
        mensaje.set_content(texto)
    if html is not None:
        if texto is None:
            mensaje.set_content(html, subtype="html")
        else:
            mensaje.add_alternative(html, subtype="html")
    for nombre, tipo, contenido in adjuntos:
        principal, _, secundario = tipo.partition("/")
        mensaje.add_attachment(contenido, maintype=principal, subtype=secundario, filename=nombre)
    return mensaje.as_bytes()


def crudo(cabeceras: str, cuerpo: bytes | str = b"") -> bytes:
    """Return a mail exactly as written: no library mends it."""
    octetos = cuerpo.encode() if isinstance(cuerpo, str) else cuerpo
    return "\r\n".join(cabeceras.strip().splitlines()).encode() + b"\r\n\r\n" + octetos


def responder_a(caso: Caso) -> dict[str, str]:
    """Return the header of a reply to a mail of ours about the case."""
    return {"In-Reply-To": firmar(caso, dominio="portal.example")}


def rebote(
    message_id: str, *, destinatario: str = "ana@transportes.example", estado: str = "5.1.1"
) -> bytes:
    """Return the report (RFC 3464) that a mail of ours could not be delivered."""
    return crudo(
        f"""
From: Mail Delivery System <MAILER-DAEMON@mx.transportes.example>
To: {MESA}
Subject: Undelivered Mail Returned to Sender
Message-ID: <rebote-{next(_serie)}@mx.transportes.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"
""",
        f"""--=_x\r
Content-Type: text/plain; charset=utf-8\r
\r
No se pudo entregar su mensaje.\r
--=_x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.transportes.example\r
\r
Final-Recipient: rfc822; {destinatario}\r
Action: failed\r
Status: {estado}\r
Diagnostic-Code: smtp; 550 {estado} User unknown\r
\r
--=_x\r
Content-Type: message/rfc822\r
\r
From: Portal <no-responder@portal.example>\r
To: {destinatario}\r
Subject: [CS0000001] No puedo firmar\r
Message-ID: {message_id}\r
\r
Hola.\r
--=_x--\r
""",
    )


def bomba_zip(megas: int = 100) -> bytes:
    """Return a small zip that would take up so many megabytes."""
    memoria = BytesIO()
    with zipfile.ZipFile(memoria, "w", zipfile.ZIP_DEFLATED) as archivo:
        archivo.writestr("ceros.txt", b"0" * megas * 1024 * 1024)
    return memoria.getvalue()


def zip_con(**miembros: bytes) -> bytes:
    """Return a zip; «__» in a name stands for «/» and «_p_» for a full stop."""
    memoria = BytesIO()
    with zipfile.ZipFile(memoria, "w") as archivo:
        for nombre, contenido in miembros.items():
            archivo.writestr(nombre.replace("__", "/").replace("_p_", "."), contenido)
    return memoria.getvalue()


def anidado(niveles: int) -> bytes:
    """Return a mail whose parts lie one in another, so many deep."""
    lineas = [f"From: {ANA}", f"To: {MESA}", "Subject: hondo"]
    for n in range(niveles):
        lineas += [f'Content-Type: multipart/mixed; boundary="b{n}"', "", f"--b{n}"]
    lineas += ["Content-Type: text/plain", "", "fondo"]
    return "\r\n".join(lineas).encode()


WINMAIL = b"\x78\x9f\x3e\x22" + bytes(60)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

"""The envelope of one message, as the wire wants it (RFC 5321, RFC 6531). Pure."""

import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass

from contrasenas.clientes.fallo_smtp import Alcance, FalloSmtp, Paso

FIN_DE_LINEA = re.compile(rb"\r\n|\r|\n")
# What would end the command or the address early.
PROHIBIDO = re.compile(r"[\x00-\x20\x7f<>]")
DOMINIO = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Sobre:
    """Addresses with ASCII domains, and the bytes that follow DATA up to the final dot."""

    remitente: str
    destinatario: str
    contenido: bytes

    def opciones(self, sesion: smtplib.SMTP) -> Sequence[str]:
        """Return the parameters of MAIL FROM that this message needs from this server.

        Raises `FalloSmtp` if an address has letters that the server can't take.
        """
        opciones = []
        if not self.contenido.isascii() and sesion.has_extn("8bitmime"):
            opciones.append("BODY=8BITMIME")
        for direccion, paso in (
            (self.remitente, Paso.REMITENTE),
            (self.destinatario, Paso.DESTINATARIO),
        ):
            if direccion.isascii():
                continue
            if not sesion.has_extn("smtputf8"):
                raise _invalida(paso, "tiene letras que el servidor de correo no admite")
            opciones.append("SMTPUTF8")
        return list(dict.fromkeys(opciones))


def rotular(*, remitente: str, destinatario: str, mensaje: bytes) -> Sobre:
    """Return the envelope; raises `FalloSmtp` for an address that can't be written in one."""
    lineas = mensaje
    if not mensaje.count(b"\r\n") == mensaje.count(b"\n") == mensaje.count(b"\r"):
        lineas = FIN_DE_LINEA.sub(b"\r\n", mensaje)
    if not lineas.endswith(b"\r\n"):
        lineas += b"\r\n"
    # RFC 5321, 4.5.2: a line that begins with a dot gets another one.
    doblados = lineas.replace(b"\r\n.", b"\r\n..")
    return Sobre(
        remitente=direccion(remitente, Paso.REMITENTE),
        destinatario=direccion(destinatario, Paso.DESTINATARIO),
        contenido=b"." + doblados if doblados.startswith(b".") else doblados,
    )


def direccion(texto: str, paso: Paso) -> str:
    """Return an address with its domain in ASCII (RFC 5891); the local part stays as it is."""
    local, arroba, dominio = texto.strip().rpartition("@")
    if not (local and arroba) or PROHIBIDO.search(local):
        raise _invalida(paso, "no es válida")
    try:
        ascii_ = dominio.encode("idna").decode("ascii")
    except UnicodeError:
        raise _invalida(paso, "tiene un dominio que no es válido") from None
    if not DOMINIO.fullmatch(ascii_):
        raise _invalida(paso, "tiene un dominio que no es válido")
    return f"{local}@{ascii_}"


def saludo_de(remitente: str) -> str:
    """Return the name to say in EHLO: the domain that the messages come from."""
    return direccion(remitente, Paso.REMITENTE).rpartition("@")[2]


def _invalida(paso: Paso, porque: str) -> FalloSmtp:
    de_quien = "remitente" if paso is Paso.REMITENTE else "destinatario"
    return FalloSmtp(
        f"La dirección del {de_quien} {porque}.",
        paso=paso,
        permanente=True,
        alcance=Alcance.PAQUETE if paso is Paso.REMITENTE else Alcance.FILA,
    )

"""IMAP client: what nobody has read yet in a folder, one message at a time (RFC 3501).

TLS always: implicit, or STARTTLS on port 143. Messages are fetched without touching them and marked
as read only once they are stored.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

ESPERA: Final = 20
"""Seconds that the server may keep silent."""
PUERTO_STARTTLS: Final = 143
TAMANO: Final = re.compile(rb"RFC822\.SIZE (\d+)")
FALLOS: Final = (imaplib.IMAP4.error, OSError, ValueError)


class FalloImap(Exception):
    """The mailbox can't be read; the text says why in Spanish, without the password."""


class OrdenRechazada(FalloImap):
    """The server said no to one order and goes on talking: the other messages can be read."""


@dataclass(frozen=True, slots=True)
class CuentaImap:
    """Where a mailbox is and how to enter."""

    servidor: str
    puerto: int
    usuario: str
    clave: str
    carpeta: str = "INBOX"


@contextmanager
def abrir(cuenta: CuentaImap, contexto: ssl.SSLContext | None = None) -> "Iterator[BuzonImap]":
    """Enter and leave a mailbox. Raises `FalloImap`."""
    contexto = contexto or ssl.create_default_context()
    conexion = _conectar(cuenta, contexto)
    try:
        _entrar(conexion, cuenta)
        yield BuzonImap(conexion)
    finally:
        with suppress(*FALLOS):
            conexion.logout()


class BuzonImap:
    """An open folder."""

    def __init__(self, conexion: imaplib.IMAP4) -> None:
        self._conexion = conexion

    def nuevos(self) -> list[str]:
        """Return the UIDs of what is unread, the oldest first."""
        (respuesta,) = self._pedir("SEARCH", "UNSEEN", "UNDELETED") or [b""]
        uids = respuesta.decode("ascii", "replace").split() if isinstance(respuesta, bytes) else []
        return sorted((uid for uid in uids if uid.isdigit()), key=int)

    def tamano(self, uid: str) -> int:
        """Return the bytes of a message; 0 where the server doesn't say."""
        for parte in self._pedir("FETCH", uid, "(RFC822.SIZE)"):
            texto = parte[0] if isinstance(parte, tuple) else parte
            hallado = TAMANO.search(texto or b"")
            if hallado:
                return int(hallado[1])
        return 0

    def traer(self, uid: str, *, maximo: int) -> bytes:
        """Return a message, or its first `maximo` bytes."""
        for parte in self._pedir("FETCH", uid, f"(BODY.PEEK[]<0.{maximo}>)"):
            if isinstance(parte, tuple):
                return bytes(parte[1])
        raise OrdenRechazada("El servidor no entregó un mensaje que anunció.")

    def marcar_leido(self, uid: str) -> None:
        """Mark a message as read."""
        self._pedir("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _pedir(self, orden: str, *argumentos: str) -> list[bytes | tuple[bytes, bytes]]:
        try:
            estado, datos = self._conexion.uid(orden, *argumentos)
        except imaplib.IMAP4.abort as error:
            raise FalloImap(_explicar(error)) from error
        except imaplib.IMAP4.error as error:
            # «BAD»: the library raises for it, the connection lives on.
            raise OrdenRechazada("El servidor rechazó una orden.") from error
        except FALLOS as error:
            raise FalloImap(_explicar(error)) from error
        if estado != "OK":
            raise OrdenRechazada("El servidor rechazó una orden.")
        return [dato for dato in datos if dato]


def _conectar(cuenta: CuentaImap, contexto: ssl.SSLContext) -> imaplib.IMAP4:
    try:
        if cuenta.puerto != PUERTO_STARTTLS:
            return imaplib.IMAP4_SSL(
                cuenta.servidor, cuenta.puerto, ssl_context=contexto, timeout=ESPERA
            )
        conexion = imaplib.IMAP4(cuenta.servidor, cuenta.puerto, timeout=ESPERA)
        conexion.starttls(contexto)
    except FALLOS as error:
        raise FalloImap(_explicar(error)) from error
    return conexion


def _entrar(conexion: imaplib.IMAP4, cuenta: CuentaImap) -> None:
    try:
        conexion.login(cuenta.usuario, cuenta.clave)
    except imaplib.IMAP4.abort as error:
        raise FalloImap(_explicar(error)) from error
    except imaplib.IMAP4.error as error:
        # Servers repeat what they were given: their words are not shown.
        raise FalloImap("El servidor no aceptó el usuario o la contraseña.") from error
    except FALLOS as error:
        raise FalloImap(_explicar(error)) from error
    carpeta = '"' + cuenta.carpeta.replace("\\", r"\\").replace('"', r"\"") + '"'
    try:
        estado, _ = conexion.select(carpeta)
    except FALLOS as error:
        raise FalloImap(_explicar(error)) from error
    if estado != "OK":
        raise FalloImap(f"No existe la carpeta «{cuenta.carpeta}».")


def _explicar(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return f"El servidor no respondió en {ESPERA} segundos."
    if isinstance(error, ssl.SSLCertVerificationError):
        return "El certificado del servidor no es de confianza."
    if isinstance(error, ssl.SSLError):
        return "El servidor no habla TLS en ese puerto."
    if isinstance(error, ConnectionRefusedError):
        return "Nadie atiende en ese servidor y puerto."
    return f"La conexión con el servidor falló ({type(error).__name__})."

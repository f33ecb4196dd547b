"""Opening a conversation with a chamber's mail server, step by step. No ORM, no settings."""

import base64
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from contrasenas.clientes.destino import DestinoVedado, resolver
from contrasenas.clientes.fallo_smtp import FalloSmtp, Paso, de_error, palabras

Cifrado = Literal["", "ssl", "tls"]
Anotar = Callable[[Paso, str], None]
# Port → the encryption that it is registered for (RFC 8314).
COSTUMBRE: dict[int, Cifrado] = {465: "ssl", 587: "tls"}
ESPERA_DESPEDIDA = 3.0  # seconds
RESPUESTA_MAXIMA = 64 * 1024  # bytes of one answer, all its lines together


@dataclass(frozen=True, slots=True)
class Servidor:
    """A chamber's own mail server, as its commonXX gives it (manual 004, 3: MASIVOS_SMTP_*).

    `cifrado`: '' for none, 'ssl' for TLS from the first byte, 'tls' for STARTTLS.
    """

    server: str
    puerto: int
    autenticacion: bool
    cifrado: Cifrado
    cuenta: str
    clave: str = field(repr=False)


class Sesion(smtplib.SMTP):
    """smtplib's client, which tells a silent server from one that hung up."""

    def getreply(self) -> tuple[int, bytes]:
        """Read one answer; raises `TimeoutError` besides what smtplib does."""
        assert self.sock is not None
        if not isinstance(self.file, _Lector):
            self.file = _Lector(self.sock)
        self.file.empezar(self.timeout)
        try:
            with _silencio_aparte():
                return super().getreply()
        finally:
            if self.sock is not None:
                self.sock.settimeout(self.timeout)

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        """Write; raises `TimeoutError` besides what smtplib does."""
        with _silencio_aparte():
            super().send(s)

    def exigir(self, respuesta: tuple[int, bytes], *codigos: int) -> tuple[int, bytes]:
        """Return the answer if its code is one of `codigos`."""
        if respuesta[0] not in codigos:
            raise smtplib.SMTPResponseException(*respuesta)
        return respuesta

    def saludar(self) -> None:
        """Say EHLO, or HELO to a server that does not know it."""
        if not 200 <= self.ehlo()[0] < 300:
            self.exigir(self.helo(), 250)

    def cifrar(self, contexto: ssl.SSLContext, anfitrion: str) -> str:
        """Go on under TLS, with the certificate verified; return what was agreed."""
        assert self.sock is not None
        seguro = contexto.wrap_socket(self.sock, server_hostname=anfitrion)
        # The reader's buffer may hold what an intruder sent in clear before (RFC 3207, 6).
        self.sock, self.file = seguro, None
        vence = str((seguro.getpeercert() or {}).get("notAfter", ""))
        return f"{seguro.version()}; el certificado vence el {_fecha(vence)}."

    def ingresar(self, cuenta: str, clave: str) -> None:
        """Log in; letters such as ñ too, which smtplib cannot say (RFC 4616 wants UTF-8)."""
        if cuenta.isascii() and clave.isascii():
            self.login(cuenta, clave)
            return
        if "PLAIN" not in self.esmtp_features.get("auth", "").split():
            raise smtplib.SMTPNotSupportedError
        ficha = base64.b64encode(f"\0{cuenta}\0{clave}".encode()).decode()
        self.exigir(self.docmd("AUTH", f"PLAIN {ficha}"), 235)

    def despedirse(self) -> None:
        """Close politely, without waiting for long nor complaining."""
        try:
            if self.sock is not None:
                self.timeout = min(self.timeout, ESPERA_DESPEDIDA)
                self.sock.settimeout(self.timeout)
                self.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            self.close()


class _Lector:
    """Reads answers that must be whole in time: a socket's own time-out is for each byte."""

    def __init__(self, enchufe: socket.socket) -> None:
        self._enchufe = enchufe
        self._leido = b""
        self._limite = 0.0
        self._faltan = 0

    def empezar(self, espera: float) -> None:
        """Begin an answer, which may take `espera` seconds with all its lines."""
        self._limite = time.monotonic() + espera
        self._faltan = RESPUESTA_MAXIMA

    def readline(self, tope: int) -> bytes:
        """Return a line, b"" at the end; raises `TimeoutError`, and `OSError` for a flood.

        Not the line cut at `tope`: smtplib would take it for a refusal.
        """
        while b"\n" not in self._leido:
            self._enchufe.settimeout(max(self._limite - time.monotonic(), 0.001))
            trozo = self._enchufe.recv(4096)
            self._faltan -= len(trozo)
            if self._faltan < 0 or len(self._leido) > tope:
                raise OSError("respuesta interminable")
            if not trozo:
                break
            self._leido += trozo
        linea, salto, self._leido = self._leido.partition(b"\n")
        return linea + salto

    def close(self) -> None:
        """Nothing to close: the socket is smtplib's."""


@contextmanager
def traducir(paso: Paso, servidor: Servidor) -> Iterator[None]:
    """Turn whatever smtplib, ssl and socket raise into `FalloSmtp`.

    The cause is left out: its text is the server's, with addresses in it.
    """
    try:
        yield
    except (OSError, smtplib.SMTPException, DestinoVedado) as error:
        fallo = de_error(paso, error)
    else:
        return
    if paso in (Paso.CONECTAR, Paso.CIFRAR, Paso.SALUDAR):
        fallo.explicacion += _pista(servidor)
    raise fallo from None


def abrir(
    servidor: Servidor,
    *,
    saludo: str,
    espera: float,
    contexto: ssl.SSLContext,
    admitir_local: bool,
    anotar: Anotar = lambda paso, detalle: None,
) -> Sesion:
    """Return a conversation ready for its first message; `anotar` hears of each step done.

    `saludo` is the name for EHLO; `espera`, the seconds for each answer. Raises `FalloSmtp`.
    """
    with traducir(Paso.RESOLVER, servidor):
        direcciones = resolver(servidor.server, servidor.puerto, admitir_local=admitir_local)
    anotar(Paso.RESOLVER, ", ".join(direcciones))
    sesion = Sesion(local_hostname=saludo, timeout=espera)
    try:
        _entrar(sesion, servidor, direcciones, contexto, anotar)
    except FalloSmtp:
        sesion.close()
        raise
    return sesion


def _entrar(
    sesion: Sesion,
    servidor: Servidor,
    direcciones: Sequence[str],
    contexto: ssl.SSLContext,
    anotar: Anotar,
) -> None:
    with traducir(Paso.CONECTAR, servidor):
        sesion.sock = _enchufe(direcciones, servidor.puerto, sesion.timeout)
        # Message and final dot are two writes: without this the second waits 40 ms for an answer
        # to the first (Nagle's algorithm against delayed acknowledgement).
        sesion.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    anotar(Paso.CONECTAR, f"Puerto {servidor.puerto}.")
    if servidor.cifrado == "ssl":
        with traducir(Paso.CIFRAR, servidor):
            detalle = sesion.cifrar(contexto, servidor.server)
        anotar(Paso.CIFRAR, detalle)
    with traducir(Paso.SALUDAR, servidor):
        bienvenida = sesion.exigir(sesion.getreply(), 220)
        sesion.saludar()
    anotar(Paso.SALUDAR, palabras(*bienvenida))
    if servidor.cifrado == "tls":
        with traducir(Paso.CIFRAR, servidor):
            if not sesion.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError
            sesion.exigir(sesion.docmd("STARTTLS"), 220)
            detalle = sesion.cifrar(contexto, servidor.server)
            sesion.saludar()
        anotar(Paso.CIFRAR, detalle)
    if servidor.autenticacion:
        with traducir(Paso.INGRESAR, servidor):
            sesion.ingresar(servidor.cuenta, servidor.clave)
        anotar(Paso.INGRESAR, "El servidor aceptó la cuenta y la contraseña.")


def _enchufe(direcciones: Sequence[str], puerto: int, espera: float) -> socket.socket:
    for direccion in direcciones[:-1]:
        try:
            return socket.create_connection((direccion, puerto), espera)
        except OSError:
            continue
    return socket.create_connection((direcciones[-1], puerto), espera)


@contextmanager
def _silencio_aparte() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__context__, TimeoutError):
            raise TimeoutError from None
        raise


def _pista(servidor: Servidor) -> str:
    usual = COSTUMBRE.get(servidor.puerto, servidor.cifrado)
    if usual == servidor.cifrado:
        return ""
    return f" El puerto {servidor.puerto} suele usarse con cifrado {usual.upper()}."


def _fecha(vence: str) -> str:
    return f"{datetime.fromtimestamp(ssl.cert_time_to_seconds(vence), UTC):%d/%m/%Y}"

"""Sending through a chamber's own mail server (manual 004, 4). No ORM, no settings.

Two kinds of failure, and two reaches: see `FalloSmtp`. The caller decides what to do with them.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from contrasenas.clientes.fallo_smtp import (
    Alcance,
    FalloSmtp,
    Paso,
    de_error,
    de_respuesta,
    palabras,
)
from contrasenas.clientes.prueba_smtp import Diagnostico, PasoProbado, Resultado, probar
from contrasenas.clientes.sesion_smtp import Cifrado, Servidor, Sesion, abrir
from contrasenas.clientes.sobre import Sobre, rotular, saludo_de

__all__ = [
    "ESPERA",
    "Alcance",
    "Cifrado",
    "Conexion",
    "Diagnostico",
    "FalloSmtp",
    "Paso",
    "PasoProbado",
    "Resultado",
    "Servidor",
    "probar",
]

ESPERA = 20.0  # seconds for each answer of the server
INCIERTO = (
    "El servidor recibió el mensaje completo, pero no confirmó si lo entregará: podría llegar "
    "dos veces cuando se intente de nuevo."
)


class _Cortada(Exception):
    """The server hung up, or said 421, before it had the whole message: nothing was delivered."""

    def __init__(self, fallo: FalloSmtp) -> None:
        super().__init__()
        self.fallo = fallo


class Conexion:
    """One connection for a run of messages: opened by the first, mended when the server drops it.

    A context manager; not to be shared between threads. `contexto`: for the tests' own authority.
    `admitir_local`: also servers on this machine, in development.
    """

    def __init__(
        self,
        servidor: Servidor,
        *,
        espera: float = ESPERA,
        contexto: ssl.SSLContext | None = None,
        admitir_local: bool = False,
    ) -> None:
        self._servidor = servidor
        self._espera = espera
        self._contexto = contexto or ssl.create_default_context()
        self._admitir_local = admitir_local
        self._sesion: Sesion | None = None
        self._a_medias = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cerrar()

    def abrir(self, *, remitente: str) -> None:
        """Connect and log in now, so that a failure comes before any message is at stake."""
        self._abierta(remitente)

    def cerrar(self) -> None:
        """Say good-bye; the next message opens again."""
        sesion, self._sesion = self._sesion, None
        if sesion is not None:
            sesion.despedirse()

    def enviar(self, *, remitente: str, destinatario: str, mensaje: bytes) -> str:
        """Hand `mensaje` (RFC 5322) over and return the server's words of acceptance.

        A connection lost before the end of the message is opened again once. Raises `FalloSmtp`.
        """
        sobre = rotular(remitente=remitente, destinatario=destinatario, mensaje=mensaje)
        try:
            return self._intentar(sobre)
        except _Cortada:
            pass
        try:
            return self._intentar(sobre)
        except _Cortada as otra:
            raise otra.fallo from None

    def _intentar(self, sobre: Sobre) -> str:
        sesion = self._abierta(sobre.remitente)
        opciones = sobre.opciones(sesion)
        with self._sin_entregar(Paso.REMITENTE):
            sesion.exigir(sesion.mail(sobre.remitente, opciones), 250)
        with self._sin_entregar(Paso.DESTINATARIO):
            sesion.exigir(sesion.rcpt(sobre.destinatario), 250, 251)
        with self._sin_entregar(Paso.CONTENIDO):
            sesion.exigir(sesion.docmd("DATA"), 354)
            sesion.send(sobre.contenido)
        return self._rematar(sesion)

    def _abierta(self, remitente: str) -> Sesion:
        if self._sesion is not None and self._a_medias:
            try:
                # Forgets a message that was refused halfway; after one that was taken there is
                # nothing to forget, and MAIL itself tells whether anybody is still there.
                self._sesion.exigir(self._sesion.rset(), 250)
            except OSError:
                self._soltar()
        if self._sesion is None:
            self._sesion = abrir(
                self._servidor,
                saludo=saludo_de(remitente),
                espera=self._espera,
                contexto=self._contexto,
                admitir_local=self._admitir_local,
            )
            self._a_medias = False
        return self._sesion

    def _rematar(self, sesion: Sesion) -> str:
        try:
            sesion.send(".\r\n")
            codigo, texto = sesion.getreply()
        except OSError:
            codigo, texto = -1, b""
        if 200 <= codigo < 300:
            self._a_medias = False
            return palabras(codigo, texto)
        if codigo in (-1, 421):
            self._soltar()
        if codigo == -1:
            raise FalloSmtp(
                INCIERTO,
                paso=Paso.CONTENIDO,
                permanente=False,
                alcance=Alcance.FILA,
                incierto=True,
            )
        raise de_respuesta(Paso.CONTENIDO, codigo, texto)

    @contextmanager
    def _sin_entregar(self, paso: Paso) -> Iterator[None]:
        self._a_medias = True
        try:
            yield
        except smtplib.SMTPResponseException as error:
            fallo = de_error(paso, error)
            if error.smtp_code == 421:
                self._soltar()
                raise _Cortada(fallo) from None
            if error.smtp_code < 0:
                self._soltar()
            raise fallo from None
        except smtplib.SMTPServerDisconnected as error:
            self._soltar()
            raise _Cortada(de_error(paso, error)) from None
        except OSError as error:
            self._soltar()
            raise de_error(paso, error) from None

    def _soltar(self) -> None:
        sesion, self._sesion = self._sesion, None
        if sesion is not None:
            sesion.close()

"""A mail server that does as it is told: real sockets, aiosmtpd, one thread or one process.

    with ServidorSmtp() as servidor:
        servidor.guion["rcpt"] = [Responder("450 4.2.1 Lista gris"), Seguir(), Cortar()]
        …                                   # the next recipients, in turn; afterwards all is well
        servidor.recibidos[0].mensaje["Subject"]

As a process, for benchmarks and for tests that kill the sender:
`python -m tests.smtp --port N --dir D` writes each accepted message as one file of D.
"""

import argparse
import asyncio
import logging
import os
import signal
import socket
import ssl
import sys
import threading
import time
import uuid
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# It says every order at INFO, which buries what a failing test wants to show.
logging.getLogger("mail.log").setLevel(logging.WARNING)

Momento = Literal["conectar", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "punto", "rset"]


@dataclass(frozen=True)
class Responder:
    """Give this answer instead of doing what was asked."""

    linea: str


@dataclass(frozen=True)
class Callar:
    """Say nothing until the server stops."""


@dataclass(frozen=True)
class Cortar:
    """Hang up; at `data`, after `tras` bytes of the message."""

    tras: int = 0


@dataclass(frozen=True)
class Cerrar:
    """Give this answer, then hang up: `421 …` as a server does before it restarts."""

    linea: str = "421 4.3.2 Service shutting down"


@dataclass(frozen=True)
class Gotear:
    """Give an answer without end: `trozo`, a pause, `trozo`, a pause…"""

    trozo: str = "2"
    pausa: float = 0.05


@dataclass(frozen=True)
class Seguir:
    """Do what was asked."""


Acto = Responder | Callar | Cortar | Cerrar | Gotear | Seguir


@dataclass(frozen=True)
class Recibido:
    """One message that was accepted, with its envelope."""

    remitente: str
    destinatarios: list[str]
    crudo: bytes
    opciones: list[str] = field(default_factory=list)

    @cached_property
    def mensaje(self) -> EmailMessage:
        """Return it parsed."""
        return message_from_bytes(self.crudo, policy=policy.default)


class ServidorSmtp:
    """A server on a free port of this machine, from `with` to its end.

    `cifrado`: '' | 'ssl' | 'tls' as in the client; with 'tls', STARTTLS is demanded. `cuenta`: a
    name and password that must be given. `guion`: what to do at each moment, in turn.
    `rechazos`: the answer to RCPT for some addresses. `demora`: seconds that accepting one takes.
    """

    def __init__(
        self,
        *,
        cifrado: str = "",
        contexto: ssl.SSLContext | None = None,
        cuenta: tuple[str, str] | None = None,
        utf8: bool = False,
        puerto: int = 0,
        demora: float = 0.0,
        al_recibir: Callable[[Recibido], None] | None = None,
    ) -> None:
        self.guion: defaultdict[Momento, list[Acto]] = defaultdict(list)
        self.rechazos: dict[str, str] = {}
        self.recibidos: list[Recibido] = []
        self.saludos: list[str] = []
        self.ordenes: Counter[Momento] = Counter()
        self.demora = demora
        self.cuenta = cuenta
        self.cifrado, self._contexto, self._utf8 = cifrado, contexto, utf8
        self._al_recibir = al_recibir or self.recibidos.append
        self.conexiones: set[SMTP] = set()
        self._enchufe = socket.create_server(("127.0.0.1", puerto), backlog=128)
        self.puerto = int(self._enchufe.getsockname()[1])
        self._bucle = asyncio.new_event_loop()
        self._hilo = threading.Thread(target=self._bucle.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._hilo.start()
        self._hacer(
            self._bucle.create_server(
                self._protocolo,
                sock=self._enchufe,
                ssl=self._contexto if self.cifrado == "ssl" else None,
            )
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._hacer(self._terminar())
        self._bucle.call_soon_threadsafe(self._bucle.stop)
        self._hilo.join()
        self._bucle.close()
        self._enchufe.close()

    def desconectar(self) -> None:
        """Hang up on everybody, as a server does with who has been idle."""

        async def cortar() -> None:
            for conexion in list(self.conexiones):
                _transporte(conexion).abort()

        self._hacer(cortar())

    async def acto(self, momento: Momento) -> Acto:
        """Count the order and return what the script wants done with it."""
        self.ordenes[momento] += 1
        pendientes = self.guion[momento]
        return pendientes.pop(0) if pendientes else Seguir()

    async def handle_EHLO(  # noqa: N802 - the names belong to aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lineas: list[str]
    ) -> list[str]:
        """Note who says hello."""
        session.host_name = hostname
        self.saludos.append(hostname)
        return [linea for linea in lineas if self.cuenta or not linea.startswith("250-AUTH")]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, opciones: list[str]
    ) -> str:
        """Take the recipient unless `rechazos` says otherwise."""
        if rechazo := self.rechazos.get(address):
            return rechazo
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message."""
        if rechazo := await _actuar(server, await self.acto("punto")):
            return rechazo
        if self.demora:
            await asyncio.sleep(self.demora)
        contenido = envelope.original_content or b""
        recibido = Recibido(
            envelope.mail_from or "",
            list(envelope.rcpt_tos),
            contenido,
            list(envelope.mail_options),
        )
        self._al_recibir(recibido)
        return f"250 2.0.0 Ok: queued as {uuid.uuid4().hex[:10].upper()}"

    def _autenticar(
        self, servidor: SMTP, sesion: Session, sobre: Envelope, mecanismo: str, datos: Any
    ) -> AuthResult:
        assert isinstance(datos, LoginPassword)
        dados = (datos.login.decode(), datos.password.decode())
        return AuthResult(success=dados == self.cuenta, handled=False)

    def _protocolo(self) -> SMTP:
        # aiosmtpd warns of passwords in clear, which some tests want.
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            return self._hacer_protocolo()

    def _hacer_protocolo(self) -> SMTP:
        return _Protocolo(
            self,
            hostname="smtp.camara.example",
            loop=self._bucle,
            enable_SMTPUTF8=self._utf8,
            tls_context=self._contexto if self.cifrado == "tls" else None,
            require_starttls=self.cifrado == "tls",
            auth_required=self.cuenta is not None,
            auth_require_tls=self.cifrado == "tls",
            authenticator=self._autenticar,
        )

    def _hacer(self, trabajo: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(trabajo, self._bucle).result(10)

    async def _terminar(self) -> None:
        tareas = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        for tarea in tareas:
            tarea.cancel()
        await asyncio.gather(*tareas, return_exceptions=True)


class _Protocolo(SMTP):
    """aiosmtpd's server, which asks the script before each order."""

    def __init__(self, guionista: ServidorSmtp, **opciones: Any) -> None:
        super().__init__(guionista, **opciones)
        self._guionista = guionista

    async def _handle_client(self) -> None:
        self._guionista.conexiones.add(self)
        try:
            if await self._sigue("conectar"):
                await super()._handle_client()
        finally:
            self._guionista.conexiones.discard(self)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if await self._sigue("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if await self._sigue("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if await self._sigue("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if await self._sigue("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if await self._sigue("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802
        if await self._sigue("rset"):
            await super().smtp_RSET(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        acto = await self._guionista.acto("data")
        if isinstance(acto, Cortar) and acto.tras:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.readexactly(acto.tras)
        if await self._cumplir(acto):
            await super().smtp_DATA(arg)

    async def _sigue(self, momento: Momento) -> bool:
        return await self._cumplir(await self._guionista.acto(momento))

    async def _cumplir(self, acto: Acto) -> bool:
        if linea := await _actuar(self, acto):
            await self.push(linea)
        return isinstance(acto, Seguir)


async def _actuar(servidor: SMTP, acto: Acto) -> str:
    """Do what the script wants; return the answer to give, '' if none."""
    match acto:
        case Callar():
            await asyncio.get_running_loop().create_future()
        case Cortar():
            _transporte(servidor).abort()
            # The connection's end cancels this task: nothing more is said.
            await asyncio.get_running_loop().create_future()
        case Cerrar():
            await servidor.push(acto.linea)
            _transporte(servidor).close()
            await asyncio.get_running_loop().create_future()
        case Gotear():
            while True:
                _transporte(servidor).write(acto.trozo.encode())
                await asyncio.sleep(acto.pausa)
        case Responder():
            return acto.linea
    return ""


def _transporte(servidor: SMTP) -> asyncio.Transport:
    assert isinstance(servidor.transport, asyncio.Transport)
    return servidor.transport


def guardar_en(carpeta: Path) -> Callable[[Recibido], None]:
    """Return what writes each message, whole or not at all, as `<nanoseconds>-<random>.eml`.

    The envelope comes first, as `X-Envelope-From` and `X-Envelope-To`.
    """
    carpeta.mkdir(parents=True, exist_ok=True)

    def guardar(recibido: Recibido) -> None:
        nombre = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        sobre = [
            f"X-Envelope-From: {recibido.remitente}",
            f"X-Envelope-To: {', '.join(recibido.destinatarios)}",
        ]
        parcial = carpeta / f".{nombre}"
        parcial.write_bytes("".join(f"{linea}\r\n" for linea in sobre).encode() + recibido.crudo)
        parcial.rename(carpeta / f"{nombre}.eml")

    return guardar


def main(argumentos: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; prints the port once it listens."""
    analizador = argparse.ArgumentParser(description="A mail server that keeps what it is given.")
    analizador.add_argument("--port", type=int, default=0, help="0 takes a free one")
    analizador.add_argument("--dir", type=Path, required=True, help="one file for each message")
    analizador.add_argument("--delay", type=float, default=0.0, help="seconds for each message")
    opciones = analizador.parse_args(argumentos)
    servidor = ServidorSmtp(
        puerto=opciones.port, demora=opciones.delay, al_recibir=guardar_en(opciones.dir)
    )
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    with servidor:
        os.write(1, f"{servidor.puerto}\n".encode())
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

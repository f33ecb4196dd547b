"""The demo's mail server for chambers: what it accepts ends in the demo's inbox, `/buzon/`.

`python -m portal.desarrollo.buzon_smtp` serves on this machine until it is told to stop.
"""

import asyncio
import logging
import os
import secrets
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from typing import Any

import django
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from asgiref.sync import sync_to_async

from portal.desarrollo import cuenta_smtp
from portal.desarrollo.cuenta_smtp import CuentaSmtp
from portal.desarrollo.puerto import PuertoNoDisponible

TAMANO_MAXIMO = 30 * 1024 * 1024
"""Bytes of a message: what SendGrid takes of the portal's own."""

Guardar = Callable[[list[str], bytes], object]
"""Stores a message for its recipients; an exception refuses it for now."""

logger = logging.getLogger("portal.desarrollo")


class Recepcion:
    """What aiosmtpd asks about each connection and message; only the demo's account may send."""

    def __init__(self, cuenta: CuentaSmtp, guardar: Guardar) -> None:
        self._cuenta = cuenta
        # In one thread, with one connection to the database.
        self._guardar = sync_to_async(guardar)

    async def handle_DATA(  # noqa: N802 - the name belongs to aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Store the message; only then say yes."""
        try:
            await self._guardar(envelope.rcpt_tos, envelope.original_content or b"")
        except Exception:
            logger.exception("el buzón no pudo guardar un correo")
            return "451 4.3.0 No se pudo guardar el correo"
        return f"250 2.0.0 Ok: queued as {secrets.token_hex(5).upper()}"

    def autenticar(
        self, server: SMTP, session: Session, envelope: Envelope, mecanismo: str, datos: Any
    ) -> AuthResult:
        """Compare name and password."""
        assert isinstance(datos, LoginPassword)
        esperado = f"{self._cuenta.cuenta}\0{self._cuenta.clave}".encode()
        dado = datos.login + b"\0" + datos.password
        return AuthResult(success=secrets.compare_digest(dado, esperado), handled=False)

    def protocolo(self) -> SMTP:
        """Return what attends one connection."""
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            # It warns of passwords in clear: these never leave the machine.
            return SMTP(
                self,
                hostname="localhost",
                ident="Portal (demostracion)",
                data_size_limit=TAMANO_MAXIMO,
                enable_SMTPUTF8=True,
                auth_required=True,
                auth_require_tls=False,
                authenticator=self.autenticar,
                loop=asyncio.get_running_loop(),
            )


async def servir(enchufe: socket.socket, recepcion: Recepcion, fin: asyncio.Event) -> None:
    """Serve on a listening socket until `fin` is set."""
    bucle = asyncio.get_running_loop()
    async with await bucle.create_server(recepcion.protocolo, sock=enchufe):
        await fin.wait()


async def _servir_hasta_la_senal(enchufe: socket.socket, recepcion: Recepcion) -> None:
    fin = asyncio.Event()
    for senal in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(senal, fin.set)
    await servir(enchufe, recepcion, fin)


def main() -> int:
    """Serve the demo; return 1 outside it, or without a port."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.conf import settings
    from django.db import close_old_connections

    from portal.mensajes.buzon import guardar_correo

    if not settings.PORTAL_DEMO:
        print("Sólo con PORTAL_DEMO=1: en producción cada cámara usa su servidor.", file=sys.stderr)
        return 1
    # It names every address at INFO, and warns of each connection in clear.
    logging.getLogger("mail.log").setLevel(logging.ERROR)

    def guardar(destinatarios: list[str], crudo: bytes) -> None:
        close_old_connections()
        guardar_correo(destinatarios=destinatarios, crudo=crudo)

    try:
        cuenta = cuenta_smtp.asegurar()
        enchufe = cuenta_smtp.escuchar(cuenta.puerto)
    except (PuertoNoDisponible, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    with enchufe:
        asyncio.run(_servir_hasta_la_senal(enchufe, Recepcion(cuenta, guardar)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

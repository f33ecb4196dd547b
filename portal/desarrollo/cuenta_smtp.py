"""The account of the demo's mail server: what a chamber of the demo is configured with.

Kept in `buzon_smtp.json` of the local folder, so that the port stays the same from run to run and
two runs of one checkout, which share their database, share it too. Needs no Django.
"""

import fcntl
import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass

from portal.desarrollo.motores import carpeta_local
from portal.desarrollo.puerto import ANFITRION, PuertoNoDisponible

VARIABLE = "PORTAL_BUZON_SMTP_PUERTO"


@dataclass(frozen=True)
class CuentaSmtp:
    """Where the server listens and who may use it; no encryption, as nothing leaves the machine."""

    puerto: int
    cuenta: str
    clave: str


def asegurar() -> CuentaSmtp:
    """Return the account, with a random password and a port that this machine can give.

    The variable PORTAL_BUZON_SMTP_PUERTO fixes the port. Raises PuertoNoDisponible if another
    program has that one.
    """
    carpeta_local().mkdir(parents=True, exist_ok=True)
    ruta = carpeta_local() / "buzon_smtp.json"
    archivo = os.open(ruta, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(archivo, "r+", encoding="utf-8") as abierto:
        fcntl.flock(abierto, fcntl.LOCK_EX)
        texto = abierto.read()
        nueva = CuentaSmtp(0, "masivos@camara.ejemplo.example", secrets.token_urlsafe(12))
        cuenta = CuentaSmtp(**json.loads(texto)) if texto else nueva
        cuenta = CuentaSmtp(_puerto(cuenta.puerto), cuenta.cuenta, cuenta.clave)
        abierto.seek(0)
        abierto.truncate()
        abierto.write(json.dumps(asdict(cuenta)))
        return cuenta


def escuchar(puerto: int) -> socket.socket:
    """Return a socket that listens on `puerto` of this machine, beside other runs' if need be.

    0 takes a free one. Raises OSError if another program has it.
    """
    enchufe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # The kernel shares the connections out among the runs; each ends without the others' notice.
    enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    # A port that a stopped run left in TIME_WAIT is free.
    enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        enchufe.bind((ANFITRION, puerto))
        enchufe.listen(128)
    except OSError:
        enchufe.close()
        raise
    return enchufe


def _puerto(anterior: int) -> int:
    pedido = os.environ.get("PORTAL_BUZON_SMTP_PUERTO", "")
    if pedido:
        return _fijo(pedido)
    try:
        return _libre(anterior)
    except OSError:
        return _libre(0)


def _fijo(pedido: str) -> int:
    if not (pedido.isascii() and pedido.isdigit() and 1 <= int(pedido) <= 65535):
        raise PuertoNoDisponible(f"{VARIABLE}={pedido} no es un puerto (1 a 65535).")
    try:
        return _libre(int(pedido))
    except OSError as error:
        raise PuertoNoDisponible(
            f"{VARIABLE}={pedido}: ese puerto está ocupado por otro programa."
        ) from error


def _libre(puerto: int) -> int:
    # Bound, never listening: a listener would be handed connections meant for another run's.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as enchufe:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        enchufe.bind((ANFITRION, puerto))
        return int(enchufe.getsockname()[1])

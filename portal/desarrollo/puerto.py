"""The port of `make run`, reserved before anything else starts."""

import errno
import socket

ANFITRION = "127.0.0.1"


class PuertoNoDisponible(Exception):
    """The port cannot be had; the Spanish message says why and names PORT=."""


def leer(texto: str) -> int:
    """Return the port number that `texto` (the variable PORT) says; empty means 8000.

    Raises PuertoNoDisponible for anything but a number from 1 to 65535.
    """
    if not texto:
        return 8000
    if not (texto.isascii() and texto.isdigit() and 1 <= int(texto) <= 65535):
        raise PuertoNoDisponible(
            f"PORT={texto} no es un puerto: use un número entre 1 y 65535, como PORT=8001."
        )
    return int(texto)


def reservar(puerto: int) -> socket.socket:
    """Return a socket that listens on `puerto` of this machine, for gunicorn to inherit.

    Raises PuertoNoDisponible if another program has it, on IPv6's localhost too: browsers try
    that one first.
    """
    ocupado = PuertoNoDisponible(
        f"El puerto {puerto} está ocupado por otro programa. "
        f"Use otro, por ejemplo: make run PORT={puerto + 1 if puerto < 65535 else 8000}"
    )
    if _contesta_en_ipv6(puerto):
        raise ocupado
    enchufe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A port that a stopped run left in TIME_WAIT is free.
    enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        enchufe.bind((ANFITRION, puerto))
        enchufe.listen(256)
    except OSError as error:
        enchufe.close()
        if error.errno == errno.EACCES:
            raise PuertoNoDisponible(
                f"El puerto {puerto} exige permisos de administrador. "
                "Use uno mayor que 1023, por ejemplo: make run PORT=8000"
            ) from error
        raise ocupado from error
    return enchufe


def _contesta_en_ipv6(puerto: int) -> bool:
    try:
        with socket.create_connection(("::1", puerto), timeout=1):
            return True
    except OSError:
        return False

"""The embedded Valkey (Redis protocol): on a private socket, without TCP."""

from pathlib import Path
from urllib.parse import quote

import redis

from portal.desarrollo.arranque import arrancar
from portal.desarrollo.guardian import marca
from portal.desarrollo.lugar import Binarios, Lugar, entregar

BASES = 64
"""Numbered databases: one for each process of a parallel test run."""


def direccion(sockets: Path, base: int = 0) -> str:
    """Return the redis-py URL of the numbered database `base`."""
    return f"unix://{quote(str(sockets / 'valkey.sock'))}?db={base}"


def responde(url: str) -> bool:
    """Tell whether the server of `url` answers and has read its data."""
    try:
        with redis.Redis.from_url(url, socket_timeout=5) as cliente:
            return bool(cliente.ping())
    except redis.RedisError:
        return False


def encender(lugar: Lugar, binarios: Binarios, sockets: Path, *, durable: bool) -> None:
    """Start the server and return when it answers.

    The caller has made sure that no server of this folder runs. `durable`: with the append-only
    file that production has. Raises MotoresNoDisponibles with the end of the server's log.
    """
    datos = lugar.base / "valkey"
    datos.mkdir(mode=0o700, exist_ok=True)
    entregar(datos, lugar.uid)
    ajustes = {
        "port": 0,
        "unixsocket": _citado(sockets / "valkey.sock"),
        "unixsocketperm": 700,
        "databases": BASES,
        "maxmemory-policy": "noeviction",
        "dir": _citado(datos),
        "save": '""',
        "appendonly": "yes" if durable else "no",
        "proc-title-template": _citado(f"valkey-server {marca(lugar.base)} {{listen-addr}}"),
    }
    # A file, as arguments with spaces would be split; its name marks the process from the start.
    archivo = datos / f"{marca(lugar.base)}.conf"
    archivo.write_text("".join(f"{k} {v}\n" for k, v in ajustes.items()), encoding="utf-8")
    entregar(archivo, lugar.uid)
    url = direccion(sockets)
    arrancar(lugar, "valkey", [binarios.valkey, archivo], lambda: responde(url))


def _citado(valor: object) -> str:
    texto = str(valor).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{texto}"'

"""The embedded PostgreSQL: made with a random password, on a private socket, without TCP."""

import secrets
import shutil
import tempfile
from pathlib import Path
from pwd import getpwnam
from urllib.parse import quote

import psycopg
from psycopg import sql

from portal.desarrollo.arranque import arrancar, fin, lanzar
from portal.desarrollo.guardian import marca
from portal.desarrollo.lugar import Binarios, Lugar, MotoresNoDisponibles, entregar

USUARIO = BASE = "portal"


def direccion(sockets: Path, clave: str) -> str:
    """Return the URL of the database for psycopg, libpq's tools and django-environ alike."""
    return f"postgresql://{USUARIO}:{clave}@/{BASE}?host={quote(str(sockets), safe='')}"


def responde(url: str) -> bool:
    """Tell whether the database of `url` takes connections."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def clave(lugar: Lugar) -> str:
    """Return the password of the cluster's only role; a new one before the cluster exists."""
    archivo = lugar.base / "clave"
    if not archivo.exists():
        parcial = archivo.with_suffix(".parcial")
        parcial.touch(mode=0o600)
        parcial.write_text(secrets.token_hex(24))
        # All of it or nothing: with half a password nobody could get in again.
        parcial.rename(archivo)
    return archivo.read_text()


def encender(lugar: Lugar, binarios: Binarios, sockets: Path, *, durable: bool) -> None:
    """Start the server, cluster and database made if need be, and return when it answers.

    The caller has made sure that no server of this folder runs. Not `durable`: fsync off, for
    data that nobody will miss. Raises MotoresNoDisponibles with the end of the server's log.
    """
    datos = lugar.base / "pg"
    if not datos.exists():
        _iniciar_cluster(lugar, binarios, datos)
    # The pid in it may be another process of this uid by now, and PostgreSQL would refuse.
    (datos / "postmaster.pid").unlink(missing_ok=True)
    ajustes = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "cluster_name": marca(lugar.base),
        "max_connections": "100" if durable else "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # Statements and DETAIL lines carry people's data.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if not durable:
        ajustes |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    opciones = [parte for k, v in ajustes.items() for parte in ("-c", f"{k}={v}")]
    orden: list[str | Path] = [binarios.postgres / "postgres", "-D", datos, *opciones]
    url = direccion(sockets, clave(lugar))
    arrancar(lugar, "postgres", orden, lambda: _base_lista(url))


def _iniciar_cluster(lugar: Lugar, binarios: Binarios, datos: Path) -> None:
    for cortado in lugar.base.glob("pg.nuevo-*"):
        shutil.rmtree(cortado, ignore_errors=True)
    nuevo = Path(tempfile.mkdtemp(prefix="pg.nuevo-", dir=lugar.base))
    archivo = nuevo.with_suffix(".clave")
    archivo.touch(mode=0o600)
    archivo.write_text(clave(lugar))
    # initdb, unlike the server, wants a uid with a name.
    uid = None if lugar.uid is None else getpwnam("nobody").pw_uid
    for ruta in (nuevo, archivo):
        entregar(ruta, uid)
    registro = lugar.base / "initdb.log"
    orden: list[str | Path] = [
        *(binarios.postgres / "initdb", "-D", nuevo, "-U", USUARIO, f"--pwfile={archivo}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--no-sync", "--no-instructions"),
    ]
    estado = lanzar(orden, registro=registro, cwd=lugar.base, uid=uid).wait()
    archivo.unlink()
    if estado:
        raise MotoresNoDisponibles(f"initdb no pudo crear la base de datos: {fin(registro)}")
    for ruta in (nuevo, *nuevo.rglob("*")):
        entregar(ruta, lugar.uid)
    # Only a finished cluster gets the name: one cut short is made again.
    nuevo.rename(datos)


def _base_lista(url: str) -> bool:
    """Make the database if the server answers; tell whether it is there."""
    try:
        with psycopg.connect(url, dbname="postgres", autocommit=True, connect_timeout=5) as con:
            existe = con.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE]).fetchone()
            if not existe:
                con.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BASE)))
    except psycopg.OperationalError:
        return False
    return True

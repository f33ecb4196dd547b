"""Embedded PostgreSQL and Valkey for development and tests: no root, no package, no TCP port.

`asegurar` serves the settings when no engine is configured; `efimeros` serves the tests. The
engines live while any process uses them (`guardian.py` turns them off). Needs no Django.
"""

import fcntl
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.desarrollo import arranque, guardian, lugar, postgres, valkey
from portal.desarrollo.lugar import Lugar, MotoresNoDisponibles

__all__ = ["Motores", "MotoresNoDisponibles", "asegurar", "carpeta_local", "efimeros", "soltar"]

RAIZ = Path(__file__).resolve().parents[2]

_usos: dict[Path, int] = {}
"""Descriptors of the shared locks that keep this process's engines running, by folder."""


@dataclass(frozen=True)
class Motores:
    """Addresses of a pair of running engines.

    `database_url` (`postgresql://portal:PASSWORD@/portal?host=%2F…`) is taken as it stands by
    psycopg, libpq's tools and django-environ's `db_url_config`. `redis_url` (`unix:///…?db=N`) is
    redis-py's form; Celery's transport wants `redis+socket:///…?virtual_host=N` instead.
    """

    database_url: str
    redis_url: str


def carpeta_local() -> Path:
    """Return the folder of everything that development writes: PORTAL_LOCAL, or `.local`."""
    return Path(os.environ.get("PORTAL_LOCAL") or RAIZ / ".local").resolve()


def asegurar(carpeta: Path | None = None) -> Motores:
    """Return the engines of `carpeta` (default `carpeta_local()`), started where they don't run.

    They keep running until the last process that called this has ended. Safe to call from several
    processes at once, and again after a crash. Raises MotoresNoDisponibles with a Spanish reason.
    """
    carpeta = (carpeta or carpeta_local()).resolve()
    carpeta.mkdir(parents=True, exist_ok=True)
    return _usar(carpeta, durable=True)


@contextmanager
def efimeros() -> Iterator[Motores]:
    """Yield brand-new engines that are deleted with their data afterwards, fsync off."""
    carpeta = Path(tempfile.mkdtemp(prefix="portal-efimeros-")).resolve()
    carpeta.chmod(0o711)
    motores = _usar(carpeta, durable=False)
    try:
        yield motores
    finally:
        soltar(carpeta, borrar=True)


def soltar(carpeta: Path | None = None, *, borrar: bool = False) -> None:
    """Stop using the engines of `carpeta`; if this was the last user, return when they are off."""
    carpeta = (carpeta or carpeta_local()).resolve()
    uso, base = carpeta / "motores.uso", (carpeta / "motores").resolve()
    os.close(_usos.pop(carpeta))
    while uso.exists():
        ultimo = _intentar(uso, fcntl.LOCK_EX)
        if ultimo is not None:
            guardian.apagar(base, borrar=carpeta if borrar else None)
            os.close(ultimo)
            return
        # Refused: others hold it shared, or the guardian was faster and is at work.
        compartido = _intentar(uso, fcntl.LOCK_SH)
        if compartido is not None:
            os.close(compartido)
            return
        time.sleep(0.02)


def _abrir(archivo: Path, modo: int) -> int:
    """Open `archivo` (closed on exec) and wait for its lock."""
    descriptor = os.open(archivo, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, modo)
    return descriptor


def _intentar(archivo: Path, modo: int) -> int | None:
    """Open `archivo` and take its lock if it is free at once."""
    descriptor = os.open(archivo, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, modo | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _usar(carpeta: Path, *, durable: bool) -> Motores:
    """Take part in the use of the engines of `carpeta`, and start what doesn't run."""
    nuevo = carpeta not in _usos
    cerrojo = None
    try:
        if nuevo:
            _usos[carpeta] = _abrir(carpeta / "motores.uso", fcntl.LOCK_SH)
        cerrojo = _abrir(carpeta / "motores.arranque", fcntl.LOCK_EX)
        sitio = lugar.preparar(carpeta)
        _vigilar(carpeta, sitio, borrar=not durable)
        return _encender(sitio, durable=durable)
    except BaseException as error:
        if nuevo and carpeta in _usos:
            os.close(_usos.pop(carpeta))
        if isinstance(error, PermissionError):
            raise MotoresNoDisponibles(
                f"No hay permiso sobre «{error.filename}», quizá de otro usuario: "
                "bórrelo o use PORTAL_LOCAL=otra carpeta."
            ) from error
        raise
    finally:
        if cerrojo is not None:
            os.close(cerrojo)


def _encender(sitio: Lugar, *, durable: bool) -> Motores:
    """Return the engines of `sitio`, whichever doesn't answer started anew."""
    sockets = _sockets(sitio)
    motores = Motores(postgres.direccion(sockets, postgres.clave(sitio)), valkey.direccion(sockets))
    falta_postgres = not postgres.responde(motores.database_url)
    falta_valkey = not valkey.responde(motores.redis_url)
    if falta_postgres or falta_valkey:
        programas = lugar.binarios(sitio)
    if falta_postgres:
        # What a kill -9 left behind: processes, a pid file, a socket.
        guardian.detener(sitio.base, [guardian.POSTGRES], paciencia=5)
        postgres.encender(sitio, programas, sockets, durable=durable)
    if falta_valkey:
        guardian.detener(sitio.base, [guardian.VALKEY], paciencia=5)
        valkey.encender(sitio, programas, sockets, durable=durable)
    return motores


def _sockets(sitio: Lugar) -> Path:
    """Return the private folder of the sockets: under /tmp, as their paths take 107 bytes at most.

    A new one, and no engine running, where the noted one is gone, or is not ours.
    """
    nota = sitio.base / guardian.SOCKETS
    prefijo = f"{guardian.marca(sitio.base)}-"
    if nota.exists():
        anotada = Path(nota.read_text())
        if anotada.name.startswith(prefijo) and sitio.es_propia(anotada):
            return anotada
    guardian.apagar(sitio.base)
    nueva = Path(tempfile.mkdtemp(prefix=prefijo, dir="/tmp"))
    lugar.entregar(nueva, sitio.uid)
    nota.write_text(str(nueva))
    return nueva


def _vigilar(carpeta: Path, sitio: Lugar, *, borrar: bool) -> None:
    """Start the guardian of `carpeta` unless there is one."""
    cerrojo = _intentar(carpeta / "motores.guardian", fcntl.LOCK_EX)
    if cerrojo is None:
        return
    uso = carpeta / "motores.uso"
    orden: list[str | Path] = [sys.executable, "-I", "-S", guardian.__file__, uso, sitio.base]
    # It inherits the lock, which tells the others that there is one.
    arranque.lanzar(
        [*orden, carpeta] if borrar else orden,
        registro=sitio.base / "guardian.log",
        cwd=sitio.base,
        pass_fds=[cerrojo],
    )
    os.close(cerrojo)

"""The last one out turns off the light: stops embedded engines once nobody uses them.

Run as a script (`python -I -S guardian.py USE BASE [FOLDER]`) next to the engines. Every process
that uses them holds a shared lock on the file USE; this one waits for the exclusive lock. So the
engines stop however their last user ended, `kill -9` included. Standard library only: it runs
without the virtual environment, and must not import the portal.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

POSTGRES, VALKEY = b"postgres", b"valkey-server"

SOCKETS = "sockets"
"""File in the engines' folder with the path of the folder of their sockets."""


def marca(base: Path) -> str:
    """Return the text that every engine process of the folder `base` shows in its command line."""
    return f"portal-{sha256(os.fsencode(base)).hexdigest()[:12]}"


def procesos(base: Path, motores: Iterable[bytes] = (POSTGRES, VALKEY)) -> dict[int, bytes]:
    """Return the engine processes of the folder `base`: program or title by process id."""
    buscada = marca(base).encode()
    encontrados = {}
    for carpeta in Path("/proc").glob("[0-9]*"):
        try:
            # Not `cwd` or `exe`: those of another uid need a capability that containers lack.
            orden = (carpeta / "cmdline").read_bytes()
        except OSError:
            continue
        programa = orden.split(b"\0", 1)[0]
        if buscada in orden and any(
            programa.startswith(motor) or programa.endswith(b"/" + motor) for motor in motores
        ):
            encontrados[int(carpeta.name)] = programa
    return encontrados


def detener(
    base: Path,
    motores: Iterable[bytes] = (POSTGRES, VALKEY),
    *,
    paciencia: float = 15,
    abrupto: bool = False,
) -> None:
    """Stop the engines of the folder `base`; nothing running is fine.

    Waits `paciencia` seconds before it kills. `abrupto` skips PostgreSQL's final checkpoint, for
    data that are about to be deleted.
    """
    for pid, programa in procesos(base, motores).items():
        if programa.startswith(VALKEY) or programa.endswith(b"/" + VALKEY):
            _enviar(pid, signal.SIGTERM)
        elif programa.endswith(b"/" + POSTGRES):
            # The postmaster alone: it brings its children home.
            _enviar(pid, signal.SIGQUIT if abrupto else signal.SIGINT)
    limite = time.monotonic() + paciencia
    while vivos := procesos(base, motores):
        if time.monotonic() > limite:
            for pid in vivos:
                _enviar(pid, signal.SIGKILL)
        time.sleep(0.02)


def apagar(base: Path, *, borrar: Path | None = None) -> None:
    """Stop the engines of the folder `base` and remove their sockets.

    With `borrar`, the data and that folder too. Doing it twice is fine.
    """
    detener(base, abrupto=borrar is not None)
    nota = base / SOCKETS
    if nota.is_file():
        sockets = Path(nota.read_text())
        if sockets.name.startswith(marca(base)):
            shutil.rmtree(sockets, ignore_errors=True)
        nota.unlink()
    if borrar is not None:
        shutil.rmtree(base, ignore_errors=True)
        shutil.rmtree(borrar, ignore_errors=True)


def main(uso: str, base: str, borrar: str | None = None) -> None:
    """Wait until nobody holds the file `uso`, then turn off the engines of `base`."""
    with open(uso, "rb") as archivo:
        # A new user waits for its shared lock meanwhile, and then starts the engines again.
        fcntl.flock(archivo, fcntl.LOCK_EX)
        apagar(Path(base), borrar=Path(borrar) if borrar else None)


def _enviar(pid: int, senal: signal.Signals) -> None:
    try:
        os.kill(pid, senal)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Starts the processes that outlive the one that started them."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.desarrollo.lugar import Lugar, MotoresNoDisponibles

ESPERA = 60
"""Seconds until an engine must answer: recovery after a crash takes a while on a slow disk."""

_lanzados: list["subprocess.Popen[bytes]"] = []


def arrancar(
    lugar: Lugar, nombre: str, orden: Sequence[str | Path], esta_listo: Callable[[], bool]
) -> None:
    """Start the engine `nombre` and return when `esta_listo` says yes.

    Raises MotoresNoDisponibles, with the end of the engine's log, if it dies or takes too long.
    """
    registro = lugar.base / f"{nombre}.log"
    proceso = lanzar(orden, registro=registro, cwd=lugar.base, uid=lugar.uid)
    limite = time.monotonic() + ESPERA
    while not esta_listo():
        if proceso.poll() is not None or time.monotonic() > limite:
            raise MotoresNoDisponibles(f"{nombre} no arranca: {fin(registro)}")
        time.sleep(0.02)


def lanzar(
    orden: Sequence[str | Path],
    *,
    registro: Path,
    cwd: Path,
    uid: int | None = None,
    pass_fds: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start `orden` in a session of its own, as `uid`, its output to the file `registro`."""
    # Out of the terminal's session, so that Ctrl-C reaches the supervisor only. The caller's
    # environment stays out: PG* variables would steer our servers.
    with registro.open("wb") as salida:
        proceso = subprocess.Popen(
            orden,
            cwd=cwd,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
            pass_fds=pass_fds,
        )
    # Kept and polled, so that a dead one doesn't stay as a zombie.
    _lanzados[:] = [otro for otro in _lanzados if otro.poll() is None] + [proceso]
    return proceso


def fin(registro: Path) -> str:
    """Return the last lines of an engine's log."""
    texto = registro.read_text(encoding="utf-8", errors="replace").strip()
    return "\n".join(texto.splitlines()[-10:])

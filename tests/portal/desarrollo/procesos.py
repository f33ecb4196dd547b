"""Processes that use embedded engines, and the wait for what they do."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from portal.desarrollo import guardian
from portal.desarrollo.motores import RAIZ, Motores

USUARIO = """
import sys
from pathlib import Path
from portal.desarrollo.motores import asegurar
motores = asegurar(Path(sys.argv[1]))
print(motores.database_url, motores.redis_url, flush=True)
sys.stdin.read()
"""


class Usuario:
    """A process that uses the engines of a folder until it is told to end."""

    def __init__(self, carpeta: Path) -> None:
        self.proceso = subprocess.Popen(
            [sys.executable, "-c", USUARIO, carpeta],
            cwd=RAIZ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def motores(self) -> Motores:
        """Wait until its engines run, and return their addresses."""
        assert self.proceso.stdout
        return Motores(*self.proceso.stdout.readline().split())

    def terminar(self) -> None:
        """End it as a program ends."""
        self.proceso.communicate(timeout=30)

    def matar(self) -> None:
        """Kill -9."""
        self.proceso.kill()
        self.proceso.communicate()


def limpiar(ruta: Path) -> None:
    """Delete a folder with its engines, off by then."""
    base = (ruta / "motores").resolve()
    hasta(lambda: not guardian.procesos(base))
    shutil.rmtree(base, ignore_errors=True)
    shutil.rmtree(ruta, ignore_errors=True)


def hasta(condicion: Callable[[], bool], *, segundos: float = 30) -> None:
    """Wait until `condicion` holds; fail after `segundos`."""
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite, "no ocurrió a tiempo"
        time.sleep(0.02)

"""Runs several processes together: all of them, or none."""

import contextlib
import ctypes
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
"""Option of prctl(2): the signal that the kernel sends when the parent dies."""

PAUSA = 0.1
"""Seconds between two looks at the processes."""

_libc = ctypes.CDLL(None)


class Detenido(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or a closed terminal."""


class ProcesoCaido(Exception):
    """A process ended by itself; `codigo` as Popen gives it, `salida` what it wrote if kept."""

    def __init__(self, nombre: str, codigo: int, salida: str = "") -> None:
        super().__init__(nombre)
        self.nombre, self.codigo, self.salida = nombre, codigo, salida


class Supervisor:
    """Context that starts processes and, at its end, stops every one of them.

    Each process leads a group of its own: a Ctrl-C of the terminal reaches only the supervisor,
    and what a process left behind is found. They end too if the supervisor is killed.
    """

    def __init__(
        self, entorno: Mapping[str, str], *, carpeta: Path | None = None, paciencia: float = 10
    ) -> None:
        """Run processes in `carpeta`; kill what is still there `paciencia` seconds after TERM."""
        self.entorno = dict(entorno)
        self.carpeta = carpeta
        self.paciencia = paciencia
        self._procesos: dict[str, subprocess.Popen[bytes]] = {}
        self._avisos = 0
        self._anteriores: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        for senal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._anteriores[senal] = signal.signal(senal, self._avisar)
        return self

    def __exit__(
        self,
        tipo: type[BaseException] | None,
        error: BaseException | None,
        traza: TracebackType | None,
    ) -> None:
        self.detener()
        for senal, anterior in self._anteriores.items():
            signal.signal(senal, anterior)  # type: ignore[arg-type]

    def iniciar(
        self,
        nombre: str,
        orden: Sequence[str],
        *,
        pass_fds: Sequence[int] = (),
        salida: int | None = None,
    ) -> None:
        """Start `orden` in the background; its output goes to the terminal or to `salida`."""
        self._procesos[nombre] = subprocess.Popen(
            orden,
            cwd=self.carpeta,
            env=self.entorno,
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=None if salida is None else subprocess.STDOUT,
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=_morir_con_el_padre,
        )

    def correr(self, nombre: str, orden: Sequence[str]) -> None:
        """Run `orden` to its end; its output shows only in ProcesoCaido, when it fails."""
        with tempfile.TemporaryFile() as archivo:
            self.iniciar(nombre, orden, salida=archivo.fileno())
            while (codigo := self._procesos[nombre].poll()) is None:
                self._atender()
                time.sleep(PAUSA)
            del self._procesos[nombre]
            if codigo:
                archivo.seek(0)
                raise ProcesoCaido(nombre, codigo, archivo.read().decode(errors="replace"))

    def pid(self, nombre: str) -> int:
        """Return the process id of `nombre`, which leads the group of that number."""
        return self._procesos[nombre].pid

    def comprobar(self) -> None:
        """Raise Detenido if somebody asked for the end, ProcesoCaido if a process has ended."""
        self._atender()
        for nombre, proceso in self._procesos.items():
            codigo = proceso.poll()
            if codigo is not None:
                raise ProcesoCaido(nombre, codigo)

    def esperar(self, condicion: Callable[[], bool]) -> None:
        """Return when `condicion` holds; raises Detenido or ProcesoCaido if that comes first."""
        while not condicion():
            self.comprobar()
            time.sleep(PAUSA)

    def detener(self) -> None:
        """Ask every process to end, wait, and kill what is left; a second Ctrl-C doesn't wait."""
        avisos, limite = self._avisos, time.monotonic() + self.paciencia
        for proceso in self._procesos.values():
            # The leader only: Celery's and gunicorn's own children are theirs to bring home.
            if proceso.poll() is None:
                proceso.terminate()
        while any(proceso.poll() is None for proceso in self._procesos.values()):
            if time.monotonic() > limite or self._avisos > avisos:
                break
            time.sleep(PAUSA / 2)
        for proceso in self._procesos.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(proceso.pid, signal.SIGKILL)
            proceso.wait()
        self._procesos.clear()

    def _atender(self) -> None:
        if self._avisos:
            raise Detenido

    def _avisar(self, senal: int, marco: FrameType | None) -> None:
        self._avisos += 1


def _morir_con_el_padre() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

"""A mail server as a process of its own, and what it was given. Needs no Django."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from portal.desarrollo.motores import RAIZ


@contextmanager
def sumidero(carpeta: Path, demora: float = 0.0) -> Iterator[int]:
    """Run a mail server as a process; yield its port. Each message is a file of `carpeta`."""
    orden = [sys.executable, "-m", "tests.smtp", "--dir", str(carpeta), "--delay", str(demora)]
    with subprocess.Popen(orden, cwd=RAIZ, stdout=subprocess.PIPE) as proceso:
        assert proceso.stdout is not None
        try:
            yield int(proceso.stdout.readline())
        finally:
            proceso.terminate()


def cuantos(carpeta: Path) -> int:
    """Count the messages that were accepted so far."""
    return len(list(carpeta.glob("*.eml")))


def message_ids(carpeta: Path) -> list[str]:
    """Return the Message-ID of every message that was accepted."""
    return [str(leer(archivo)["Message-ID"]) for archivo in carpeta.glob("*.eml")]


def leer(archivo: Path) -> EmailMessage:
    """Parse one of its files."""
    return message_from_bytes(archivo.read_bytes(), policy=policy.default)

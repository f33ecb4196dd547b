"""Processes of the portal that work on the tests' own database and Redis."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from portal.desarrollo.motores import RAIZ

CELERY = (
    *("celery", "-A", "portal", "worker", "--loglevel=WARNING", "--concurrency=2"),
    *("--without-gossip", "--without-mingle"),
)


def entorno_del_proceso(**otros: str) -> dict[str, str]:
    """Return what a process needs to work on the tests' database."""
    partes = urlsplit(os.environ["DATABASE_URL"])
    base = urlunsplit(partes._replace(path=f"/{connection.settings_dict['NAME']}"))
    return {**os.environ, "DATABASE_URL": base, **otros}


@contextmanager
def proceso(*orden: str, **otros: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `python -m …` in a process group of its own, killed at the end."""
    hijo = subprocess.Popen(
        [sys.executable, "-m", *orden],
        cwd=RAIZ,
        env=entorno_del_proceso(**otros),
        start_new_session=True,
    )
    try:
        yield hijo
    finally:
        matar(hijo)


@contextmanager
def trabajador_de_celery(**otros: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A Celery worker with two processes."""
    with proceso(*CELERY, **otros) as hijo:
        yield hijo


def matar(hijo: "subprocess.Popen[bytes]") -> None:
    """Kill a process and its children with -9, as a power cut would."""
    if hijo.poll() is None:
        os.killpg(hijo.pid, signal.SIGKILL)
        hijo.wait()

"""Telling workers that a packet waits: after the commit, and never more than a hint."""

from datetime import timedelta

from django.db import transaction

from contrasenas.envio.politica import TURNOS
from contrasenas.models import Lote
from portal.celery import app

TAREA = "contrasenas.tasks.procesar_lote"


def despertar(lote: Lote, *, vigencia: timedelta | None = None) -> None:
    """Call as many workers as one packet may have, once this is committed.

    With the broker away the rows are safe, and the sweep finds them. The sweep's own calls expire
    after `vigencia`, so that a backlog is not queued over and over.
    """
    transaction.on_commit(lambda: _llamar(lote.pk, vigencia), robust=True)


def _llamar(pk: int, vigencia: timedelta | None) -> None:
    # By name: the task's module stands above this one.
    for _ in range(TURNOS):
        app.send_task(TAREA, (pk,), expires=vigencia.total_seconds() if vigencia else None)

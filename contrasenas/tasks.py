"""Celery tasks of the password service: their only argument is the key of a row."""

import logging

from celery import shared_task

from contrasenas import ejecucion
from contrasenas.activacion import limpieza
from contrasenas.envio import barrido, proceso
from contrasenas.models import Operacion

log = logging.getLogger(__name__)
PERIODO_BARRIDO = 60
"""Seconds between two sweeps of the operations."""


@shared_task
def procesar_lote(pk: int) -> None:
    """Send a packet for a few minutes, then let another task go on: other packets wait too."""
    if proceso.procesar(pk):
        procesar_lote.delay(pk)


@shared_task
def barrer_envios() -> None:
    """Find the packets and schedules that wait for a worker."""
    barrido.barrer()


@shared_task
def procesar_operacion(pk: int) -> None:
    """Do one operation of the generator."""
    ejecucion.procesar(pk=pk)


@shared_task
def barrer_operaciones() -> None:
    """Wake up a worker for every operation that waits for one, or whose worker died; each minute.

    What it queues expires before the next sweep, so that a backlog isn't queued over and over.
    """
    for pk in Operacion.objects.desatendidas().values_list("pk", flat=True):
        procesar_operacion.apply_async((pk,), expires=PERIODO_BARRIDO)


@shared_task
def limpiar_activaciones() -> None:
    """Delete PINs and requests that nobody needs any more."""
    log.info("PIN y solicitudes de activación borrados: %d, %d", *limpieza.limpiar())

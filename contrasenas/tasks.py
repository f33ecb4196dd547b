"""Celery tasks: their only argument is the key of a row."""

from celery import shared_task

from contrasenas.envio import barrido, proceso


@shared_task
def procesar_lote(pk: int) -> None:
    """Send a packet for a few minutes, then let another task go on: other packets wait too."""
    if proceso.procesar(pk):
        procesar_lote.delay(pk)


@shared_task
def barrer_envios() -> None:
    """Find the packets and schedules that wait for a worker."""
    barrido.barrer()

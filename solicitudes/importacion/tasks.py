"""Celery tasks: their only argument is the key of a row."""

from celery import shared_task

from solicitudes.importacion import limpieza, proceso
from solicitudes.importacion.models import Importacion

PERIODO_BARRIDO = 60
"""Seconds."""


@shared_task
def procesar_importacion(pk: int) -> None:
    """Review or load one file."""
    proceso.procesar(pk=pk)


@shared_task
def barrer_importaciones() -> None:
    """Wake up a worker for every import that waits for one, or whose worker died; each minute.

    What it queues expires before the next sweep, so that a backlog isn't queued over and over.
    """
    for pk in Importacion.objects.desatendidas().values_list("pk", flat=True):
        procesar_importacion.apply_async((pk,), expires=PERIODO_BARRIDO)


@shared_task
def borrar_archivos_importados() -> None:
    """Delete the files that are no longer needed; each night."""
    limpieza.borrar_archivos_caducos()

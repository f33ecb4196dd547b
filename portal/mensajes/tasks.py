"""Celery tasks: their only argument is the key of a row."""

from celery import shared_task

from portal.mensajes import envio
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.mensajes.politica import LIMITE_TAREA, PERIODO_BARRIDO


@shared_task(acks_late=True, soft_time_limit=LIMITE_TAREA - 15, time_limit=LIMITE_TAREA)
def enviar_correo(pk: str) -> None:
    """Send one e-mail."""
    envio.enviar_correo(pk=pk)


@shared_task(acks_late=True, soft_time_limit=LIMITE_TAREA - 15, time_limit=LIMITE_TAREA)
def enviar_sms(pk: str) -> None:
    """Send one SMS."""
    envio.enviar_sms(pk=pk)


@shared_task
def barrer_mensajes() -> None:
    """Wake up the rows that are due and those whose worker died; runs every `PERIODO_BARRIDO`.

    What it queues expires before the next sweep, so that a backlog isn't queued over and over.
    """
    vigencia = PERIODO_BARRIDO.total_seconds()
    for modelo, tarea in ((CorreoSaliente, enviar_correo), (SmsSaliente, enviar_sms)):
        for pk in envio.recuperar(modelo):
            tarea.apply_async((str(pk),), expires=vigencia)

"""Celery tasks of the help desk: their only argument is the key of a row."""

from typing import Final

from celery import shared_task

from mesa_ayuda.models import Buzon, CorreoEntrante

PERIODO_BARRIDO: Final = 60
"""Seconds between two sweeps."""
LIMITE_CORREO: Final = 90
"""Seconds that one mail may take; shorter than `PLAZO_RECLAMO`."""
LIMITE_BUZON: Final = 240


@shared_task(soft_time_limit=LIMITE_CORREO - 15, time_limit=LIMITE_CORREO)
def procesar_correo(pk: int) -> None:
    """Read one mail and do what it asks for."""
    from mesa_ayuda.entrada import proceso

    proceso.procesar(pk=pk)


@shared_task
def barrer_correos() -> None:
    """Wake up a worker for every mail that waits for one, or whose worker died; each minute.

    What it queues expires before the next sweep, so that a backlog isn't queued over and over.
    """
    desatendidos = CorreoEntrante.objects.desatendidos().order_by("pk")
    for pk in desatendidos.values_list("pk", flat=True)[:1000]:
        procesar_correo.apply_async((pk,), expires=PERIODO_BARRIDO)


@shared_task
def leer_buzones() -> None:
    """Wake up a worker for each mailbox that has an IMAP server; each minute."""
    for pk in Buzon.objects.sondeados().values_list("pk", flat=True):
        leer_buzon.apply_async((pk,), expires=PERIODO_BARRIDO)


@shared_task(soft_time_limit=LIMITE_BUZON - 15, time_limit=LIMITE_BUZON)
def leer_buzon(pk: int) -> None:
    """Fetch what is new in one mailbox."""
    from mesa_ayuda.entrada import sondeo

    sondeo.leer_buzon(pk=pk)

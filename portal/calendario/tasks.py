"""Periodic work of the business calendar."""

from celery import shared_task
from django.utils import timezone

from portal.calendario import servicios

ANIOS_POR_DELANTE = 3


@shared_task(name="portal.calendario.tasks.sembrar_festivos")
def sembrar_festivos() -> None:
    """Keep the legal holidays of this year and the next three in the table."""
    anio = timezone.localdate().year
    servicios.sembrar_festivos(anios=range(anio, anio + ANIOS_POR_DELANTE + 1))

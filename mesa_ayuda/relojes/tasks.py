"""Periodic work of the clocks."""

import logging

from celery import shared_task

from mesa_ayuda.relojes import vigilancia

log = logging.getLogger(__name__)


@shared_task
def vigilar_relojes() -> None:
    """Make open cases due anew when hours, holidays or targets have changed."""
    if cambiados := vigilancia.vigilar():
        log.info("Casos que vencen en otro momento: %d", cambiados)

"""Periodic work of the escalation."""

import logging

from celery import shared_task

from mesa_ayuda.escalamiento import servicios

log = logging.getLogger(__name__)


@shared_task
def escalar_casos() -> None:
    """Take the cases that a rule has come to to their level; each minute."""
    if escalados := servicios.escalar_vencidos():
        log.info("Casos escalados: %d", escalados)

"""Periodic work of the closing."""

import logging

from celery import shared_task

from mesa_ayuda.cierre import servicios

log = logging.getLogger(__name__)


@shared_task
def cerrar_casos_resueltos() -> None:
    """Close what was solved and nobody has objected to; each morning."""
    if cerrados := servicios.cerrar_sin_objecion():
        log.info("Casos cerrados sin objeción: %d", cerrados)

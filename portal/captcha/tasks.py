"""Periodic cleaning, every few minutes from beat."""

import logging

from celery import shared_task

from portal.captcha import servicios

log = logging.getLogger(__name__)


@shared_task(name="portal.captcha.tasks.limpiar_captchas")
def limpiar_captchas() -> None:
    """Delete the expired challenges; forms don't, so that no visitor waits for it."""
    log.info("Desafíos vencidos borrados: %d", servicios.borrar_vencidos())

"""Periodic cleaning of the SSPS."""

import logging

from celery import shared_task

from solicitudes import servicios_factura

log = logging.getLogger(__name__)


@shared_task
def borrar_codigos_vencidos() -> None:
    """Delete old invoice codes: the privacy notice says that they are kept for hours at most."""
    log.info("Códigos de factura borrados: %d", servicios_factura.borrar_codigos_vencidos())

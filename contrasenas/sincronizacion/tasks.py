"""Celery tasks: their only argument is the key of a chamber."""

import logging

from celery import shared_task

from contrasenas.models import Camara
from contrasenas.sincronizacion import carpeta
from contrasenas.sincronizacion.excepciones import YaEnCurso

log = logging.getLogger(__name__)

PERIODO = 60 * 60
"""Seconds between two runs in the small hours: a file that comes late is found by the next."""


@shared_task
def sincronizar_matriculados_diario() -> None:
    """Wake up a worker for each chamber that has a new file in the folder."""
    for camara in carpeta.camaras_por_sincronizar():
        sincronizar_camara.apply_async((camara.pk,), expires=PERIODO)


@shared_task
def sincronizar_camara(pk: int) -> None:
    """Synchronise one chamber, if there is still something new."""
    camara = Camara.objects.ligeras().filter(pk=pk).first()
    if camara is None:
        return
    try:
        fila = carpeta.sincronizar_de_carpeta(camara=camara)
    except YaEnCurso:
        log.info("Cámara %s: ya hay una sincronización en curso.", camara.codigo)
        return
    except OSError as error:
        log.error("Cámara %s: no se pudo leer su archivo: %s", camara.codigo, error.strerror)
        return
    if fila is not None:
        log.info(
            "Cámara %s: sincronización %s %s, %d filas.",
            *(camara.codigo, fila.pk, fila.estado, fila.leidas),
        )

"""The folder where SIREP leaves each chamber's file every day (`PORTAL_SIREP`)."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, Sincronizacion
from contrasenas.sincronizacion.servicios import INTERRUMPIDA, sincronizar

ORIGEN = "sincronización diaria"
QUIETO = timedelta(minutes=1)
"""A file that changed a moment ago is still being written."""


def archivo_de(camara: Camara) -> Path | None:
    """Return the chamber's newest file, `<código>.csv` or `<código>-….csv`, if there is one."""
    nombre = re.compile(rf"{camara.codigo}(?!\d).*\.csv", re.IGNORECASE)
    carpeta = Path(settings.PORTAL_SIREP) if settings.PORTAL_SIREP else None
    if carpeta is None or not carpeta.is_dir():
        return None
    archivos = [ruta for ruta in carpeta.iterdir() if nombre.fullmatch(ruta.name)]
    return max((a for a in archivos if a.is_file()), key=_modificado, default=None)


def camaras_por_sincronizar() -> list[Camara]:
    """Return the chambers whose file may be a new one."""
    return [camara for camara in Camara.objects.ligeras() if _por_leer(camara) is not None]


def sincronizar_de_carpeta(*, camara: Camara) -> Sincronizacion | None:
    """Synchronise a chamber with its newest file; None where there is no new one.

    Raises YaEnCurso, and OSError for a file that can't be read.
    """
    ruta = _por_leer(camara)
    if ruta is None:
        return None
    with ruta.open("rb") as flujo:
        huella = hashlib.file_digest(flujo, "sha256").hexdigest()
        # The rows carry the time of their export: the very same bytes are an old file.
        if camara.sincronizaciones.filter(
            sha256=huella, estado=EstadoSincronizacion.TERMINADA
        ).exists():
            return None
        return sincronizar(camara=camara, flujo=flujo, nombre=ruta.name, origen=ORIGEN)


def _por_leer(camara: Camara) -> Path | None:
    """Return its newest file unless it is still being written, or was refused as it is."""
    ruta = archivo_de(camara)
    if ruta is None or timezone.now() - _modificado(ruta) < QUIETO:
        return None
    rehusado = camara.sincronizaciones.filter(
        archivo=ruta.name,
        estado=EstadoSincronizacion.RECHAZADA,
        iniciada_en__gt=_modificado(ruta),
    ).exclude(error=INTERRUMPIDA)
    return None if rehusado.exists() else ruta


def _modificado(ruta: Path) -> datetime:
    return datetime.fromtimestamp(ruta.stat().st_mtime, UTC)

"""The demo's registry comes in as a chamber's does: by synchronisation with a file."""

from datetime import timedelta
from io import BytesIO
from typing import Final

from django.utils import timezone

from contrasenas.demo.registro import archivo
from contrasenas.models import Camara
from contrasenas.sincronizacion.servicios import sincronizar
from portal.calendario.tiempo_habil import BOGOTA

CADA: Final = timedelta(hours=12)
"""A demo that was shut for days must not begin with «sus datos son viejos»."""


def sincronizar_de_nuevo(camara: Camara) -> None:
    """Read the demo's file into the registry, unless that was done lately."""
    ultima = camara.ultima_sincronizacion
    if ultima and ultima.terminada_en and timezone.now() - ultima.terminada_en < CADA:
        return
    hoy = timezone.localdate(timezone=BOGOTA)
    sincronizar(
        camara=camara,
        flujo=BytesIO(archivo(hoy)),
        nombre=f"mreg_est_matriculados-{hoy:%Y%m%d}.csv",
        origen="demo",
    )

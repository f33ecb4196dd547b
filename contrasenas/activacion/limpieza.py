"""What an activation leaves behind that nobody needs any more (see the privacy notice)."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from contrasenas.activacion.pines import HORA
from contrasenas.enums import EstadoActivacion
from contrasenas.models import Activacion, Pin

CONSERVA: Final = timedelta(days=30)
"""How long staff can see that somebody tried and did not finish."""


def limpiar() -> tuple[int, int]:
    """Delete expired PINs and old requests that ended in nothing; return how many of each.

    PINs of the last hour are still counted; what the evidence needs of a used one has been copied.
    """
    ahora = timezone.now()
    pines, _ = Pin.objects.filter(vence__lte=ahora, creado__lte=ahora - HORA).delete()
    viejas = Activacion.objects.filter(aceptado_en__lte=ahora - CONSERVA)
    solicitudes, _ = viejas.exclude(estado=EstadoActivacion.ACTIVADA).delete()
    return pines, solicitudes

"""What every template may show."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.canales.fichas import CanalAhora
from portal.canales.servicios import canales_abiertos


def _abiertos() -> list[CanalAhora]:
    return canales_abiertos(timezone.now())


def portal(request: HttpRequest) -> dict[str, object]:
    """Names of the portal, and the channels open now: worked out only where a template asks."""
    return {
        "PORTAL_NOMBRE": settings.PORTAL_NOMBRE,
        "PORTAL_ENTIDAD": settings.PORTAL_ENTIDAD,
        "PORTAL_DEMO": settings.PORTAL_DEMO,
        "canales_abiertos": SimpleLazyObject(_abiertos),
    }

"""Answer to a locked-out sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.paginas.errores import error_429


def responder(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Return the 429 page that says when to try again (django-axes' lock-out callable)."""
    espera = int(settings.AXES_COOLOFF_TIME.total_seconds())
    return error_429(request, espera)

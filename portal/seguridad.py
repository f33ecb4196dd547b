"""Security headers that Django 5.2 does not set by itself.

The policy is read from `SECURE_CSP`, the setting's name in Django 6.0: the upgrade deletes the
first half of this module.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISOS = ", ".join(
    f"{nombre}=()"
    for nombre in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class CabecerasMiddleware:
    """Adds Content-Security-Policy and Permissions-Policy; a view's own policy is respected."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.politica = "; ".join(
            f"{directiva} {' '.join(fuentes)}" for directiva, fuentes in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.politica)
        response.headers.setdefault("Permissions-Policy", PERMISOS)
        return response

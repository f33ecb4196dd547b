"""The floor of the look-up: the same templates rendered from constants, without session or base.

What the pages show is read once, when the first request comes; afterwards nothing is.
"""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from portal.urls import handler404, handler500, urlpatterns
from solicitudes import consulta
from solicitudes.consulta import Consulta
from solicitudes.views import contexto_detalle, contexto_lista

__all__ = ["handler404", "handler500", "urlpatterns"]


def permiso(persona: int) -> Consulta:
    """Return a look-up of that person that is in force."""
    return Consulta(persona, timezone.now() + consulta.DURACION)


@cache
def constantes_lista(persona: int) -> dict[str, object] | None:
    """Return what the list shows of that person."""
    return contexto_lista(permiso(persona), 1)


@cache
def constantes_detalle(persona: int, numero: int) -> dict[str, object]:
    """Return what the detail shows of that request."""
    return contexto_detalle(permiso(persona), numero)


def lista(request: HttpRequest, persona: int) -> HttpResponse:
    """Render the list from constants."""
    return render(request, "solicitudes/lista.html", constantes_lista(persona))


def detalle(request: HttpRequest, persona: int, numero: int) -> HttpResponse:
    """Render the detail from constants."""
    return render(request, "solicitudes/detalle.html", constantes_detalle(persona, numero))


urlpatterns = [
    *urlpatterns,
    path("constante/lista/<int:persona>/", lista),
    path("constante/detalle/<int:persona>/<int:numero>/", detalle),
]

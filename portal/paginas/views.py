"""Home, help on the download e-mail and privacy notice."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.calendario import palabras
from portal.canales.enums import TipoSolicitud
from portal.canales.servicios import canales_en
from portal.paginas.privacidad import FECHA, VERSION
from portal.paginas.puertas import puertas_abiertas


@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    """The services as doors, and every channel with its state now: first those that answer."""
    canales = sorted(canales_en(timezone.now()), key=lambda canal: not canal.estado.abierto)
    contexto = {"puertas": puertas_abiertas(), "canales": canales}
    return render(request, "paginas/inicio.html", contexto)


@require_safe
def ayuda_correo_descarga(request: HttpRequest) -> HttpResponse:
    """The guide of manual 000, task by task."""
    soporte = [
        canal
        for canal in canales_en(timezone.now())
        if canal.ficha.tipo_solicitud == TipoSolicitud.TODAS
    ]
    return render(request, "paginas/ayuda_correo_descarga.html", {"canales": soporte})


@require_safe
def privacidad(request: HttpRequest) -> HttpResponse:
    """The notice that Ley 1581/2012 and Decreto 1377/2013 ask for."""
    contexto = {
        "version": VERSION,
        "fecha": FECHA,
        "cookie_sesion": settings.SESSION_COOKIE_NAME,
        "cookie_csrf": settings.CSRF_COOKIE_NAME,
        "duracion_sesion": palabras.espera(settings.SESSION_COOKIE_AGE),
        "dias_csrf": settings.CSRF_COOKIE_AGE // (24 * 60 * 60),
        "canales": [
            canal
            for canal in canales_en(timezone.now())
            if canal.ficha.tipo_solicitud == TipoSolicitud.PQRSA
        ],
    }
    return render(request, "paginas/privacidad.html", contexto)

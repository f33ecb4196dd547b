"""Error pages, and the middleware that turns an exceeded limit into one of them."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from redis import RedisError

from portal.calendario import palabras
from portal.calendario.tiempo_habil import BOGOTA
from portal.limites import LimiteExcedido, LimitesNoDisponibles

log = logging.getLogger(__name__)
# Seconds after which a person may try again when an engine does not answer.
ESPERA_SIN_SERVICIO = 60


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request makes no sense."""
    return render(request, "errores/400.html", status=400)


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not allowed."""
    return render(request, "errores/403.html", status=403)


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none for this person: both look the same."""
    return render(request, "errores/404.html", status=404)


def error_500(request: HttpRequest) -> HttpResponse:
    """Something broke. Without context processors: they may be what broke."""
    return HttpResponse(render_to_string("errores/500.html"), status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form had expired or came from elsewhere; most people only left the page open too long.

    `reason` is Django's, in English and for developers: it is not shown.
    """
    return render(request, "paginas/csrf.html", status=403)


def error_429(request: HttpRequest, reintentar_en: int) -> HttpResponse:
    """Too many tries: says at what time to try again, `reintentar_en` seconds from now."""
    cuando = hora_de_reintento(timezone.now(), reintentar_en)
    espera = palabras.espera(reintentar_en)
    response = render(request, "errores/429.html", {"cuando": cuando, "espera": espera}, status=429)
    response["Retry-After"] = str(reintentar_en)
    response["Cache-Control"] = "no-store"
    return response


def error_503(request: HttpRequest) -> HttpResponse:
    """An engine that the page needs does not answer; the page asks nothing of any engine."""
    response = HttpResponse(render_to_string("errores/500.html"), status=503)
    response["Retry-After"] = str(ESPERA_SIN_SERVICIO)
    return response


def hora_de_reintento(ahora: datetime, segundos: int) -> str:
    """«a las 3:42 p. m.», «mañana a la 1:05 a. m.»: rounded up, so that it is never too soon."""
    local = (ahora + timedelta(seconds=segundos)).astimezone(BOGOTA)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    hoy = ahora.astimezone(BOGOTA).date()
    dia = "" if local.date() == hoy else f"{palabras.dia_relativo(local.date(), hoy)} "
    return f"{dia}a {palabras.a_la_hora(local)}"


class LimiteMiddleware:
    """Answers 429 when a view uses up a limit, 503 when Redis, which counts them, is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django with what a view raised."""
        if isinstance(exception, LimiteExcedido):
            log.info("Límite excedido: %s", exception.nombre)
            return error_429(request, exception.reintentar_en)
        if isinstance(exception, LimitesNoDisponibles | RedisError):
            log.error("Redis no responde.", exc_info=exception)
            return error_503(request)
        return None

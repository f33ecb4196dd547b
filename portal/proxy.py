"""A word where the proxy in front was not declared: without it every page would redirect for ever.

A proxy that ended the TLS says so in `X-Forwarded-Proto`. With `PORTAL_PROXY_HOPS=0` that header is
not believed, so the request looks unprotected, is sent to the very address that it came from, and
the browser goes round in circles.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from portal.paginas.errores import error_503

log = logging.getLogger(__name__)
AVISO = (
    "Un proxy con TLS atiende delante del portal y PORTAL_PROXY_HOPS es 0: diga en esa variable "
    "cuántos proxies propios hay (casi siempre 1) y reinicie."
)


class ProxySinDeclararMiddleware:
    """Answers 503, and says in the log what to do, in place of a redirection that leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.PORTAL_PROXY_HOPS or not settings.SECURE_SSL_REDIRECT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        misma = f"https://{request.get_host()}{request.get_full_path()}"
        ya_protegida = request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https"
        if not (ya_protegida and response.status_code == 301 and response["Location"] == misma):
            return response
        log.error(AVISO)
        return error_503(request)

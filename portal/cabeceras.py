"""Headers of the pages whose address holds a secret, or that show what a session earned."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

Vista = Callable[..., HttpResponseBase]


def reservada(vista: Vista) -> Vista:
    """Have nothing store the page, and nobody learn its address: neither other sites nor ours.

    `strict-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with the
    page's own forms (Fetch standard, «append a request Origin header»), which CSRF must refuse.
    """

    @never_cache
    @wraps(vista)
    def envuelta(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = vista(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return envuelta

"""Who may import: whoever may write requests by hand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

PERMISOS = ("solicitudes.add_solicitud", "solicitudes.change_solicitud")


def puede_importar(request: HttpRequest) -> bool:
    """Whether this member of staff may add and change requests."""
    return request.user.has_perms(PERMISOS)


def exigir_importar(
    vista: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Make a view of the admin answer 403 to everybody else."""

    @wraps(vista)
    def _vista(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not puede_importar(request):
            raise PermissionDenied
        return vista(request, *args, **kwargs)

    return _vista

"""Files and mails of a case, for the staff who may see cases."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from mesa_ayuda import entrega
from mesa_ayuda.models import Adjunto, Mensaje


@require_safe
def adjunto(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a file of a case to staff, for download only."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    return entrega.archivo(
        get_object_or_404(Adjunto.objects.select_related("mensaje__caso"), pk=pk)
    )


@require_safe
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a mail as it was laid out, cleaned, in a sandbox."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    return entrega.html_de_correo(get_object_or_404(Mensaje.objects.exclude(html=""), pk=pk))

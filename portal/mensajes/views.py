"""The demo inbox: every mail and SMS that would have left. 404 outside the demo."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from portal.mensajes import crudo
from portal.mensajes.forms import BusquedaForm
from portal.mensajes.models import MensajeBuzon

P = ParamSpec("P")
Vista = Callable[Concatenate[HttpRequest, P], HttpResponse]
POR_PAGINA = 25
# Mail programs want inline styles: allowed in this one document, which is sandboxed away from the
# portal's origin, runs no script and loads nothing. Its links open in a new window.
CSP_CORREO = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def solo_demo(vista: Vista[P]) -> Vista[P]:
    """Answer 404 unless `PORTAL_DEMO`, even if the addresses were included by mistake."""

    @wraps(vista)
    def envuelta(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.PORTAL_DEMO:
            raise Http404
        return vista(request, *args, **kwargs)

    return envuelta


@require_safe
@never_cache
@solo_demo
def lista(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first."""
    form = BusquedaForm(request.GET or None)
    mensajes = MensajeBuzon.objects.ligeros()
    if form.is_valid():
        mensajes = mensajes.buscados(**form.cleaned_data)
    pagina = Paginator(mensajes, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {"form": form, "page_obj": pagina, "total": MensajeBuzon.objects.count()}
    return render(request, "buzon/lista.html", contexto)


@require_safe
@never_cache
@solo_demo
def detalle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message: text, HTML preview, headers, attachments."""
    mensaje = get_object_or_404(MensajeBuzon, pk=pk)
    contexto = {"mensaje": mensaje, "leido": crudo.leer(bytes(mensaje.crudo))}
    return render(request, "buzon/detalle.html", contexto)


@require_safe
@never_cache
@xframe_options_sameorigin
@solo_demo
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the HTML part of a mail as a document with a sandbox of its own."""
    leido = crudo.leer(bytes(get_object_or_404(MensajeBuzon, pk=pk).crudo))
    if not leido.html:
        raise Http404
    # Without it a link would open inside the preview, where the portal refuses to be framed.
    documento = leido.html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(
        documento,
        headers={"Content-Security-Policy": CSP_CORREO, "Referrer-Policy": "no-referrer"},
    )


@require_safe
@never_cache
@solo_demo
def adjunto(request: HttpRequest, pk: int, numero: int) -> HttpResponse:
    """Download attachment number `numero` (from 0) of a mail; never opened by the browser."""
    adjuntos = crudo.leer(bytes(get_object_or_404(MensajeBuzon, pk=pk).crudo)).adjuntos
    if numero >= len(adjuntos):
        raise Http404
    elegido = adjuntos[numero]
    return HttpResponse(
        elegido.contenido,
        content_type=elegido.tipo,
        headers={
            "Content-Disposition": content_disposition_header(True, elegido.nombre) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@solo_demo
def vaciar(request: HttpRequest) -> HttpResponse:
    """Delete every message of the inbox."""
    borrados, _ = MensajeBuzon.objects.all().delete()
    messages.success(request, f"Se borraron {borrados} mensajes de la demostración.")
    return redirect("buzon:lista")

"""Files and mails of a case, for the customers who may read it."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from mesa_ayuda import entrega
from mesa_ayuda.clientes.expediente import adjunto_visible, expediente_de, mensaje_con_html
from mesa_ayuda.cuentas.acceso import PeticionCliente, para_clientes


@require_safe
@para_clientes
def adjunto(request: PeticionCliente, clave: int) -> HttpResponseBase:
    """Give a file of a case that the user may read, for download only."""
    fila = adjunto_visible(request.user, clave, timezone.now())
    if fila is None:
        raise Http404
    return entrega.archivo(fila)


@require_safe
@para_clientes
def html(request: PeticionCliente, numero: str, clave: int) -> HttpResponse:
    """Show a mail as it was laid out, cleaned, in a sandbox."""
    expediente = expediente_de(request.user, numero, timezone.now())
    mensaje = mensaje_con_html(expediente.caso, clave) if expediente else None
    if mensaje is None:
        raise Http404
    return entrega.html_de_correo(mensaje)

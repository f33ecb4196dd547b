"""What came from outside, given so that no browser runs it: files, and the HTML of a mail."""

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from mesa_ayuda.archivos import BINARIO, nombre_de_descarga
from mesa_ayuda.clientes.expediente import adjunto_visible, expediente_de, mensaje_con_html
from mesa_ayuda.cuentas.acceso import PeticionCliente, para_clientes
from mesa_ayuda.entrada.limpieza import limpiar

# No scripts, no images from elsewhere, no forms; a window of an origin of its own.
POLITICA = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'"
POLITICA_HTML = f"{POLITICA}; frame-ancestors 'self'"
PAGINA = (
    '<!DOCTYPE html><html lang="es"><head><meta charset="utf-8">'
    "<title>Mensaje original</title></head><body>{}</body></html>"
)


@require_safe
@para_clientes
def adjunto(request: PeticionCliente, clave: int) -> HttpResponseBase:
    """Give a file of a case that the user may read, for download only."""
    fila = adjunto_visible(request.user, clave, timezone.now())
    if fila is None:
        raise Http404
    try:
        archivo = fila.archivo.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    respuesta = FileResponse(
        archivo,
        as_attachment=True,
        filename=nombre_de_descarga(fila, fila.mensaje.caso.numero),
        # Not even its true type: nothing is opened in place.
        content_type=BINARIO,
    )
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Content-Security-Policy"] = POLITICA
    return respuesta


@require_safe
@para_clientes
def html(request: PeticionCliente, numero: str, clave: int) -> HttpResponse:
    """Show a mail as it was laid out, cleaned, in a sandbox."""
    expediente = expediente_de(request.user, numero, timezone.now())
    mensaje = mensaje_con_html(expediente.caso, clave) if expediente else None
    if mensaje is None:
        raise Http404
    respuesta = HttpResponse(PAGINA.format(limpiar(mensaje.html)))
    respuesta["Content-Security-Policy"] = POLITICA_HTML
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Referrer-Policy"] = "no-referrer"
    return respuesta

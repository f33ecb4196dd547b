"""What came from outside, given so that no browser runs it: files, and the HTML of a mail.

Who may have it is the caller's business.
"""

from typing import Final

from django.http import FileResponse, Http404, HttpResponse

from mesa_ayuda.archivos import BINARIO, nombre_de_descarga
from mesa_ayuda.entrada.limpieza import limpiar
from mesa_ayuda.models import Adjunto, Mensaje

# No scripts, no images from elsewhere, no forms; a window of an origin of its own.
POLITICA: Final = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'"
POLITICA_HTML: Final = f"{POLITICA}; frame-ancestors 'self'"
PAGINA: Final = (
    '<!DOCTYPE html><html lang="es"><head><meta charset="utf-8">'
    "<title>Mensaje original</title></head><body>{}</body></html>"
)


def archivo(adjunto: Adjunto) -> FileResponse:
    """Return a file for download only, under a name of ours. Raises `Http404` if it is gone."""
    try:
        contenido = adjunto.archivo.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    respuesta = FileResponse(
        contenido,
        as_attachment=True,
        filename=nombre_de_descarga(adjunto, adjunto.mensaje.caso.numero),
        # Not even its true type: nothing is opened in place.
        content_type=BINARIO,
    )
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Content-Security-Policy"] = POLITICA
    return respuesta


def html_de_correo(mensaje: Mensaje) -> HttpResponse:
    """Return a mail as it was laid out, cleaned, in a sandbox that only our own pages may frame."""
    respuesta = HttpResponse(PAGINA.format(limpiar(mensaje.html)))
    respuesta["Content-Security-Policy"] = POLITICA_HTML
    respuesta["X-Frame-Options"] = "SAMEORIGIN"
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Referrer-Policy"] = "no-referrer"
    return respuesta

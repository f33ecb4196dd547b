"""The invoice: a one-time code to the registered e-mail, then the PDF (manual 002 §4, step 2)."""

import logging

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.calendario import palabras
from portal.limites import LimiteExcedido
from portal.mascaras import enmascarar_correo
from portal.paginas.errores import hora_de_reintento
from solicitudes import consulta
from solicitudes.codigo_factura import DURACION
from solicitudes.forms import CodigoForm
from solicitudes.models import Solicitud
from solicitudes.permisos import solicitud_con_factura
from solicitudes.servicios_factura import SinCorreo, canjear_codigo, enviar_codigo

log = logging.getLogger(__name__)
# The same words whether it is wrong, used, expired, replaced or worn out.
CODIGO_INVALIDO = (
    "El código no es correcto o ya no sirve. Revise el correo más reciente o pida otro código."
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def factura(request: HttpRequest, numero: int) -> HttpResponse:
    """Say where the code goes, and send it; once it was redeemed, offer the download."""
    solicitud = solicitud_con_factura(request, numero)
    if request.method != "POST":
        return _pagina(request, solicitud)
    try:
        enviar_codigo(orden=solicitud.orden)
    except SinCorreo:
        return _pagina(request, solicitud)
    except LimiteExcedido as limite:
        return _demasiados(request, solicitud, limite)
    consulta.prolongar(request.session, DURACION)
    messages.success(request, "Le enviamos un código. Sirve durante 10 minutos.")
    return redirect("solicitudes:factura_codigo", numero)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def codigo(request: HttpRequest, numero: int) -> HttpResponse:
    """Take the code; a right one opens the download in this session."""
    solicitud = solicitud_con_factura(request, numero)
    form = CodigoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        orden_id = solicitud.orden_id
        if canjear_codigo(orden_id=orden_id, codigo=form.cleaned_data["codigo"]):
            consulta.autorizar_factura(request.session, orden_id)
            return redirect("solicitudes:factura", numero)
        form.add_error("codigo", CODIGO_INVALIDO)
    contexto = {"solicitud": solicitud, "form": form, "destino": _destino(solicitud)}
    return render(request, "solicitudes/factura_codigo.html", contexto)


@require_safe
@never_cache
def descargar(request: HttpRequest, numero: int) -> HttpResponseBase:
    """Serve the PDF, as often as needed while the permission lasts."""
    solicitud = solicitud_con_factura(request, numero)
    if consulta.factura_autorizada(request.session, solicitud.orden_id) is None:
        return redirect("solicitudes:factura", numero)
    archivo = solicitud.orden.factura.archivo
    try:
        abierto = archivo.open("rb")
    except OSError:
        log.error("Falta el archivo de la factura %s", solicitud.orden.factura.pk)
        return _pagina(request, solicitud, {"archivo_perdido": True}, status=404)
    return FileResponse(
        abierto,
        as_attachment=True,
        filename=f"factura-orden-{solicitud.orden.numero}.pdf",
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _destino(solicitud: Solicitud) -> str:
    correo = solicitud.orden.solicitante.correo
    return enmascarar_correo(correo) if correo else ""


def _pagina(
    request: HttpRequest,
    solicitud: Solicitud,
    mas: dict[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    contexto = {
        "solicitud": solicitud,
        "factura": solicitud.orden.factura,
        "destino": _destino(solicitud),
        "autorizada": consulta.factura_autorizada(request.session, solicitud.orden_id),
    }
    return render(request, "solicitudes/factura.html", contexto | (mas or {}), status=status)


def _demasiados(request: HttpRequest, solicitud: Solicitud, limite: LimiteExcedido) -> HttpResponse:
    cuando = hora_de_reintento(timezone.now(), limite.reintentar_en)
    espera = palabras.espera(limite.reintentar_en)
    response = _pagina(request, solicitud, {"cuando": cuando, "espera": espera}, status=429)
    response["Retry-After"] = str(limite.reintentar_en)
    return response

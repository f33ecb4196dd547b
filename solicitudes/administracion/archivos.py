"""Files of the SSPS for staff: attaching and downloading an invoice, downloading a certificate."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from portal.administracion.mixins import actor
from solicitudes import servicios
from solicitudes.admin_forms import FacturaForm
from solicitudes.models import Certificado, Orden


class SubirFactura(FormView[FacturaForm]):
    """The PDF of an order's invoice, new or in place of the earlier one."""

    template_name = "admin/solicitudes/orden/factura.html"
    form_class = FacturaForm
    orden: Orden

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may add, or replace, the invoice of an order that exists."""
        self.orden = get_object_or_404(Orden.objects.select_related("factura"), pk=kwargs["pk"])
        verbo = "change" if hasattr(self.orden, "factura") else "add"
        if not request.user.has_perm(f"solicitudes.{verbo}_factura"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: FacturaForm) -> HttpResponse:
        """Store it."""
        servicios.adjuntar_factura(
            orden_id=self.orden.pk, contenido=form.contenido, actor=actor(self.request)
        )
        messages.success(self.request, f"Adjuntó la factura de la orden {self.orden.numero}.")
        return redirect("admin:solicitudes_orden_change", self.orden.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the admin's pages need."""
        return super().get_context_data(
            **admin.site.each_context(self.request),
            **kwargs,
            title=f"Factura de la orden {self.orden.numero}",
            opts=Orden._meta,
            orden=self.orden,
        )


def descargar_factura(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the invoice of an order to staff who may see invoices.

    Like every page of the admin it is sent with `Cache-Control: no-store`.
    """
    if not request.user.has_perm("solicitudes.view_factura"):
        raise PermissionDenied
    orden = get_object_or_404(Orden, pk=pk, factura__isnull=False)
    try:
        archivo = orden.factura.archivo.open("rb")
    except OSError:
        messages.error(request, "El archivo de esta factura no está en el servidor: adjúntelo.")
        return redirect("admin:solicitudes_orden_change", pk)
    return FileResponse(archivo, as_attachment=True, filename=f"factura-orden-{orden.numero}.pdf")


def descargar_certificado(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the X.509 file (DER) of a request's certificate, where it was registered with one."""
    if not request.user.has_perm("solicitudes.view_certificado"):
        raise PermissionDenied
    certificado = get_object_or_404(Certificado, solicitud=pk, der__isnull=False)
    respuesta = HttpResponse(cast(bytes, certificado.der), content_type="application/pkix-cert")
    respuesta["Content-Disposition"] = f'attachment; filename="{certificado.serial}.cer"'
    return respuesta

"""The page that explains why a case is due when it is."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from mesa_ayuda.models import Caso, Escalamiento
from mesa_ayuda.relojes.configuracion import metas
from mesa_ayuda.relojes.explicacion import explicar
from mesa_ayuda.relojes.servicios import plazos_de
from portal.calendario.servicios import proximos_festivos


def plazos(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each target of the case line by line; for whoever may see cases."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    caso = get_object_or_404(Caso.objects.select_related("cuenta").defer("busqueda"), pk=pk)
    meta = metas().de(prioridad=caso.prioridad, cuenta=caso.cuenta_id)
    ahora, calculados = timezone.now(), plazos_de(caso)
    ultimo = max([ahora, *(p.limite for p in calculados.values() if p.limite)])
    festivos = dict(proximos_festivos(desde=caso.creado.date(), hasta=ultimo.date()))
    explicados = [
        (reloj.label, plazo, explicar(plazo, meta, festivos=festivos, ahora=ahora))
        for reloj, plazo in calculados.items()
    ]
    contexto = {
        **admin.site.each_context(request),
        "title": f"¿Por qué vence entonces? {caso.numero}",
        "opts": Caso._meta,
        "caso": caso,
        "plazos": explicados,
        "vence": caso.vence,
        "vencido": caso.vence is not None and caso.vence <= ahora,
        "escalamientos": Escalamiento.objects.filter(caso=caso).select_related("regla__nivel"),
        "caso_en_el_sitio": admin.site.is_registered(Caso),
    }
    return TemplateResponse(request, "admin/mesa_ayuda/caso/plazos.html", contexto)

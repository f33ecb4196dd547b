"""Pages about one chamber besides its form: «Probar conexión», and its logo."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from contrasenas.clientes.smtp import probar
from contrasenas.logo import tipo_de_imagen
from contrasenas.models import Camara
from contrasenas.permisos import camara_de
from portal import limites
from portal.administracion.mixins import actor

PRUEBAS_POR_HORA = 30
"""Of one person: enough to try, too few to look for open ports."""


@require_http_methods(["GET", "POST"])
def probar_servidor(request: HttpRequest, pk: int) -> HttpResponse:
    """Talk to the stored mail server up to a message, send none, and say in Spanish how it went."""
    camara = camara_de(actor(request), pk)
    if not request.user.has_perm("contrasenas.change_camara"):
        raise PermissionDenied
    if request.method == "GET" or not camara.tiene_servidor:
        return redirect("admin:contrasenas_camara_change", pk)
    limites.consumir("probar_smtp", str(request.user.pk), maximo=PRUEBAS_POR_HORA, ventana=3600)
    diagnostico = probar(
        camara.servidor,
        remitente=camara.masivos_smtp_correo_admin,
        admitir_local=settings.DESARROLLO,
    )
    contexto = {
        **admin.site.each_context(request),
        "title": f"Prueba del servidor de correo de {camara}",
        "opts": Camara._meta,
        "camara": camara,
        "diagnostico": diagnostico,
    }
    return render(request, "admin/contrasenas/camara/prueba.html", contexto)


@require_GET
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the picture to staff who may see the chamber."""
    camara = camara_de(actor(request), pk)
    if not request.user.has_perm("contrasenas.view_camara"):
        raise PermissionDenied
    if not camara.logo:
        raise Http404
    contenido = bytes(camara.logo)
    return HttpResponse(contenido, content_type=tipo_de_imagen(contenido))

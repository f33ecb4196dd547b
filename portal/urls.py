"""Addresses of the whole portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.salud")),
    path("", include("portal.paginas.urls")),
    path("", include("portal.canales.urls")),
    path("captcha/", include("portal.captcha.urls")),
    path("contrasenas/", include("contrasenas.urls")),
    path("estado/", include("solicitudes.urls")),
    path("mesa-de-ayuda/ayuda/", include("mesa_ayuda.conocimiento.urls")),
    path("mesa-de-ayuda/pqrsa/", include("mesa_ayuda.pqrsa.urls")),
    path("mesa-de-ayuda/", include("mesa_ayuda.urls")),
    path("webhooks/", include("portal.mensajes.webhooks")),
    path("webhooks/", include("mesa_ayuda.webhooks")),
    path("verificar/", include("portal.firma.urls")),
    path("admin/", admin.site.urls),
]
if settings.PORTAL_DEMO:
    urlpatterns.append(path("buzon/", include("portal.mensajes.urls")))

handler400 = "portal.paginas.errores.error_400"
handler403 = "portal.paginas.errores.error_403"
handler404 = "portal.paginas.errores.error_404"
handler500 = "portal.paginas.errores.error_500"

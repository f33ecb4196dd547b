"""Where the generator stands in the admin: its menu entry, who may, and its addresses."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from contrasenas.generador import envio_views, views
from contrasenas.generador.ambito import ambito_de
from contrasenas.models import Generador
from portal.administracion.mixins import SoloLecturaMixin, actor

PERMISO = "contrasenas.generar_contrasena"
AMBITO = "<int:camara>/<int:ano>/"


@admin.register(Generador)
class GeneradorAdmin(SoloLecturaMixin):
    """Screens of its own in place of Django's list: its rows are the operations' history."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may use the generator."""
        return request.user.has_perm(PERMISO)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may use the generator."""
        return request.user.has_perm(PERMISO)

    def get_urls(self) -> list[URLPattern]:
        """Return our screens; there are no others."""
        return [
            path("", self._vista(views.elegir), name=_("changelist")),
            self._ruta("", views.panel, "panel"),
            self._ruta("operacion/<int:pk>/progreso/", views.progreso, "progreso"),
            self._ruta("operacion/<slug:acto>/", views.operacion, "operacion"),
            self._ruta("exportar/<slug:que>/", views.exportar, "exportar"),
            self._ruta("enviar/", envio_views.enviar, "enviar"),
            self._ruta("programar/", envio_views.programar, "programar"),
            self._ruta("programacion/<slug:acto>/", envio_views.acto_programacion, "programacion"),
            self._ruta("paquete/<int:numero>/", envio_views.paquete, "paquete"),
            self._ruta(
                "paquete/<int:numero>/progreso/", envio_views.progreso_paquete, "progreso_paquete"
            ),
            self._ruta(
                "paquete/<int:numero>/<slug:acto>/", envio_views.acto_paquete, "acto_paquete"
            ),
        ]

    def _ruta(self, camino: str, vista: Callable[..., HttpResponseBase], nombre: str) -> URLPattern:
        """Give a view, in place of the two numbers of its address, what they stand for."""

        @wraps(vista)
        def _con_ambito(
            request: HttpRequest, camara: int, ano: int, **otros: Any
        ) -> HttpResponseBase:
            return vista(request, ambito_de(actor(request), camara, ano), **otros)

        return path(f"{AMBITO}{camino}", self._vista(_con_ambito), name=_(nombre))

    def _vista(self, vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(vista)
        def _con_permiso(request: HttpRequest, **otros: Any) -> HttpResponseBase:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return vista(request, **otros)

        return self.admin_site.admin_view(_con_permiso)


def _(nombre: str) -> str:
    return f"contrasenas_generador_{nombre}"

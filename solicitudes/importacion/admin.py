"""Imports in the admin: the list, and the addresses of their screens (`admin_views.py`)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin
from solicitudes.importacion import admin_views
from solicitudes.importacion.models import Importacion
from solicitudes.importacion.permisos import exigir_importar, puede_importar


@admin.register(Importacion)
class ImportacionAdmin(HistorialMixin, SoloLecturaMixin):
    """Whoever may write requests by hand sees and runs all imports, a colleague's too."""

    list_display = (
        *("__str__", "nombre", "estado", "creada", "autor", "leidas", "nuevas", "cambiadas"),
        *("sin_cambios", "rechazadas"),
    )
    list_display_links = ("__str__", "nombre")
    list_filter = ("estado", "creada")
    list_select_related = ("autor",)
    search_fields = ("nombre", "autor__username")
    search_help_text = "Busque por nombre del archivo o usuario."
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Importacion]:
        """Leave the preview where it is: the list doesn't show it."""
        return super().get_queryset(request).defer("muestra")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may import."""
        return puede_importar(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may import."""
        return puede_importar(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may import."""
        return puede_importar(request)

    def get_urls(self) -> list[URLPattern]:
        """Put our screens before Django's."""
        propias = [
            path("<int:pk>/progreso/", self._vista(admin_views.progreso), name=_("progreso")),
            path("<int:pk>/confirmar/", self._vista(admin_views.confirmar), name=_("confirmar")),
            path("<int:pk>/descartar/", self._vista(admin_views.descartar), name=_("descartar")),
            path("<int:pk>/filas.csv", self._vista(admin_views.filas_csv), name=_("filas")),
            path(
                "plantilla.<str:formato>", self._vista(admin_views.plantilla), name=_("plantilla")
            ),
        ]
        return [*propias, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the upload instead of Django's form."""
        return exigir_importar(admin_views.subir)(request)  # type: ignore[return-value]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how far the import is instead of Django's form."""
        return exigir_importar(admin_views.detalle)(request, object_id)  # type: ignore[return-value]

    def _vista(self, vista: Any) -> Any:
        return self.admin_site.admin_view(exigir_importar(vista))


def _(nombre: str) -> str:
    return f"importacion_importacion_{nombre}"

"""Synchronisations in the admin: what came, when, and what of it was refused."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime

from contrasenas.models import Sincronizacion
from contrasenas.permisos import CamaraFilter, DeCamaraMixin
from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin

RECHAZADAS_MOSTRADAS = 200
CUENTAS = ("leidas", "nuevas", "cambiadas", "sin_cambios", "rechazadas", "ausentes")


@admin.register(Sincronizacion)
class SincronizacionAdmin(DeCamaraMixin, HistorialMixin, SoloLecturaMixin):
    """Read only, newest first."""

    change_form_template = "admin/contrasenas/sincronizacion/change_form.html"
    list_display = ("momento", "camara", "estado", "archivo", *CUENTAS)
    list_filter = (("camara", CamaraFilter), "estado", "iniciada_en")
    list_select_related = ("camara", "actor")
    search_fields = ("archivo", "sha256")
    search_help_text = "Busque por nombre del archivo o SHA-256."
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fields = (
        *("camara", "estado", "error", "archivo", "sha256", "actor", "iniciada_en"),
        *("terminada_en", *CUENTAS, "columnas_ignoradas"),
    )

    class Media:
        css = {"all": ["css/admin_fichas.css", "css/admin_contrasenas.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sincronizacion]:
        """Leave the chamber's password and logo where they are."""
        filas = super().get_queryset(request).select_related("camara", "actor")
        return filas.defer("camara__masivos_smtp_password_admin", "camara__logo")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add the rejected lines below."""
        sincronizacion = self.get_object(request, object_id)
        assert isinstance(sincronizacion, Sincronizacion)
        filas = sincronizacion.filas_rechazadas.all()[:RECHAZADAS_MOSTRADAS]
        contexto = {
            "filas_rechazadas": filas,
            "quedan_rechazadas": max(sincronizacion.rechazadas - len(filas), 0),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, contexto)

    @admin.display(description="iniciada", ordering="iniciada_en")
    def momento(self, sincronizacion: Sincronizacion) -> str:
        """When it began, short enough for a table."""
        return f"{localtime(sincronizacion.iniciada_en):%d/%m/%Y %H:%M}"

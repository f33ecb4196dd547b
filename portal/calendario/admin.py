"""Admin screens of the business calendar."""

from django.contrib import admin
from django.http import HttpRequest

from portal.administracion.mixins import HistorialMixin
from portal.calendario.models import Festivo


@admin.register(Festivo)
class FestivoAdmin(HistorialMixin, admin.ModelAdmin[Festivo]):
    """Holidays set by law can be switched off; closures of our own can be added and deleted."""

    list_display = ["fecha", "nombre", "origen", "activo"]
    list_filter = ["origen", "activo"]
    search_fields = ["nombre"]
    date_hierarchy = "fecha"
    ordering = ["-fecha"]
    fieldsets = [
        (
            None,
            {
                "fields": ["fecha", "nombre", "activo"],
                "description": "Los cambios se ven en el sitio a más tardar en un minuto.",
            },
        )
    ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Festivo | None = None
    ) -> tuple[str, ...]:
        """The day and name that the law gives are not ours to change."""
        return ("fecha", "nombre") if obj is not None and obj.es_de_ley else ()

    def has_delete_permission(self, request: HttpRequest, obj: Festivo | None = None) -> bool:
        """Deleted, a legal holiday would come back with the next seeding; it is switched off."""
        if obj is not None and obj.es_de_ley:
            return False
        return super().has_delete_permission(request, obj)

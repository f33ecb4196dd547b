"""The catalogue of what can be reported: services, products, and what happens with them.

What cases name is never deleted (the rows are protected): it is taken off the offer instead.
"""

from django.contrib import admin

from mesa_ayuda.enums import Grado
from mesa_ayuda.models import Novedad, Producto, Servicio
from mesa_ayuda.prioridades import prioridad_de
from portal.administracion.mixins import HistorialMixin


class ProductosInline(admin.TabularInline[Producto, Servicio]):
    """The products of a service."""

    model = Producto
    extra = 0


class NovedadesInline(admin.TabularInline[Novedad, Producto]):
    """What happens with a product."""

    model = Novedad
    extra = 0


@admin.register(Servicio)
class ServicioAdmin(HistorialMixin, admin.ModelAdmin[Servicio]):
    """Services, with their products below."""

    list_display = ("nombre", "orden", "activo")
    list_filter = ("activo",)
    search_fields = ("nombre",)
    search_help_text = "Busque por nombre."
    inlines = (ProductosInline,)


@admin.register(Producto)
class ProductoAdmin(HistorialMixin, admin.ModelAdmin[Producto]):
    """Products, with their reports below."""

    list_display = ("nombre", "servicio", "orden", "activo")
    list_filter = ("servicio", "activo")
    list_select_related = ("servicio",)
    search_fields = ("nombre", "servicio__nombre")
    search_help_text = "Busque por producto o servicio."
    inlines = (NovedadesInline,)


@admin.register(Novedad)
class NovedadAdmin(HistorialMixin, admin.ModelAdmin[Novedad]):
    """What can be reported of a product, with the priority that it gives a case."""

    list_display = ("nombre", "producto", "impacto", "urgencia", "prioridad", "activo")
    list_filter = ("producto__servicio", "activo")
    list_select_related = ("producto__servicio",)
    search_fields = ("nombre", "producto__nombre")
    search_help_text = "Busque por novedad o producto."

    @admin.display(description="prioridad")
    def prioridad(self, novedad: Novedad) -> str:
        """What impact and urgency make."""
        return prioridad_de(Grado(novedad.impacto), Grado(novedad.urgencia)).label

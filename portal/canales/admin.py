"""Admin screens of the channels and escalation levels."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.administracion.mixins import HistorialMixin
from portal.canales.forms import HorarioFormSet
from portal.canales.models import Canal, ContactoEscalamiento, HorarioCanal, NivelEscalamiento

TARDA_UN_MINUTO = "Los cambios se ven en el sitio a más tardar en un minuto."
FECHAS = ("vigente_desde", "vigente_hasta")


class HorarioEnLinea(admin.TabularInline[HorarioCanal, Canal]):
    """The weekly hours of the channel."""

    model = HorarioCanal
    formset = HorarioFormSet
    extra = 0
    fields = ["dia_semana", "abre", "cierra", "vigente_desde", "vigente_hasta"]


@admin.register(Canal)
class CanalAdmin(HistorialMixin, admin.ModelAdmin[Canal]):
    """Channels, with their hours below."""

    list_display = ["nombre", "tipo", "tipo_solicitud", "valor", "vigente_desde", "vigente_hasta"]
    list_filter = ["tipo", "tipo_solicitud", "atiende_siempre"]
    search_fields = ["nombre", "valor", "clave", "extensiones"]
    prepopulated_fields = {"clave": ["nombre"]}
    inlines = [HorarioEnLinea]
    fieldsets = [
        (
            None,
            {
                "fields": ["nombre", "clave", "tipo", "tipo_solicitud", "descripcion", "orden"],
                "description": TARDA_UN_MINUTO,
            },
        ),
        ("Cómo se llega", {"fields": ["valor", "opciones", "extensiones"]}),
        ("Atención", {"fields": ["atiende_siempre"]}),
        ("Vigencia", {"fields": [FECHAS]}),
    ]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Canal | None = None
    ) -> dict[str, Any]:
        """The key is proposed once; other rows and texts may name it afterwards."""
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))


class ContactoEnLinea(admin.StackedInline[ContactoEscalamiento, NivelEscalamiento]):
    """How to reach the level."""

    model = ContactoEscalamiento
    extra = 0
    fields = [
        ("nombre", "correo"),
        ("telefono", "opciones", "extensiones"),
        "horario",
        FECHAS,
    ]


@admin.register(NivelEscalamiento)
class NivelEscalamientoAdmin(HistorialMixin, admin.ModelAdmin[NivelEscalamiento]):
    """Escalation levels, with their contacts below."""

    list_display = ["nivel", "nombre", "vigente_desde", "vigente_hasta"]
    list_display_links = ["nombre"]
    search_fields = ["nombre", "contactos__nombre", "contactos__correo", "contactos__extensiones"]
    inlines = [ContactoEnLinea]
    fieldsets = [
        (None, {"fields": ["nivel", "nombre"]}),
        ("Vigencia", {"fields": [FECHAS]}),
    ]

"""Persons in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from portal.administracion.mixins import HistorialMixin
from solicitudes import busqueda
from solicitudes.admin_forms import PersonaForm
from solicitudes.administracion.listas import ListaMixin
from solicitudes.models import Persona


@admin.register(Persona)
class PersonaAdmin(HistorialMixin, ListaMixin, admin.ModelAdmin[Persona]):
    """Applicants and holders."""

    form = PersonaForm
    buscar = staticmethod(busqueda.personas)
    search_help_text = "Busque por número de identificación o por nombre."
    list_display = ("nombre", "identificacion", "correo")
    list_filter = ("tipo",)
    sortable_by = ()
    ordering = ("-pk",)

    def get_fields(self, request: HttpRequest, obj: Persona | None = None) -> Any:
        """Lead from a person to the requests, once there is a person."""
        campos = ["tipo", "numero", "nombre", "correo"]
        return [*campos, "sus_solicitudes"] if obj else campos

    def get_readonly_fields(
        self, request: HttpRequest, obj: Persona | None = None
    ) -> tuple[str, ...]:
        """The link is no field."""
        return ("sus_solicitudes",)

    @admin.display(description="identificación")
    def identificacion(self, persona: Persona) -> str:
        """Type and number."""
        return persona.identificacion

    @admin.display(description="solicitudes")
    def sus_solicitudes(self, persona: Persona) -> str:
        """Link to the requests that the person holds or applied for."""
        direccion = reverse("admin:solicitudes_solicitud_changelist")
        consulta = urlencode({"q": persona.identificacion})
        return format_html('<a href="{}?{}">Ver sus solicitudes</a>', direccion, consulta)

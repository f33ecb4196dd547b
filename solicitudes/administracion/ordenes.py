"""Orders and invoices in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin, actor
from solicitudes import busqueda, seguimiento, servicios
from solicitudes.admin_forms import ConPersonaForm, OrdenForm
from solicitudes.administracion.archivos import SubirFactura, descargar_factura
from solicitudes.administracion.listas import ListaMixin
from solicitudes.administracion.paginas import AltaMixin, HistorialAjenoMixin
from solicitudes.enums import EstadoSolicitud
from solicitudes.models import Factura, Orden, Solicitud

# An order placed for a whole company may have thousands; the list of requests shows the rest.
SOLICITUDES_VISIBLES = 50
FIELDSET_PERSONA = (
    ("tipo_identificacion", "numero_identificacion"),
    "nombre_persona",
    "correo_persona",
)


def guardar_persona(request: HttpRequest, form: ConPersonaForm) -> None:
    """Give the row of a valid form its person, registering a new one."""
    persona = form.persona
    if persona is not None and persona.pk is None:
        persona = servicios.registrar_persona(persona=persona, actor=actor(request))
    setattr(form.instance, form.campo_persona, persona)


@admin.register(Orden)
class OrdenAdmin(HistorialMixin, AltaMixin, ListaMixin, admin.ModelAdmin[Orden]):
    """Orders, with their requests and invoice."""

    form = OrdenForm
    tras_el_alta = "Registró la orden {obj.numero}. Agregue ahora sus solicitudes."
    buscar = staticmethod(busqueda.ordenes)
    search_help_text = "Busque por orden, solicitud, identificación, nombre o empresa."
    list_display = (
        "numero",
        "nombre_solicitante",
        "empresa",
        "proyecto",
        "creada",
    )
    list_filter = ("creada",)
    list_select_related = ("solicitante",)
    sortable_by = ("numero",)

    def get_fieldsets(self, request: HttpRequest, obj: Orden | None = None) -> Any:
        """Ask for everything at first; later only for what may be corrected."""
        datos = ["empresa", "proyecto"]
        if obj is None:
            return [
                (None, {"fields": ["numero", *datos]}),
                ("Solicitante", {"fields": FIELDSET_PERSONA}),
            ]
        campos = {"fields": [*datos, *FIELDSET_PERSONA], "classes": ["collapse"]}
        return [("Corregir los datos de la orden", campos)]

    def get_readonly_fields(self, request: HttpRequest, obj: Orden | None = None) -> list[str]:
        """An order keeps its number."""
        return ["numero"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: Orden, form: ModelForm[Orden], change: bool
    ) -> None:
        """Save with its applicant; a new one through the service that numbers it."""
        assert isinstance(form, OrdenForm)
        guardar_persona(request, form)
        if change:
            super().save_model(request, obj, form, change)
        else:
            servicios.crear_orden(orden=obj, actor=actor(request))

    def response_change(self, request: HttpRequest, obj: Orden) -> HttpResponse:
        """Stay on the order after correcting its data."""
        self.message_user(request, f"Corrigió los datos de la orden {obj.numero}.")
        return self.ir_a_su_pagina(obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add the order's requests and invoice to the page."""
        contexto = dict(extra_context or {})
        contexto |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        orden = self.get_object(request, unquote(object_id))
        if orden is not None and request.user.has_perm("solicitudes.view_solicitud"):
            filas = orden.solicitudes.select_related("titular")[: SOLICITUDES_VISIBLES + 1]
            contexto |= {
                "solicitudes": [(fila, _tono(fila)) for fila in filas[:SOLICITUDES_VISIBLES]],
                "hay_mas": len(filas) > SOLICITUDES_VISIBLES,
                "factura": getattr(orden, "factura", None),
                "title": str(orden),
                "subtitle": None,
            }
        return super().change_view(request, object_id, form_url, contexto)

    @admin.display(description="solicitante")
    def nombre_solicitante(self, orden: Orden) -> str:
        """Who applied."""
        return str(orden.solicitante)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the invoice."""
        propias = [
            path(
                "<int:pk>/factura/",
                self.admin_site.admin_view(SubirFactura.as_view()),
                name="solicitudes_orden_factura",
            ),
            path(
                "<int:pk>/factura/descargar/",
                self.admin_site.admin_view(descargar_factura),
                name="solicitudes_orden_factura_descargar",
            ),
        ]
        return [*propias, *super().get_urls()]


@admin.register(Factura)
class FacturaAdmin(SoloLecturaMixin, HistorialAjenoMixin, ListaMixin, admin.ModelAdmin[Factura]):
    """Invoices, to look at; each is attached and replaced on its order's page."""

    duena = "orden"
    buscar = staticmethod(busqueda.facturas)
    search_help_text = "Busque por orden, solicitud, identificación, nombre o empresa."
    list_display = (
        "__str__",
        "solicitante",
        "tamano_legible",
        "subida_en",
    )
    list_select_related = ("orden__solicitante",)
    list_filter = ("subida_en",)
    sortable_by = ()
    ordering = ("-pk",)
    fields = ("enlace_orden", "solicitante", "tamano_legible", "sha256", "subida_en", "descarga")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Factura]:
        """Bring the order along: the row's name has its number."""
        return super().get_queryset(request).select_related("orden")

    @admin.display(description="orden")
    def numero_orden(self, factura: Factura) -> int:
        """The number of its order."""
        return factura.orden.numero

    @admin.display(description="solicitante")
    def solicitante(self, factura: Factura) -> str:
        """Whose order it is."""
        return str(factura.orden.solicitante)

    @admin.display(description="tamaño")
    def tamano_legible(self, factura: Factura) -> str:
        """In kilobytes."""
        return filesizeformat(factura.tamano)

    @admin.display(description="orden")
    def enlace_orden(self, factura: Factura) -> str:
        """Link to the order, where it is replaced."""
        direccion = reverse("admin:solicitudes_orden_change", args=[factura.orden_id])
        return format_html('<a href="{}">{}</a>', direccion, factura.orden)

    @admin.display(description="archivo")
    def descarga(self, factura: Factura) -> str:
        """Link to the file."""
        direccion = reverse("admin:solicitudes_orden_factura_descargar", args=[factura.orden_id])
        return format_html('<a href="{}">Descargar el PDF</a>', direccion)


def _tono(solicitud: Solicitud) -> str:
    return seguimiento.TONO_SOLICITUD[EstadoSolicitud(solicitud.estado)]

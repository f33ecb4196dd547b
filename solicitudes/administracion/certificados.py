"""Certificates in the admin: to look at; they are registered and changed on the request's page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from portal.administracion.mixins import SoloLecturaMixin
from solicitudes import busqueda, serial
from solicitudes.administracion.filtros import VigenciaFilter
from solicitudes.administracion.listas import ListaMixin
from solicitudes.administracion.paginas import HistorialAjenoMixin
from solicitudes.models import Certificado


@admin.register(Certificado)
class CertificadoAdmin(
    SoloLecturaMixin, HistorialAjenoMixin, ListaMixin, admin.ModelAdmin[Certificado]
):
    """Certificates by serial number and validity."""

    duena = "solicitud"
    buscar = staticmethod(busqueda.certificados)
    search_help_text = (
        "Busque por número de serie (como esté escrito), solicitud, orden, identificación, nombre "
        "o empresa."
    )
    list_display = (
        "serial",
        "estado",
        "numero_solicitud",
        "titular",
        "valido_desde",
        "valido_hasta",
    )
    list_filter = (VigenciaFilter, "motivo_revocacion")
    list_select_related = ("solicitud__titular",)
    sortable_by = ()
    ordering = ("-pk",)
    fields = (
        "enlace_solicitud",
        "titular",
        "estado",
        "serial",
        "serial_octetos",
        "serial_decimal",
        "sujeto",
        "emisor",
        "valido_desde",
        "valido_hasta",
        "suspendido_en",
        "revocado_en",
        "motivo_revocacion",
        "registrado_en",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificado]:
        """Leave the files where they are."""
        return super().get_queryset(request).select_related("solicitud__titular").defer("der")

    @admin.display(description="solicitud")
    def numero_solicitud(self, certificado: Certificado) -> str:
        """The number of its request."""
        return str(certificado.solicitud.numero)

    @admin.display(description="titular")
    def titular(self, certificado: Certificado) -> str:
        """Its holder."""
        return str(certificado.solicitud.titular)

    @admin.display(description="vigencia")
    def estado(self, certificado: Certificado) -> str:
        """Its validity now."""
        return certificado.vigencia().label

    @admin.display(description="solicitud")
    def enlace_solicitud(self, certificado: Certificado) -> str:
        """Link to the request, where it is suspended or revoked."""
        direccion = reverse("admin:solicitudes_solicitud_change", args=[certificado.solicitud_id])
        return format_html('<a href="{}">{}</a>', direccion, certificado.solicitud)

    @admin.display(description="por octetos")
    def serial_octetos(self, certificado: Certificado) -> str:
        """Its serial number with colons."""
        return serial.con_dos_puntos(certificado.serial)

    @admin.display(description="en decimal")
    def serial_decimal(self, certificado: Certificado) -> str:
        """Its serial number in decimal."""
        return serial.decimal(certificado.serial)

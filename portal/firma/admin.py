"""Keys that sign, and the register of what they signed, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin
from portal.firma import numero
from portal.firma.admin_views import LlaveView, probar
from portal.firma.enums import TipoCredencial
from portal.firma.models import Credencial, DocumentoFirmado
from portal.templatetags.portal import fecha_larga


@admin.register(Credencial)
class CredencialAdmin(HistorialMixin, admin.ModelAdmin[Credencial]):
    """Credentials; key and secrets go in through pages of their own and are never shown."""

    list_display = ("nombre", "tipo", "sujeto", "vence", "activa")
    list_filter = ("tipo", "activa")
    search_fields = ("nombre", "sujeto")
    readonly_fields = ("tipo", "ficha", "etiqueta", "sujeto", "valido_desde", "valido_hasta")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credencial]:
        """Leave the encrypted columns where they are."""
        return super().get_queryset(request).defer("pkcs12", "frase", "pin", "certificado")

    def get_fields(self, request: HttpRequest, obj: Credencial | None = None) -> Any:
        """Show the device's labels only of keys that are in it."""
        lugar = ["ficha", "etiqueta"] if obj and obj.tipo == TipoCredencial.PKCS11 else []
        datos = ["sujeto", "valido_desde", "valido_hasta"]
        return ["nombre", "activa", "url_tsa", "tipo", *lugar, *datos]

    def has_delete_permission(self, request: HttpRequest, obj: Credencial | None = None) -> bool:
        """Nobody: it is switched off, and what it signed can still be verified."""
        return False

    @admin.display(description="certificado", ordering="valido_hasta")
    def vence(self, credencial: Credencial) -> str:
        """Until when its certificate holds."""
        verbo = "vence" if credencial.valido_hasta > timezone.now() else "venció"
        return f"{verbo} el {fecha_larga(timezone.localtime(credencial.valido_hasta))}"

    def get_urls(self) -> list[URLPattern]:
        """Put the pages of the key in place of Django's for adding, and beside a credential's."""
        paginas = (
            ("add/", LlaveView.as_view(), "add"),
            ("add/dispositivo/", LlaveView.as_view(en_dispositivo=True), "add_dispositivo"),
            ("<int:pk>/llave/", LlaveView.as_view(), "llave"),
            (
                "<int:pk>/llave/dispositivo/",
                LlaveView.as_view(en_dispositivo=True),
                "llave_dispositivo",
            ),
            ("<int:pk>/probar/", probar, "probar"),
        )
        propias = [
            path(ruta, self.admin_site.admin_view(vista), name=f"firma_credencial_{nombre}")
            for ruta, vista, nombre in paginas
        ]
        return [*propias, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer no «save and add another»: adding is another page."""
        contexto = {"show_save_and_add_another": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, contexto)


@admin.register(DocumentoFirmado)
class DocumentoFirmadoAdmin(SoloLecturaMixin, admin.ModelAdmin[DocumentoFirmado]):
    """The register, to look at; a document is found by its number."""

    list_display = ("id", "titulo", "emisor", "estado", "firmado_en")
    list_filter = ("estado", "tipo", "credencial")
    list_select_related = ("credencial",)
    date_hierarchy = "creado"
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("id",)
    search_help_text = "Busque por el número completo del documento."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[DocumentoFirmado], search_term: str
    ) -> tuple[QuerySet[DocumentoFirmado], bool]:
        """Find the one with that number, however it is written."""
        if not search_term.strip():
            return queryset, False
        try:
            return queryset.filter(pk=numero.leer(search_term)), False
        except numero.NumeroInvalido:
            return queryset.none(), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentoFirmado]:
        """Leave the credential's encrypted columns where they are."""
        secretos = [f"credencial__{campo}" for campo in ("pkcs12", "frase", "pin", "certificado")]
        return super().get_queryset(request).select_related("credencial").defer(*secretos)

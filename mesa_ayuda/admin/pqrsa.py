"""The PQRSA queue and the legal terms in the admin."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mesa_ayuda.enums import TipoCaso
from mesa_ayuda.models import Pqrsa, TerminoLegal
from mesa_ayuda.models.pqrsa import ULTIMO, PqrsaQuerySet
from mesa_ayuda.pqrsa import plazo
from mesa_ayuda.pqrsa.admin_views import ProrrogarView, ResponderView
from mesa_ayuda.pqrsa.servicios import archivos_de
from mesa_ayuda.pqrsa.tasks import DIAS_DE_AVISO
from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin
from portal.calendario.servicios import dias_habiles_entre, festivos


class RespondidaFilter(admin.SimpleListFilter):
    """What waits for an answer, unless asked otherwise."""

    title = "respuesta"
    parameter_name = "respuesta"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Answered or not."""
        return [("pendientes", "Por responder"), ("vencidas", "Vencidas"), ("dadas", "Respondidas")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Pqrsa]) -> QuerySet[Pqrsa]:
        """Keep those of the choice."""
        filas = cast(PqrsaQuerySet, queryset)
        match self.value():
            case "pendientes":
                return filas.pendientes()
            case "vencidas":
                return filas.vencidas(timezone.localdate())
            case "dadas":
                return queryset.filter(respondida_en__isnull=False)
        return queryset


class TipoFilter(admin.ChoicesFieldListFilter):
    """By type: the five of the channel, not those of every case."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Leave out the type that no PQRSA has."""
        soporte = TipoCaso.SOPORTE.label
        return (una for una in super().choices(changelist) if una["display"] != soporte)


@admin.register(Pqrsa)
class PqrsaAdmin(SoloLecturaMixin, admin.ModelAdmin[Pqrsa]):
    """The first that is due stands first; they change by acts, each on its own address."""

    change_form_template = "admin/mesa_ayuda/pqrsa/change_form.html"
    list_display = ("numero", "tipo", "asunto", "persona", "vence", "faltan", "estado")
    list_filter = (RespondidaFilter, ("caso__tipo", TipoFilter))
    list_select_related = ("caso",)
    search_fields = ("=caso__pk", "caso__asunto", "caso__contacto_nombre", "caso__contacto_correo")
    exclude = ("ficha_hash", "firmando_desde", "aviso_vencimiento_en")

    class Media:
        css = {"all": ["css/admin_fichas.css", "css/admin_mesa.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pqrsa]:
        """Order by the last day to answer, what is answered at the end."""
        return Pqrsa.objects.select_related("caso").por_plazo()

    def get_urls(self) -> list[URLPattern]:
        """Add the acts."""
        responder = self.admin_site.admin_view(ResponderView.as_view())
        prorrogar = self.admin_site.admin_view(ProrrogarView.as_view())
        return [
            path("<int:pk>/responder/", responder, name="mesa_ayuda_pqrsa_responder"),
            path("<int:pk>/prorrogar/", prorrogar, name="mesa_ayuda_pqrsa_prorrogar"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add what the person wrote and sent, in front of the fields."""
        pqrsa = self.get_object(request, object_id)
        contexto = {
            "pqrsa": pqrsa,
            "archivos": archivos_de(pqrsa) if pqrsa else (),
            "faltan": self.faltan(pqrsa) if pqrsa else "",
        }
        return super().change_view(
            request, object_id, form_url, {**contexto, **(extra_context or {})}
        )

    @admin.display(description="número", ordering="caso")
    def numero(self, fila: Pqrsa) -> str:
        """The case's."""
        return fila.caso.numero

    @admin.display(description="tipo", ordering="caso__tipo")
    def tipo(self, fila: Pqrsa) -> str:
        """Petition, complaint…"""
        return fila.nombre

    @admin.display(description="asunto")
    def asunto(self, fila: Pqrsa) -> str:
        """What it is about."""
        return fila.caso.asunto

    @admin.display(description="persona")
    def persona(self, fila: Pqrsa) -> str:
        """Who presents it."""
        return fila.caso.contacto_nombre

    @admin.display(description="responder a más tardar", ordering=ULTIMO)
    def vence(self, fila: Pqrsa) -> str:
        """The last day, the extension included."""
        return f"{fila.plazo:%d/%m/%Y}"

    @admin.display(description="plazo")
    def faltan(self, fila: Pqrsa) -> SafeString | str:
        """In words, and by colour for who sees it."""
        if fila.respondida_en is not None:
            return f"respondida el {timezone.localtime(fila.respondida_en):%d/%m/%Y}"
        hoy = timezone.localdate()
        palabras = plazo.faltan(hoy, fila.plazo, festivos())
        if fila.plazo < hoy:
            tono = "peligro"
        else:
            cerca = dias_habiles_entre(hoy, fila.plazo) <= DIAS_DE_AVISO
            tono = "atencion" if cerca else "neutro"
        return format_html('<span class="etiqueta etiqueta-{}">{}</span>', tono, palabras)

    @admin.display(description="estado", ordering="caso__estado")
    def estado(self, fila: Pqrsa) -> str:
        """The case's."""
        return fila.caso.get_estado_display()


@admin.register(TerminoLegal)
class TerminoLegalAdmin(HistorialMixin, admin.ModelAdmin[TerminoLegal]):
    """One a type: there are neither more nor fewer."""

    list_display = ("nombre", "dias_habiles", "fundamento", "credencial")
    list_select_related = ("credencial",)
    readonly_fields = ("tipo", "clase")

    @admin.display(description="tipo", ordering="tipo")
    def nombre(self, fila: TerminoLegal) -> str:
        """The type and, of a petition, its kind."""
        return fila.nombre

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: they are given."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TerminoLegal | None = None) -> bool:
        """Nobody: the form needs it."""
        return False

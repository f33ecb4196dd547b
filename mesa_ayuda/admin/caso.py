"""Cases in the admin: the list with its queues, and where staff attend a case."""

from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html

from mesa_ayuda.admin import (
    atencion_views,
    cifras_views,
    contenido_views,
    direcciones_de_actos,
    redaccion_views,
    vistas_views,
)
from mesa_ayuda.admin.filtros import AsignadoFilter, ColaFilter, NivelFilter
from mesa_ayuda.agentes.busqueda import TOPE, claves_de
from mesa_ayuda.agentes.colas import NOMBRES, POR_PLAZO, contar, plazo_en_palabras
from mesa_ayuda.agentes.vistas import normalizar
from mesa_ayuda.models import Caso, VistaGuardada
from portal.administracion.listas import ListaGrandeMixin
from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin, actor

# What the address may hold besides filters: queue, search, order, page, and what Django adds.
SIN_FILTRAR: Final = {"cola", SEARCH_VAR, ORDER_VAR, PAGE_VAR, ALL_VAR, ERROR_FLAG}


@admin.register(Caso)
class CasoAdmin(HistorialMixin, SoloLecturaMixin, ListaGrandeMixin, admin.ModelAdmin[Caso]):
    """Cases change by acts, each on its own address; there is no form of fields."""

    change_list_template = "admin/mesa_ayuda/caso/change_list.html"
    list_display = (
        *("numero", "asunto", "estado", "prioridad", "plazo", "encargado", "de_quien"),
        "cambio",
    )
    list_display_links = ("numero", "asunto")
    list_filter = (
        *(ColaFilter, "estado", "prioridad", AsignadoFilter, NivelFilter, "tipo", "via"),
        "servicio",
    )
    list_select_related = ("cuenta", "asignado")
    # Only shows the box: `get_search_results` does the search.
    search_fields = ("pk",)
    search_help_text = (
        "Busque por número (CS0000001), asunto, conversación, contacto, correo o cuenta."
    )
    ordering = ("-actualizado", "-pk")
    exclude = ("formulario",)

    class Media:
        css = {"all": ["css/admin_fichas.css", "css/admin_mesa.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Caso]:
        """Leave long texts where they are."""
        return super().get_queryset(request).defer("busqueda", "descripcion")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The first that is due stands first, where that is what the queue is about."""
        return ("vence", "pk") if request.GET.get("cola") in POR_PLAZO else self.ordering

    def get_sortable_by(self, request: HttpRequest) -> tuple[str, ...]:
        """Sort a queue by anything; of all the cases there are, only by what has an index."""
        if request.GET.get("cola") in NOMBRES:
            return ("numero", "estado", "prioridad", "plazo", "cambio")
        return ("numero",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Keep the cases that the term can mean."""
        if not search_term.strip():
            return queryset, False
        claves, hay_mas = claves_de(search_term)
        if hay_mas and request.method == "GET":
            aviso = (
                f"Hay más de {TOPE} casos con «{search_term[:50]}» y aquí están los más recientes. "
                "Escriba más datos para precisar la búsqueda."
            )
            self.message_user(request, aviso, messages.WARNING)
        return queryset.filter(pk__in=claves), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add the queues with their figures, and the person's saved views."""
        quien = actor(request)
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        contexto = {
            "colas": contar(quien),
            "cola": request.GET.get("cola", ""),
            "vistas": VistaGuardada.objects.filter(usuario=quien),
            "consulta": normalizar(request.META.get("QUERY_STRING", "")),
            "filtrado": bool(set(request.GET) - SIN_FILTRAR),
            "title": "Casos",
            **(extra_context or {}),
        }
        return super().changelist_view(request, contexto)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page where the case is attended."""
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        return atencion_views.atender(request, int(object_id))

    def get_urls(self) -> list[URLPattern]:
        """Add what is done from the list and from a case's page, and the figures."""
        direcciones = (
            ("adjuntos/<int:pk>/", contenido_views.adjunto, "adjunto"),
            ("mensajes/<int:pk>/html/", contenido_views.html, "mensaje_html"),
            ("<int:pk>/borrador/", redaccion_views.borrador, "borrador"),
            ("<int:pk>/presencia/", redaccion_views.presencia, "presencia"),
            ("<int:pk>/preparada/", redaccion_views.preparada, "preparada"),
            ("vistas/guardar/", vistas_views.guardar, "vista_guardar"),
            ("vistas/<int:pk>/borrar/", vistas_views.borrar, "vista_borrar"),
            ("cifras/", cifras_views.cifras, "cifras"),
            ("cifras/exportar/", cifras_views.exportar_cifras, "cifras_exportar"),
        )
        propias = [
            path(ruta, self.admin_site.admin_view(vista), name=f"mesa_ayuda_{nombre}")
            for ruta, vista, nombre in direcciones
        ]
        return [*propias, *direcciones_de_actos.direcciones(), *super().get_urls()]

    @admin.display(description="número", ordering="pk")
    def numero(self, caso: Caso) -> str:
        """CS and seven digits."""
        return caso.numero

    @admin.display(description="plazo", ordering="vence")
    def plazo(self, caso: Caso) -> str:
        """When it is due, in words and in colour."""
        texto, tono = plazo_en_palabras(caso, timezone.now())
        return format_html('<span class="plazo plazo-{}">{}</span>', tono, texto)

    @admin.display(description="asignado a", empty_value="Nadie")
    def encargado(self, caso: Caso) -> str | None:
        """Who has it, and at which level."""
        if caso.asignado is None:
            return None
        return caso.asignado.get_full_name() or caso.asignado.username

    @admin.display(description="contacto")
    def de_quien(self, caso: Caso) -> str:
        """Whose it is, and of which company."""
        cuenta = format_html('<span class="cuenta">{}</span>', caso.cuenta) if caso.cuenta else ""
        return format_html("{}{}", caso.contacto_nombre, cuenta)

    @admin.display(description="actualizado", ordering="actualizado")
    def cambio(self, caso: Caso) -> str:
        """Day and hour, short enough for a column."""
        return f"{timezone.localtime(caso.actualizado):%d/%m/%Y %H:%M}"

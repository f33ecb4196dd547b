"""The whole history, for who may see it."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin, actor
from portal.auditoria.models import Evento


class TipoFilter(admin.SimpleListFilter):
    """Kinds that have a page of ours in the admin: Django's own machinery has no history."""

    title = "tipo"
    parameter_name = "tipo"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """Return (key of the kind, its name), by name."""
        modelos = [
            modelo
            for modelo, pagina in model_admin.admin_site._registry.items()
            if isinstance(pagina, HistorialMixin | SoloLecturaMixin) and modelo is not Evento
        ]
        tipos = ContentType.objects.get_for_models(*modelos).values()
        return sorted(((str(tipo.pk), tipo.name.capitalize()) for tipo in tipos), key=_por_nombre)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Evento]) -> QuerySet[Evento]:
        """Keep the events of the chosen kind; none for what is no key."""
        valor = self.value()
        if valor is None:
            return queryset
        return queryset.filter(tipo_id=int(valor)) if _es_clave(valor) else queryset.none()


def _por_nombre(opcion: tuple[str, str]) -> str:
    return opcion[1].casefold()


def _es_clave(texto: str) -> bool:
    return texto.isascii() and texto.isdigit() and len(texto) < 10


@admin.register(Evento)
class EventoAdmin(SoloLecturaMixin):
    """Read only: newest first, by person, kind and date."""

    list_display = ("momento", "actor", "accion", "tipo", "objeto_texto", "motivo")
    list_filter = ("momento", TipoFilter)
    list_select_related = ("actor", "tipo")
    search_fields = ("objeto_texto", "accion", "actor__username", "objeto_id")
    date_hierarchy = "momento"
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evento]:
        """Leave out what only its own people may see: each object's page shows its history."""
        eventos: QuerySet[Evento] = super().get_queryset(request)
        if actor(request).is_superuser:
            return eventos
        apartadas = [
            tipo.pk
            for tipo in ContentType.objects.get_for_models(*apps.get_models()).values()
            if tipo.app_label in settings.HISTORIAL_APARTE
        ]
        return eventos.exclude(tipo__in=apartadas)

"""Filters of the staff's list of cases; the queue is one whose choices are the tabs above it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from mesa_ayuda.agentes.agentes import agentes
from mesa_ayuda.agentes.colas import NOMBRES, Cola, filtrar
from portal.administracion.mixins import actor


class ColaFilter(admin.SimpleListFilter):
    """The queue; drawn as tabs, so that beside the list there is nothing of it."""

    title = "cola"
    parameter_name = "cola"
    template = "admin/mesa_ayuda/caso/filtro_cola.html"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """Every queue."""
        return [(cola.value, nombre) for cola, nombre in NOMBRES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep its cases."""
        cola = self.value()
        return filtrar(queryset, Cola(cola), actor(request)) if cola in NOMBRES else queryset


class AsignadoFilter(admin.SimpleListFilter):
    """By who has the case: only those who attend, not every user there is."""

    title = "asignado a"
    parameter_name = "asignado"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """Nobody, or an agent."""
        personas = [(str(uno.pk), uno.get_full_name() or uno.username) for uno in agentes()]
        return [("nadie", "Nadie"), *personas]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those."""
        valor = self.value() or ""
        if valor == "nadie":
            return queryset.filter(asignado=None)
        if valor.isascii() and valor.isdecimal() and len(valor) < 19:
            return queryset.filter(asignado=int(valor))
        return queryset


class NivelFilter(admin.SimpleListFilter):
    """By level: the three there are, so that no page reads every case to find them out."""

    title = "nivel"
    parameter_name = "nivel"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """As the case's row allows."""
        return [("1", "1"), ("2", "2"), ("3", "3")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those."""
        valor = self.value()
        return queryset.filter(nivel=int(valor)) if valor in ("1", "2", "3") else queryset

"""Whose data a member of staff may see and touch: those of the person's own chambers, no others.

The one place for it. Every ModelAdmin of this service begins with `DeCamaraMixin`; every view, task
and service that takes a key from outside goes through `camara_de` or `delimitar`. What belongs to
another chamber answers exactly as what does not exist.
"""

from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest

from contrasenas.models import Camara
from portal.administracion.mixins import actor
from portal.usuarios.models import Usuario

M = TypeVar("M", bound=models.Model)


def camaras_de(usuario: Usuario) -> QuerySet[Camara]:
    """Return the chambers that a member of staff works for; a superuser's are all."""
    return Camara.objects.de(usuario)


def camara_de(usuario: Usuario, pk: int | str) -> Camara:
    """Return one of the person's chambers; raise Http404 for another's as for an unknown one."""
    camara = camaras_de(usuario).filter(pk=pk).first() if str(pk).isdecimal() else None
    if camara is None:
        raise Http404
    return camara


def delimitar(filas: QuerySet[M], usuario: Usuario, camino: str = "camara") -> QuerySet[M]:
    """Return the rows of the person's chambers; `camino` leads from a row to its chamber."""
    if usuario.is_superuser:
        return filas
    # The keys themselves, not a subquery: of a million rows the planner then knows how many.
    claves = list(camaras_de(usuario).order_by().values_list("pk", flat=True))
    return filas.filter(**{f"{camino}__in": claves})


class CamaraFilter(RelatedFieldListFilter):
    """A list's filter by chamber that names only the person's own."""

    def field_choices(
        self,
        field: Any,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Any],
    ) -> Any:
        """Return the chambers to choose from."""
        return [(str(camara.pk), str(camara)) for camara in camaras_de(actor(request))]


class DeCamaraMixin(admin.ModelAdmin[Any]):
    """Rows of the person's own chambers, in lists, pages, searches, actions and choices.

    Django asks `get_queryset` for all of these. It stands first among the bases of a ModelAdmin.
    """

    camino_camara = "camara"
    """From a row to its chamber, as a lookup: `lote__camara`; `pk` for the chamber itself."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the person's chambers."""
        return delimitar(super().get_queryset(request), actor(request), self.camino_camara)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model:
        """Return a row; raise Http404 for another chamber's as for an unknown one."""
        objeto: models.Model | None = super().get_object(request, object_id, from_field)
        if objeto is None:
            raise Http404
        return objeto

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of the rows of the person's chambers only."""
        return super().has_view_permission(request, obj) and self.es_suya(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of the rows of the person's chambers only."""
        return super().has_change_permission(request, obj) and self.es_suya(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of the rows of the person's chambers only."""
        return super().has_delete_permission(request, obj) and self.es_suya(request, obj)

    def es_suya(self, request: HttpRequest, obj: models.Model | None) -> bool:
        """Whether the row, if one is asked about, is of a chamber of the person."""
        if obj is None or obj.pk is None or actor(request).is_superuser:
            return True
        filas = delimitar(type(obj)._base_manager.all(), actor(request), self.camino_camara)
        return filas.filter(pk=obj.pk).exists()

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:  # type: ignore[type-arg]
        """Offer only rows of the person's chambers."""
        camino = _camino(db_field.remote_field.model)
        if camino is not None:
            filas = kwargs.get("queryset", db_field.remote_field.model._default_manager.all())
            kwargs["queryset"] = delimitar(filas, actor(request), camino)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _camino(modelo: type[models.Model]) -> str | None:
    """Return the way from a model to its chamber, None if it belongs to none."""
    if modelo is Camara:
        return "pk"
    try:
        modelo._meta.get_field("camara")
    except FieldDoesNotExist:
        return None
    return "camara"

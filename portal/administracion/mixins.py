"""What our admin pages share: the history, and confirmation before what can't be undone."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.administracion.cambios import Cambios, cambios_de
from portal.auditoria.models import Evento
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


def actor(request: HttpRequest) -> Usuario:
    """Return the signed-in member of staff."""
    return cast(Usuario, request.user)


def cambios_del_formulario(form: ModelForm[Any]) -> Cambios:
    """Return {label: [before, after]} of what saving the form will change, without secrets."""
    return cambios_de(form.instance, form.cleaned_data)


class HistorialMixin(admin.ModelAdmin[Any]):
    """Writes every change made in the admin to the history, and shows that history."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save; where somebody stored the same a moment before, check again: the form says so."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        """Save and record who changed what from what to what."""
        with transaction.atomic():
            cambios = cambios_del_formulario(form)
            super().save_model(request, obj, form, change)
            if cambios or not change:
                accion = "Modificó" if change else "Creó"
                registrar(obj, accion, actor=actor(request), cambios=cambios)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Any],
        formset: BaseInlineFormSet[Any, Any, Any],
        change: bool,
    ) -> None:
        """Save the rows below the object and record each that changed, on the object."""
        assert formset.model is not None
        nombre = str(formset.model._meta.verbose_name)
        with transaction.atomic():
            cambios = list(_cambios_de_filas(formset, nombre))
            super().save_formset(request, form, formset, change)
            for accion, de_la_fila in cambios:
                registrar(form.instance, accion, actor=actor(request), cambios=de_la_fila)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Record and delete."""
        with transaction.atomic():
            registrar(obj, "Eliminó", actor=actor(request))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Record each row and delete all."""
        with transaction.atomic():
            for objeto in queryset:
                registrar(objeto, "Eliminó", actor=actor(request))
            super().delete_queryset(request, queryset)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the history of one object: who, when, what, from what to what, why."""
        objeto = self.get_object(request, unquote(object_id))
        if objeto is None:
            raise Http404
        if not self.has_view_or_change_permission(request, objeto):
            raise PermissionDenied
        eventos = Evento.objects.de(objeto).select_related("actor")
        pagina = self.get_paginator(request, eventos, 100).get_page(request.GET.get("p"))
        contexto = {
            **self.admin_site.each_context(request),
            "title": f"Historial: {objeto}",
            "opts": self.opts,
            "object": objeto,
            "eventos": pagina,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/auditoria/historial.html", contexto)


def _cambios_de_filas(
    formset: BaseInlineFormSet[Any, Any, Any], nombre: str
) -> list[tuple[str, Cambios]]:
    """Return (act, changes) of each row below an object that saving will touch."""
    hechos: list[tuple[str, Cambios]] = []
    for fila in formset.forms:
        nueva = fila.instance._state.adding
        if fila in formset.deleted_forms:
            if not nueva:
                hechos.append((f"Eliminó {nombre}", {nombre: [str(fila.instance), None]}))
        elif fila.has_changed():
            cambios = {
                f"{fila.instance}: {campo}": valores
                for campo, valores in cambios_del_formulario(fila).items()
            }
            if cambios or nueva:
                hechos.append((f"{'Agregó' if nueva else 'Modificó'} {nombre}", cambios))
    return hechos


class SoloLecturaMixin(admin.ModelAdmin[Any]):
    """Rows that staff look at and never write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


# Each row is a field of the form that confirms, and Django takes a thousand at most.
FILAS_MAXIMAS = 900


def pedir_confirmacion(
    modeladmin: admin.ModelAdmin[Any],
    request: HttpRequest,
    *,
    titulo: str,
    pregunta: str,
    accion: str,
    filas: Sequence[models.Model],
    form: object = None,
    detalles: Mapping[int, str] | None = None,
    ocultos: Mapping[str, str] | None = None,
) -> TemplateResponse | None:
    """Return the page that asks before an admin action: what it does, and to which rows.

    Its form posts back to the list with the same action, `confirmar=1` and the fields `ocultos`.
    `detalles` says by primary key what stands beside a row. Returns None, after telling the person
    to choose fewer, where there are more rows than a form can carry.
    """
    if len(filas) > FILAS_MAXIMAS:
        aviso = f"Elija {FILAS_MAXIMAS} filas a lo sumo cada vez."
        modeladmin.message_user(request, aviso, messages.ERROR)
        return None
    contexto = {
        **modeladmin.admin_site.each_context(request),
        "title": titulo,
        "opts": modeladmin.opts,
        "pregunta": pregunta,
        "accion": accion,
        "filas": [(fila, (detalles or {}).get(fila.pk, "")) for fila in filas],
        "form": form,
        "ocultos": dict(ocultos or {}),
    }
    return TemplateResponse(request, "admin/confirmar_accion.html", contexto)

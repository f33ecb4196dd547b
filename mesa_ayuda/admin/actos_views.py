"""Acts of staff on a case, each on its own address: assign, priority, classification, state.

The case's page shows the short ones as forms that post here; what is wrong with one is said on a
page of its own, beside the field, with what was chosen.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from mesa_ayuda.agentes import actos
from mesa_ayuda.agentes.actos import CambioAjeno, nombre_de
from mesa_ayuda.agentes.actos_forms import (
    ActoForm,
    AsignarForm,
    ClasificarForm,
    EstadoForm,
    PrioridadForm,
)
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso
from portal.administracion.mixins import actor


class ActoView(ABC, FormView[ActoForm]):
    """A page that does one thing to one case; whoever attends cases may."""

    titulo: ClassVar[str]
    boton: ClassVar[str]
    template_name = "admin/mesa_ayuda/caso/acto.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may attend cases."""
        if not request.user.has_perm("mesa_ayuda.change_caso"):
            raise PermissionDenied
        casos = Caso.objects.select_related("servicio", "producto", "novedad", "asignado")
        self.caso = get_object_or_404(casos.defer("busqueda"), pk=kwargs["pk"])
        self.vuelve_a = self.caso.pk
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the case."""
        return {**super().get_form_kwargs(), "caso": self.caso}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the admin's own pages have."""
        return {
            **admin.site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": f"{self.titulo}: {self.caso}",
            "opts": Caso._meta,
            "original": self.caso,
            "caso": self.caso,
            "aqui": self.titulo,
            "boton": self.boton,
        }

    def form_valid(self, form: ActoForm) -> HttpResponse:
        """Do it and say so; or say why not, and show how things stand now."""
        try:
            hecho = self.hacer(form)
        except EstadoInvalido as error:
            form.add_error(None, str(error))
            if isinstance(error, CambioAjeno):
                self._poner_al_dia(form)
            return self.form_invalid(form)
        messages.success(self.request, hecho)
        return redirect("admin:mesa_ayuda_caso_change", self.vuelve_a)

    @abstractmethod
    def hacer(self, form: Any) -> str:
        """Do the act; return what is said of it. May raise `EstadoInvalido`."""

    def _poner_al_dia(self, form: ActoForm) -> None:
        """Let the form be sent again by who has read what changed."""
        datos = self.request.POST.copy()
        datos[form.add_prefix("visto")] = type(form).marca(Caso.objects.get(pk=self.caso.pk))
        form.data = datos


class AsignarView(ActoView):
    """To a person or to a level."""

    titulo, boton = "Asignar", "Asignar"
    form_class = AsignarForm

    def hacer(self, form: AsignarForm) -> str:
        """Assign."""
        a, nivel = form.cleaned_data["a"], form.cleaned_data["nivel"]
        cambio = actos.asignar(
            caso=self.caso,
            a=a,
            nivel=nivel,
            visto=form.cleaned_data["visto"],
            actor=actor(self.request),
        )
        if not cambio:
            return "El caso ya estaba así."
        quien = f"quedó asignado a {nombre_de(a)}" if a else "quedó sin asignar"
        return f"El caso {quien}, en el nivel {nivel}."


class PrioridadView(ActoView):
    """Impact × urgency."""

    titulo, boton = "Cambiar la prioridad", "Cambiar la prioridad"
    form_class = PrioridadForm

    def hacer(self, form: PrioridadForm) -> str:
        """Set it."""
        datos = form.cleaned_data
        nueva = actos.cambiar_prioridad(
            caso=self.caso,
            impacto=datos["impacto"],
            urgencia=datos["urgencia"],
            visto=datos["visto"],
            actor=actor(self.request),
        )
        return f"La prioridad es «{nueva.label}»."


class ClasificarView(ActoView):
    """Servicio, producto, novedad."""

    titulo, boton = "Clasificar", "Clasificar"
    form_class = ClasificarForm
    template_name = "admin/mesa_ayuda/caso/clasificar.html"

    def hacer(self, form: ClasificarForm) -> str:
        """Classify."""
        novedad = form.novedad_elegida()
        actos.clasificar(
            caso=self.caso,
            novedad=novedad,
            con_prioridad=form.cleaned_data["con_prioridad"],
            visto=form.cleaned_data["visto"],
            actor=actor(self.request),
        )
        return f"El caso quedó clasificado: {novedad.producto}, {novedad}."


class EstadoView(ActoView):
    """Where the case goes, and what the customer is told."""

    titulo, boton = "Cambiar el estado", "Cambiar el estado"
    form_class = EstadoForm

    def hacer(self, form: EstadoForm) -> str:
        """Take it there."""
        a, texto = Estado(form.cleaned_data["a"]), form.cleaned_data["texto"]
        actos.pasar(
            caso=self.caso,
            a=a,
            texto=texto,
            visto=form.cleaned_data["visto"],
            actor=actor(self.request),
        )
        aviso = " y se escribió al cliente" if texto else ""
        return f"El caso pasó a «{a.label}»{aviso}."

"""Screens of staff: sign and send the answer, extend the term. Forms of their own, no GET acts."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView

from mesa_ayuda.models import Pqrsa
from mesa_ayuda.pqrsa import plazo
from mesa_ayuda.pqrsa.admin_forms import ProrrogaForm, RespuestaForm
from mesa_ayuda.pqrsa.respuesta import RespuestaImposible, responder
from mesa_ayuda.pqrsa.servicios import (
    ProrrogaImposible,
    archivos_de,
    limite_de_prorroga,
    prorrogar,
)
from portal.administracion.mixins import actor
from portal.calendario.servicios import festivos
from portal.firma.errores import FirmaImposible


class _ActoView(FormView[forms.Form]):
    """A page that does one thing to one PQRSA; whoever attends cases may."""

    titulo = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may attend cases; send away from what is answered."""
        if not request.user.has_perm("mesa_ayuda.change_caso"):
            raise PermissionDenied
        consulta = Pqrsa.objects.select_related("caso__contacto", "respuesta_por")
        self.pqrsa = get_object_or_404(consulta, pk=kwargs["pk"])
        if self.pqrsa.respondida_en is not None:
            messages.info(request, "Esta PQRSA ya se respondió.")
            return self._volver()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the admin's own pages have, and the term in words."""
        hoy = timezone.localdate()
        return {
            **admin.site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": f"{self.titulo} {self.pqrsa.caso.numero}",
            "opts": Pqrsa._meta,
            "pqrsa": self.pqrsa,
            "archivos": archivos_de(self.pqrsa),
            "faltan": plazo.faltan(hoy, self.pqrsa.plazo, festivos()),
        }

    def _volver(self) -> HttpResponse:
        return redirect("admin:mesa_ayuda_pqrsa_change", self.pqrsa.pk)


class ResponderView(_ActoView):
    """Write the answer, which is signed and mailed at once."""

    titulo = "Responder"
    form_class = RespuestaForm
    template_name = "admin/mesa_ayuda/pqrsa/responder.html"

    def get_initial(self) -> dict[str, Any]:
        """Bring back the text of an answer that could not be signed."""
        return {"texto": self.pqrsa.respuesta}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Sign and send, or say why not: the text stays."""
        try:
            responder(pqrsa=self.pqrsa, texto=form.cleaned_data["texto"], actor=actor(self.request))
        except (RespuestaImposible, FirmaImposible) as error:
            form.add_error(None, f"No se envió nada. {error}")
            return self.form_invalid(form)
        messages.success(self.request, "La respuesta se firmó y se envió; el caso quedó resuelto.")
        return self._volver()


class ProrrogarView(_ActoView):
    """Extend the term once; the person is told at once."""

    titulo = "Prorrogar"
    form_class = ProrrogaForm
    template_name = "admin/mesa_ayuda/pqrsa/prorrogar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how far it may go."""
        return super().get_context_data(limite=limite_de_prorroga(self.pqrsa), **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Extend, or say beside the date why not."""
        try:
            prorrogar(
                pqrsa=self.pqrsa,
                hasta=form.cleaned_data["hasta"],
                motivo=form.cleaned_data["motivo"],
                actor=actor(self.request),
            )
        except ProrrogaImposible as error:
            form.add_error("hasta", str(error))
            return self.form_invalid(form)
        messages.success(self.request, "El término se prorrogó y se avisó a la persona.")
        return self._volver()

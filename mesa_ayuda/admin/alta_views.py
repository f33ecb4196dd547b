"""«Nuevo caso»: staff open one for somebody who calls or chats."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView

from mesa_ayuda.agentes.alta import ContactoInvalido, abrir_por_cliente
from mesa_ayuda.agentes.alta_forms import AltaForm
from mesa_ayuda.models import Caso
from portal.administracion.mixins import actor


class NuevoCasoView(FormView[AltaForm]):
    """Ask who and what; open the case and go to its page."""

    form_class = AltaForm
    template_name = "admin/mesa_ayuda/caso/nuevo.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may open cases."""
        if not request.user.has_perm("mesa_ayuda.add_caso"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the admin's own pages have."""
        return {
            **admin.site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "Nuevo caso",
            "opts": Caso._meta,
        }

    def form_invalid(self, form: AltaForm) -> HttpResponse:
        """Show what is wrong; the files have to be chosen again."""
        form.pedir_otra_vez()
        return super().form_invalid(form)

    def form_valid(self, form: AltaForm) -> HttpResponse:
        """Open it, or say beside the address why that can't be."""
        try:
            caso = abrir_por_cliente(
                datos=form.datos(),
                archivos=form.archivos(),
                actor=actor(self.request),
                formulario=form.cleaned_data["formulario"],
            )
        except ContactoInvalido as error:
            form.add_error("correo", str(error))
            return self.form_invalid(form)
        aviso = " y se envió su número al cliente" if caso.contacto_id else ""
        messages.success(self.request, f"Abrió el caso {caso.numero}{aviso}.")
        return redirect("admin:mesa_ayuda_caso_change", caso.pk)

"""Acts that bring other cases or other people into one: merge, link, participants."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from mesa_ayuda import casos, casos_web
from mesa_ayuda.admin.actos_views import ActoView
from mesa_ayuda.agentes.actos_forms import ActoForm
from mesa_ayuda.agentes.fusion import alcance_de, fusionar
from mesa_ayuda.agentes.otros_forms import CopiaForm, FusionarForm, VincularForm
from mesa_ayuda.agentes.vinculos import desvincular, vinculados
from portal.administracion.mixins import actor


class FusionarView(ActoView):
    """Into which case this one goes: asked, shown with what moves, and only then done."""

    titulo, boton = "Fusionar", "Continuar"
    form_class = FusionarForm
    template_name = "admin/mesa_ayuda/caso/fusionar.html"

    def form_valid(self, form: ActoForm) -> HttpResponse:
        """Show what would move, until somebody confirms it."""
        if form.cleaned_data["confirmar"]:
            return super().form_valid(form)
        self._marcar(form, "on")
        contexto = self.get_context_data(form=form)
        contexto |= {"destino": form.cleaned_data["otro"], "alcance": alcance_de(self.caso)}
        return TemplateResponse(
            self.request, "admin/mesa_ayuda/caso/confirmar_fusion.html", contexto
        )

    def form_invalid(self, form: ActoForm) -> HttpResponse:
        """What is sent after an error is to be confirmed anew."""
        self._marcar(form, "")
        return super().form_invalid(form)

    def hacer(self, form: FusionarForm) -> str:
        """Merge."""
        destino = form.cleaned_data["otro"]
        movidos = fusionar(caso=self.caso, destino=destino, actor=actor(self.request))
        self.vuelve_a = destino.pk
        que = "1 mensaje" if movidos == 1 else f"{movidos} mensajes"
        return f"{self.caso.numero} se fusionó en {destino.numero} con {que}."

    def _marcar(self, form: ActoForm, confirmar: str) -> None:
        datos = self.request.POST.copy()
        datos["confirmar"] = confirmar
        form.data = datos


class _ListaView(ActoView):
    """A page with a list, a form that adds to it, and a button that takes each row out."""

    quitado = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a row out where the button of one was pressed."""
        clave = request.POST.get("quitar")
        if clave is None:
            return super().post(request, *args, **kwargs)
        valida = clave.isascii() and clave.isdecimal() and len(clave) < 19
        if valida and self.quitar(int(clave)):
            messages.success(request, self.quitado)
        else:
            messages.info(request, "Ya no estaba.")
        return redirect(request.path)

    def quitar(self, clave: int) -> bool:
        """Take it out; False where it isn't there."""
        return False


class VinculosView(_ListaView):
    """The cases that have to do with this one."""

    titulo, boton, quitado = "Casos vinculados", "Vincular", "Quitó el vínculo."
    form_class = VincularForm
    template_name = "admin/mesa_ayuda/caso/vinculos.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add those there are."""
        return super().get_context_data(vinculados=vinculados(self.caso), **kwargs)

    def hacer(self, form: VincularForm) -> str:
        """Link."""
        otro = form.cleaned_data["otro"]
        casos.vincular(caso=self.caso, otro=otro, actor=actor(self.request))
        return f"Quedó vinculado con {otro.numero}."

    def quitar(self, clave: int) -> bool:
        """Unlink."""
        return desvincular(caso=self.caso, clave=clave, actor=actor(self.request))


class ParticipantesView(_ListaView):
    """Who is in copy."""

    titulo, boton, quitado = "Participantes", "Agregar", "Retiró al participante."
    form_class = CopiaForm
    template_name = "admin/mesa_ayuda/caso/participantes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add those there are."""
        return super().get_context_data(
            participantes=self.caso.participantes.order_by("correo"), **kwargs
        )

    def hacer(self, form: CopiaForm) -> str:
        """Put in copy."""
        correo = form.cleaned_data["correo"]
        nuevo = casos_web.agregar_participante(
            caso=self.caso, correo=correo, actor=actor(self.request)
        )
        return f"Agregó a {correo}." if nuevo else f"{correo} ya participaba."

    def quitar(self, clave: int) -> bool:
        """Take out of copy."""
        return casos_web.quitar_participante(caso=self.caso, clave=clave, actor=actor(self.request))

"""Pages of the activation that ask for the four data: to go on, or to refuse (manual 004 §10).

GET and HEAD change nothing: scanners open links before people do.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.generic import FormView, View

from contrasenas.activacion import servicios, sesion, textos
from contrasenas.activacion.datos import visita_de
from contrasenas.activacion.forms import ActivarForm, DatosForm
from contrasenas.enums import EstadoContrasena, Resultado
from contrasenas.huella import huella_de_ficha
from contrasenas.models import Contrasena
from portal.cabeceras import reservada
from portal.visitante import red

# The same words whether it is wrong, expired, unknown, cancelled or locked.
RECHAZADOS = (
    "Los datos no corresponden a una contraseña que se pueda activar. Revise que los cuatro estén "
    "como los reportó al Registro Mercantil y que la clave sea la del PDF más reciente. Si ya lo "
    "intentó varias veces, espere 15 minutos; si sigue sin funcionar, comuníquese con su cámara "
    "de comercio."
)
# What the form says above itself, and its tone, by `?aviso=`.
AVISOS = {
    "vencida": (
        "Su solicitud de activación ya no espera un PIN: pasó una hora, o se canceló. La "
        "contraseña sigue igual; si quiere activarla, escriba otra vez los datos.",
        "info",
    ),
    "abandonada": (
        "Su solicitud de activación quedó cancelada. La contraseña sigue igual: puede activarla "
        "otro día con los mismos datos.",
        "info",
    ),
    "ya-activada": (
        "Esta contraseña ya quedó activada desde otro navegador o equipo. Si no fue usted, "
        "comuníquese con su cámara de comercio.",
        "warning",
    ),
}
# How a password that its link names has ended: only its holder has the link.
TERMINADAS = (EstadoContrasena.ACTIVADA, EstadoContrasena.CANCELADA)


def terminada(request: HttpRequest, ficha: str) -> HttpResponse | None:
    """Return the page of a link whose password was activated or cancelled; None if neither."""
    if sesion.ya_termino(request.session, ficha_hash=huella_de_ficha(ficha)):
        return redirect("contrasenas:final")
    contrasena = Contrasena.objects.con_ficha(ficha).filter(estado__in=TERMINADAS).first()
    if contrasena is None:
        return None
    contexto = {
        "cancelada": contrasena.estado == EstadoContrasena.CANCELADA,
        "cuando": contrasena.terminada_en,
    }
    return render(request, "contrasenas/terminada.html", contexto)


@method_decorator(reservada, name="dispatch")
class ActivarView(FormView[ActivarForm]):
    """The explanation, the four data and the consent."""

    template_name = "contrasenas/activar.html"
    form_class = ActivarForm

    @property
    def ficha(self) -> str:
        """The secret of the mail's link; empty without one."""
        return str(self.kwargs.get("ficha", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or how the password of the link ended."""
        return (self.ficha and terminada(request, self.ficha)) or super().get(
            request, *args, **kwargs
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the visitor, for the limits."""
        return super().get_form_kwargs() | {
            "visitante": red(self.request),
            "con_ficha": bool(self.ficha),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the explanation, and why the person is here."""
        texto, tono = AVISOS.get(self.request.GET.get("aviso", ""), ("", ""))
        mas = {"explicacion": textos.EXPLICACION, "ficha": self.ficha}
        if self.request.method != "POST":
            mas |= {"aviso": texto, "tono_aviso": tono}
        return super().get_context_data(**kwargs) | mas

    def form_valid(self, form: ActivarForm) -> HttpResponse:
        """Ask for the activation; what was typed stays if it is refused."""
        session = self.request.session
        huella = huella_de_ficha(self.ficha) if self.ficha else ""
        if sesion.ya_termino(session, ficha_hash=huella, datos=form.datos()):
            return redirect("contrasenas:final")
        resultado, activacion = servicios.solicitar(
            datos=form.datos(), ficha=self.ficha, visita=visita_de(self.request)
        )
        if activacion is None:
            form.add_error(None, RECHAZADOS)
            return self.form_invalid(form)
        sesion.abrir(session, activacion)
        if resultado == Resultado.ESPERA_PIN:
            return redirect("contrasenas:pin")
        sesion.anotar(session, resultado)
        return redirect("contrasenas:final")


@method_decorator(reservada, name="dispatch")
class RechazarView(View):
    """«No aceptar y abandonar» without a link: the four data, asked once more, and the end."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the four data."""
        return self._pagina(self._form(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Bring along what the other page had; cancel only once it was asked here."""
        if "confirmar" not in request.POST:
            return self._pagina(self._form(None, initial=request.POST.dict()))
        form = self._form(request.POST)
        if form.is_valid():
            if servicios.rechazar_con_datos(datos=form.datos()):
                sesion.anotar(request.session, Resultado.RECHAZADA)
                return redirect("contrasenas:cancelada")
            form.add_error(None, RECHAZADOS)
        return self._pagina(form)

    def _form(self, datos: Any, **kwargs: Any) -> DatosForm:
        return DatosForm(datos, visitante=red(self.request), con_ficha=False, **kwargs)

    def _pagina(self, form: DatosForm) -> HttpResponse:
        return render(self.request, "contrasenas/rechazar.html", {"form": form})


@method_decorator(reservada, name="dispatch")
class RechazarFichaView(View):
    """«No aceptar y abandonar» with the mail's link, which is enough."""

    def get(self, request: HttpRequest, ficha: str) -> HttpResponse:
        """Ask once more, or say how it ended."""
        respuesta = terminada(request, ficha)
        return respuesta or render(request, "contrasenas/rechazar.html", {"ficha": ficha})

    def post(self, request: HttpRequest, ficha: str) -> HttpResponse:
        """Cancel, once it was asked here; an unknown link reads as a cancelled one."""
        if "confirmar" not in request.POST:
            return self.get(request, ficha)
        servicios.rechazar_con_ficha(ficha=ficha)
        return terminada(request, ficha) or render(
            request, "contrasenas/terminada.html", {"cancelada": True}
        )


@reservada
def cancelada(request: HttpRequest) -> HttpResponse:
    """The end of a refusal without a link, for the session that refused."""
    if sesion.resultado(request.session) != Resultado.RECHAZADA:
        return redirect("contrasenas:activar")
    return render(request, "contrasenas/terminada.html", {"cancelada": True})

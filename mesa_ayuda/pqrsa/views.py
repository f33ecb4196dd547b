"""Public pages of the PQRSA channel: present one, its receipt, and how it goes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import FormView

from mesa_ayuda.clientes.views import descartados
from mesa_ayuda.enums import TERMINADOS, Estado
from mesa_ayuda.models import Adjunto, Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa import plazo, servicios
from mesa_ayuda.pqrsa.ficha import FICHA, en_grupos
from mesa_ayuda.pqrsa.forms import SIN_HALLAR, RadicarForm, SeguirForm
from mesa_ayuda.pqrsa.respuesta import adjunto_de
from portal.calendario.servicios import festivos
from portal.captcha.refresco import RefrescoCaptchaMixin
from portal.usuarios.models import Usuario
from portal.visitante import red

COMPROBANTE: Final = "pqrsa_comprobante"
TONOS: Final = {
    Estado.NUEVO: "pendiente",
    Estado.ABIERTO: "curso",
    Estado.ESPERA: "atencion",
    Estado.RESUELTO: "exito",
    Estado.CERRADO: "neutro",
    Estado.CANCELADO: "neutro",
}


def _reservada(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Keep the page out of caches and its address out of the Referer: it holds a secret."""

    @wraps(vista)
    def envuelta(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        respuesta = vista(request, *args, **kwargs)
        respuesta["Referrer-Policy"] = "no-referrer"
        respuesta["X-Robots-Tag"] = "noindex"
        return respuesta

    return never_cache(envuelta)


@method_decorator(never_cache, name="dispatch")
class RadicarView(RefrescoCaptchaMixin, FormView[RadicarForm]):
    """Show the form, or open the case and go to its receipt."""

    http_method_names = ["get", "head", "post"]
    form_class = RadicarForm
    template_name = "mesa_ayuda/pqrsa/radicar.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say for whom the form is, and whether a session already says who they are."""
        return {
            **super().get_form_kwargs(),
            "visitante": red(self.request),
            "con_sesion": _cliente(self.request) is not None,
            "descartados": descartados(self.request),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who is signed in and the terms of each type."""
        return super().get_context_data(
            usuario=_cliente(self.request), terminos=TerminoLegal.objects.all(), **kwargs
        )

    def form_valid(self, form: RadicarForm) -> HttpResponse:
        """Present it, and remember its receipt for this session."""
        try:
            pqrsa, ficha = servicios.radicar(
                datos=form.datos(),
                archivos=form.archivos(),
                formulario=form.cleaned_data["formulario"],
                usuario=_cliente(self.request),
            )
        except servicios.FormularioUsado as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        self.request.session[COMPROBANTE] = [pqrsa.pk, ficha]
        return redirect("pqrsa:comprobante")


@_reservada
@require_safe
def comprobante(request: HttpRequest) -> HttpResponse:
    """Show the receipt of what this session has just presented."""
    pk, ficha = request.session.get(COMPROBANTE, (None, ""))
    pqrsa = Pqrsa.objects.select_related("caso").filter(pk=pk).first() if pk else None
    if pqrsa is None:
        return redirect("pqrsa:radicar")
    contexto = {
        "pqrsa": pqrsa,
        "ficha": ficha,
        "codigo": en_grupos(ficha),
        "archivos": servicios.archivos_de(pqrsa),
    }
    return render(request, "mesa_ayuda/pqrsa/comprobante.html", contexto)


# Without a Referer browsers send the form with «Origin: null», which the CSRF check refuses.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seguir(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; the answer is the same whichever of them is wrong."""
    form = SeguirForm(request.POST or None, visitante=red(request))
    if request.method == "POST" and form.is_valid():
        numero, ficha = form.cleaned_data["caso"], form.cleaned_data["ficha"]
        if numero and ficha and servicios.buscar(ficha=ficha, numero=numero):
            return redirect("pqrsa:estado", ficha)
        form.add_error(None, SIN_HALLAR)
    return render(request, "mesa_ayuda/pqrsa/seguir.html", {"form": form})


@_reservada
@require_safe
def estado(request: HttpRequest, ficha: str) -> HttpResponse:
    """Show how it goes, and the answer once there is one."""
    pqrsa = _buscada(ficha)
    caso = pqrsa.caso
    abierta = pqrsa.respondida_en is None and caso.estado not in TERMINADOS
    contexto = {
        "pqrsa": pqrsa,
        "ficha": ficha,
        "archivos": servicios.archivos_de(pqrsa),
        "tono": TONOS[Estado(caso.estado)],
        "faltan": plazo.faltan(timezone.localdate(), pqrsa.plazo, festivos()) if abierta else "",
    }
    return render(request, "mesa_ayuda/pqrsa/estado.html", contexto)


@_reservada
@require_safe
def descargar(request: HttpRequest, ficha: str) -> FileResponse:
    """Give the signed answer for download."""
    pqrsa = _buscada(ficha)
    adjunto: Adjunto | None = adjunto_de(pqrsa)
    if adjunto is None or not adjunto.archivo.storage.exists(adjunto.archivo.name or ""):
        raise Http404
    respuesta = FileResponse(
        adjunto.archivo.open("rb"),
        as_attachment=True,
        filename=f"respuesta-{pqrsa.caso.numero}.pdf",
        content_type="application/pdf",
    )
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta


def _buscada(ficha: str) -> Pqrsa:
    pqrsa = servicios.buscar(ficha=ficha) if FICHA.fullmatch(ficha) else None
    if pqrsa is None:
        raise Http404
    return pqrsa


def _cliente(request: HttpRequest) -> Usuario | None:
    """Return the customer who is signed in; staff write as anybody else does."""
    usuario = request.user
    return usuario if isinstance(usuario, Usuario) and not usuario.is_staff else None

"""The case's page, and what its customer does there. Nobody else's case exists: 404."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mesa_ayuda import casos_web
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.clientes.expediente import Expediente, expediente_de, linea_de
from mesa_ayuda.clientes.forms import (
    CierreForm,
    EncuestaForm,
    MotivoForm,
    ParticipanteForm,
    RespuestaForm,
)
from mesa_ayuda.clientes.views import descartados
from mesa_ayuda.cuentas import borradores
from mesa_ayuda.cuentas.acceso import PeticionCliente, para_clientes
from portal.limites import consumir

# By customer, in so many seconds.
ACTOS = {"maximo": 60, "ventana": 60 * 60}
REABIERTO = "El caso volvió a quedar abierto."
Acto = Callable[[PeticionCliente, Expediente], HttpResponse]


def sobre_un_caso(acto: Acto) -> Callable[..., HttpResponseBase]:
    """Find the case by its number, for who may see it, and count the acts of who acts."""

    @para_clientes
    @wraps(acto)
    def envuelta(request: PeticionCliente, numero: str) -> HttpResponse:
        expediente = expediente_de(request.user, numero, timezone.now())
        if expediente is None:
            raise Http404
        if request.method == "POST":
            consumir("mesa-actos", str(request.user.pk), **ACTOS)
        elif numero != expediente.caso.numero:
            return redirect("mesa_ayuda:caso", numero=expediente.caso.numero)
        return acto(request, expediente)

    return envuelta


@require_http_methods(["GET", "HEAD", "POST"])
@sobre_un_caso
def caso(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Show the case; take an answer."""
    if request.method == "POST":
        form = RespuestaForm(request.POST, request.FILES, descartados=descartados(request))
        if not form.is_valid():
            return pagina(request, expediente, respuesta=form)
        try:
            casos_web.responder(
                caso=expediente.caso,
                autor=request.user,
                texto=form.cleaned_data["texto"],
                archivos=form.archivos(),
                formulario=form.cleaned_data["formulario"],
            )
        except EstadoInvalido as error:
            form.add_error(None, str(error))
            return pagina(request, expediente, respuesta=form)
        borradores.olvidar(request, request.path)
        messages.success(request, "Su respuesta quedó en el caso.")
        return _volver(expediente)
    guardado = borradores.leer(request, request.path)
    inicial = guardado.dict() if guardado is not None else None
    return pagina(request, expediente, respuesta=RespuestaForm(initial=inicial))


@require_POST
@sobre_un_caso
def aceptar(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Close what is solved."""
    _exigir_gestion(expediente)
    return _actuar(
        request,
        expediente,
        lambda: casos_web.aceptar_solucion(caso=expediente.caso, actor=request.user),
        "El caso quedó cerrado. Gracias por contarnos.",
    )


@require_POST
@sobre_un_caso
def rechazar(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Go on with what is not."""
    form = MotivoForm(request.POST, prefix="rechazo")
    return _con_motivo(request, expediente, form, casos_web.rechazar_solucion, REABIERTO)


@require_POST
@sobre_un_caso
def cerrar(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Close what is no longer needed."""
    form = CierreForm(request.POST, prefix="cierre")
    return _con_motivo(request, expediente, form, casos_web.cerrar, "El caso quedó cerrado.")


@require_POST
@sobre_un_caso
def reabrir(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Open again what was closed some days ago."""
    form = MotivoForm(request.POST, prefix="reapertura")
    return _con_motivo(request, expediente, form, casos_web.reabrir, REABIERTO)


@require_POST
@sobre_un_caso
def participantes(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Put somebody in copy, or take somebody out."""
    _exigir_gestion(expediente)
    quitar = request.POST.get("quitar", "")
    if quitar:
        if quitar.isascii() and quitar.isdigit() and len(quitar) < 19:
            casos_web.quitar_participante(
                caso=expediente.caso, clave=int(quitar), actor=request.user
            )
        messages.success(request, "Esa persona ya no participa en el caso.")
        return _volver(expediente)
    form = ParticipanteForm(request.POST, prefix="participante")
    if not form.is_valid():
        return pagina(request, expediente, participante=form)
    correo = form.cleaned_data["correo"]
    return _actuar(
        request,
        expediente,
        lambda: casos_web.agregar_participante(
            caso=expediente.caso, correo=correo, actor=request.user
        ),
        f"{correo} participa en el caso.",
        form=form,
        lugar="participante",
    )


@require_POST
@sobre_un_caso
def encuesta(request: PeticionCliente, expediente: Expediente) -> HttpResponse:
    """Take the contact's opinion, once."""
    if not expediente.es_contacto:
        raise Http404
    form = EncuestaForm(request.POST, prefix="encuesta")
    if not form.is_valid():
        return pagina(request, expediente, encuesta=form)
    return _actuar(
        request,
        expediente,
        lambda: casos_web.calificar(
            caso=expediente.caso,
            puntaje=form.cleaned_data["puntaje"],
            comentario=form.cleaned_data["comentario"],
        ),
        "Gracias por su opinión.",
        form=form,
        lugar="encuesta",
    )


def pagina(
    request: PeticionCliente, expediente: Expediente, **formularios: forms.Form
) -> HttpResponse:
    """Show the case; the form that was sent and has errors stands for the page's own."""
    enviado = next((form for form in formularios.values() if form.errors), None)
    contexto: dict[str, Any] = {
        "expediente": expediente,
        "caso": expediente.caso,
        "linea": linea_de(expediente.caso),
        "participantes": expediente.caso.participantes.order_by("pk"),
        "autor": borradores.autor_de(request.user),
        "dias_para_reabrir": casos_web.DIAS_PARA_REABRIR,
        "respuesta": RespuestaForm(),
        "rechazo": MotivoForm(prefix="rechazo"),
        "cierre": CierreForm(prefix="cierre"),
        "reapertura": MotivoForm(prefix="reapertura"),
        "participante": ParticipanteForm(prefix="participante"),
        "encuesta": EncuestaForm(prefix="encuesta"),
        # What the summary of errors and the page's title look at.
        "form": enviado,
        **formularios,
    }
    return render(request, "mesa_ayuda/casos/caso.html", contexto)


def _con_motivo(
    request: PeticionCliente,
    expediente: Expediente,
    form: forms.Form,
    acto: Callable[..., None],
    hecho: str,
) -> HttpResponse:
    """Do what takes a reason; `form`'s prefix is its name in the page."""
    _exigir_gestion(expediente)
    lugar = str(form.prefix)
    if not form.is_valid():
        return pagina(request, expediente, **{lugar: form})
    hacer = partial(
        acto, caso=expediente.caso, actor=request.user, motivo=form.cleaned_data["motivo"]
    )
    return _actuar(request, expediente, hacer, hecho, form=form, lugar=lugar)


def _actuar(
    request: PeticionCliente,
    expediente: Expediente,
    acto: Callable[[], object],
    hecho: str,
    *,
    form: forms.Form | None = None,
    lugar: str = "",
) -> HttpResponse:
    """Do it and say so; where somebody else was first, show the case as it is by now."""
    try:
        acto()
    except EstadoInvalido as error:
        if form is None:
            messages.error(request, str(error))
            return _volver(expediente)
        form.add_error(None, str(error))
        expediente.caso.refresh_from_db(fields=["estado", "actualizado", "cerrado_en"])
        return pagina(request, expediente, **{lugar: form})
    messages.success(request, hecho)
    return _volver(expediente)


def _exigir_gestion(expediente: Expediente) -> None:
    """Let only the contact and who sees the account's cases decide."""
    if not expediente.gestiona:
        raise Http404


def _volver(expediente: Expediente) -> HttpResponse:
    return redirect("mesa_ayuda:caso", numero=expediente.caso.numero)

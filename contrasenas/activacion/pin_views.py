"""Pages of the activation behind the four data: the PIN, and the end (manual 004 §10)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contrasenas.activacion import pines, servicios, sesion
from contrasenas.activacion.forms import PinForm
from contrasenas.enums import EstadoActivacion, EstadoContrasena, Resultado
from contrasenas.models import Activacion
from portal.cabeceras import reservada
from portal.mascaras import enmascarar_celular
from portal.paginas.errores import hora_de_reintento
from portal.visitante import red

# The same words whether it is wrong, used, expired, replaced or worn out.
PIN_INVALIDO = (
    "El PIN no es correcto o ya no sirve. Revise el mensaje más reciente o pida otro PIN."
)
FINALES = {str(Resultado.ACTIVADA), str(Resultado.YA_VERIFICADA)}


@require_http_methods(["GET", "HEAD", "POST"])
@reservada
def pin(request: HttpRequest) -> HttpResponse:
    """Take the PIN; a right one activates."""
    activacion = sesion.activacion_de(request.session)
    if activacion is None or not activacion.espera(timezone.now()):
        return _fuera_de_tiempo(request)
    form = PinForm(request.POST if request.method == "POST" else None, visitante=red(request))
    if form.is_valid():
        resultado = servicios.activar_con_pin(
            activacion_id=activacion.pk, codigo=form.cleaned_data["pin"]
        )
        if resultado in FINALES:
            sesion.anotar(request.session, resultado)
            return redirect("contrasenas:final")
        if resultado == Resultado.CERRADA:
            return _fuera_de_tiempo(request)
        form.add_error("pin", PIN_INVALIDO)
    return _pagina(request, activacion, form)


@require_POST
@reservada
def otro_pin(request: HttpRequest) -> HttpResponse:
    """Send another PIN, or say from when it can be asked for."""
    activacion = sesion.activacion_de(request.session)
    if activacion is None or not activacion.espera(timezone.now()):
        return _fuera_de_tiempo(request)
    try:
        enviado = servicios.enviar_otro_pin(activacion_id=activacion.pk)
    except pines.PinEnEspera as espera:
        cuando = hora_de_reintento(timezone.now(), espera.segundos)
        form = PinForm(visitante=red(request))
        response = _pagina(request, activacion, form, cuando=cuando, status=429)
        response["Retry-After"] = str(espera.segundos)
        return response
    return redirect("contrasenas:pin") if enviado else _fuera_de_tiempo(request)


@require_POST
@reservada
def abandonar(request: HttpRequest) -> HttpResponse:
    """Cancel the request; the password stays as it was."""
    activacion = sesion.activacion_de(request.session)
    if activacion is None:
        return _volver("abandonada")
    if activacion.estado == EstadoActivacion.ACTIVADA:
        return redirect("contrasenas:final")
    servicios.abandonar(activacion_id=activacion.pk)
    sesion.cerrar(request.session)
    return _volver("abandonada")


@require_safe
@reservada
def mensaje(request: HttpRequest) -> HttpResponse:
    """Whether the SMS is known to be lost, for the page that waits: then it loads itself again."""
    activacion = sesion.activacion_de(request.session)
    sms = pines.ultimo_sms(activacion.contrasena) if activacion else None
    return JsonResponse({"terminado": pines.se_perdio(sms)})


@require_safe
@reservada
def final(request: HttpRequest) -> HttpResponse:
    """The end, as often as this session asks for it."""
    activacion = sesion.activacion_de(request.session)
    if activacion is None:
        return redirect("contrasenas:activar")
    contexto = {
        "camara": activacion.contrasena.camara,
        "es_prueba": activacion.contrasena.es_prueba,
        "cuando": activacion.terminada_en,
    }
    if activacion.estado == EstadoActivacion.ACTIVADA:
        contexto["usuario"] = activacion.contrasena.verificado
        return render(request, "contrasenas/final.html", contexto)
    if sesion.resultado(request.session) == Resultado.YA_VERIFICADA:
        return render(request, "contrasenas/final.html", contexto)
    return redirect("contrasenas:pin")


def _pagina(
    request: HttpRequest,
    activacion: Activacion,
    form: PinForm,
    *,
    cuando: str = "",
    status: int = 200,
) -> HttpResponse:
    sms = pines.ultimo_sms(activacion.contrasena)
    contexto = {
        "form": form,
        "celular": enmascarar_celular(activacion.contrasena.celular),
        "se_perdio": pines.se_perdio(sms),
        "cuando": cuando,
    }
    return render(request, "contrasenas/pin.html", contexto, status=status)


def _fuera_de_tiempo(request: HttpRequest) -> HttpResponse:
    """Where there is nothing to type a PIN for: the end if it came to one, else the beginning."""
    activacion = sesion.activacion_de(request.session)
    if activacion is not None and activacion.estado == EstadoActivacion.ACTIVADA:
        return redirect("contrasenas:final")
    if sesion.resultado(request.session) == Resultado.YA_VERIFICADA:
        return redirect("contrasenas:final")
    if activacion is not None and activacion.contrasena.estado == EstadoContrasena.ACTIVADA:
        return _volver("ya-activada")
    return _volver("vencida")


def _volver(aviso: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("contrasenas:activar", query={"aviso": aviso}))

"""Enviar, schedules, and the pages of the packets (manual 004 §7)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote
from contrasenas.envio.excepciones import EnvioImposible
from contrasenas.envio.programacion import programar as programar_paquetes
from contrasenas.generador import panel as datos
from contrasenas.generador.actos import PAQUETE, PROGRAMACION
from contrasenas.generador.ambito import Ambito
from contrasenas.generador.forms import EnviarForm, ProgramarForm
from contrasenas.generador.servicios import enviar as enviar_paquete
from contrasenas.generador.servicios import numero_siguiente
from contrasenas.generador.views import pagina
from contrasenas.models import Contrasena, Envio, Lote
from portal.administracion.mixins import actor
from portal.templatetags.portal import miles

DESTINATARIOS_POR_PAGINA = 50
COLUMNAS = (
    *("orden", "estado", "intentos", "enviado_en", "respuesta"),
    *("contrasena__matricula", "contrasena__nombre", "contrasena__correo"),
    *("contrasena__estado",),
)
"""One by one: the password's own columns are not read."""


def _pendientes(ambito: Ambito) -> int:
    return Contrasena.objects.filter(
        camara=ambito.camara, ano=ambito.ano, es_prueba=False, estado=EstadoContrasena.PENDIENTE
    ).count()


@require_http_methods(["GET", "POST"])
def enviar(request: HttpRequest, ambito: Ambito) -> HttpResponse:
    """Take the manual's one field; say what it means, ask, and send."""
    enviado = request.method == "POST"
    form = EnviarForm(request.POST) if enviado else EnviarForm()
    if enviado and form.is_valid():
        if form.salir:
            messages.info(request, "Salió sin ejecutar: no se envió nada.")
            return redirect(ambito.panel)
        if "confirmar" not in request.POST:
            return _confirmar_envio(request, ambito, form)
        lote = _enviar(request, ambito, form)
        if lote is not None:
            messages.success(request, f"Se creó el paquete {lote.numero}.")
            return redirect(ambito.url("paquete", lote.numero))
    return pagina(
        request,
        "enviar",
        ambito,
        title="Enviar",
        form=form,
        pendientes=_pendientes(ambito),
        no_envia=datos.situacion(ambito.camara)["no_envia"],
    )


def _confirmar_envio(request: HttpRequest, ambito: Ambito, form: EnviarForm) -> HttpResponse:
    pendientes = _pendientes(ambito)
    return pagina(
        request,
        "confirmar_envio",
        ambito,
        title="Confirme el envío",
        form=form,
        cuantos=min(form.cantidad, pendientes),
        pendientes=pendientes,
        siguiente=numero_siguiente(ambito.camara, ambito.ano),
    )


def _enviar(request: HttpRequest, ambito: Ambito, form: EnviarForm) -> Lote | None:
    try:
        return enviar_paquete(
            camara=ambito.camara,
            ano=ambito.ano,
            siguiente=form.cleaned_data["siguiente"] or 0,
            actor=actor(request),
            cantidad=form.cantidad,
            correo=form.correo,
            celular=form.cleaned_data["celular"],
        )
    except EnvioImposible as error:
        form.add_error(None, str(error))
        return None


@require_http_methods(["GET", "POST"])
def programar(request: HttpRequest, ambito: Ambito) -> HttpResponse:
    """Have packets made until nobody waits."""
    enviado = request.method == "POST"
    form = ProgramarForm(request.POST) if enviado else ProgramarForm()
    pendientes = _pendientes(ambito)
    if enviado and form.is_valid():
        if "confirmar" not in request.POST:
            tamano, minutos = form.cleaned_data["tamano"], form.cleaned_data["cada_minutos"]
            return pagina(
                request,
                "confirmar_programacion",
                ambito,
                title="Confirme la programación",
                form=form,
                pendientes=pendientes,
                paquetes=-(-pendientes // tamano),
                minutos=minutos,
            )
        try:
            programar_paquetes(
                camara=ambito.camara, ano=ambito.ano, actor=actor(request), **form.cleaned_data
            )
        except EnvioImposible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Los paquetes quedaron programados.")
            return redirect(ambito.panel)
    return pagina(
        request,
        "programar",
        ambito,
        title="Programar paquetes",
        form=form,
        pendientes=pendientes,
        no_envia=datos.situacion(ambito.camara)["no_envia"],
    )


@require_POST
def acto_programacion(request: HttpRequest, ambito: Ambito, acto: str) -> HttpResponse:
    """Pause, resume or cancel the open schedule."""
    programacion = datos.programacion(ambito)
    if acto not in PROGRAMACION or programacion is None:
        raise Http404
    try:
        PROGRAMACION[acto].hacer(programacion=programacion, actor=actor(request))
    except EnvioImposible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, PROGRAMACION[acto].hecho)
    return redirect(ambito.panel)


@require_GET
def paquete(request: HttpRequest, ambito: Ambito, numero: int) -> HttpResponse:
    """Show a packet: its recipients, what the server said, and what can be done."""
    lote = ambito.lote(numero)
    hoja = Paginator(
        lote.envios.order_by("orden").values(*COLUMNAS), DESTINATARIOS_POR_PAGINA
    ).get_page(request.GET.get("page"))
    return pagina(
        request,
        "paquete",
        ambito,
        title=str(lote),
        lote=lote,
        paquete=datos.paquete(lote),
        avance=_avance(lote),
        actos=[(clave, acto) for clave, acto in PAQUETE.items() if acto.sirve(lote)],
        destinatarios=[_destinatario(fila) for fila in hoja],
        page_obj=hoja,
    )


def _destinatario(fila: dict[str, Any]) -> dict[str, Any]:
    estado = EstadoEnvio(fila["estado"])
    return {
        **fila,
        "rotulo": estado.label,
        "tono": datos.TONOS_ENVIO[estado],
        "contrasena": EstadoContrasena(fila["contrasena__estado"]).label,
    }


@require_GET
def progreso_paquete(request: HttpRequest, ambito: Ambito, numero: int) -> HttpResponse:
    """Tell static/js/portal.js how far a packet is."""
    return JsonResponse(_avance(ambito.lote(numero)))


def _avance(lote: Lote) -> dict[str, object]:
    """Return what the progress block shows, under the names of its `data-campo`."""
    cuenta = datos.paquete(lote)
    return {
        "terminado": lote.estado != EstadoLote.EN_CURSO,
        "porcentaje": cuenta.avance,
        "enviados": miles(cuenta.enviados),
        "fallidos": miles(Envio.objects.filter(lote=lote, estado=EstadoEnvio.FALLIDO).count()),
        "total": miles(lote.cantidad),
    }


@require_http_methods(["GET", "POST"])
def acto_paquete(request: HttpRequest, ambito: Ambito, numero: int, acto: str) -> HttpResponse:
    """Say what is done to how many recipients, ask, and do it."""
    lote = ambito.lote(numero)
    if acto not in PAQUETE:
        raise Http404
    pedido = PAQUETE[acto]
    if request.method == "GET":
        return pagina(
            request,
            "acto_paquete",
            ambito,
            title=f"{pedido.titulo}: {lote}",
            lote=lote,
            acto=pedido,
            filas=pedido.cuantos(lote),
        )
    try:
        pedido.hacer(lote=lote, actor=actor(request))
    except EnvioImposible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, pedido.hecho)
    return redirect(ambito.url("paquete", numero))

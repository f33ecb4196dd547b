"""The generator's main page, its operations and its exports (manual 004 §6)."""

from django.contrib import admin, messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contrasenas import exportacion
from contrasenas.enums import EstadoContrasena
from contrasenas.excepciones import OperacionImposible
from contrasenas.generador import panel as datos
from contrasenas.generador.actos import OPERACIONES, PROGRAMACION, ActoOperacion
from contrasenas.generador.ambito import Ambito, ambito_de, ano_actual, anos_de
from contrasenas.generador.forms import BorrarForm
from contrasenas.models import Camara, Contrasena, Generador
from contrasenas.operaciones import exigir_posible, pedir_operacion
from contrasenas.seleccion.informe import por_seleccionar
from portal.administracion.mixins import actor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTACIONES = {
    "seleccionados": exportacion.exportar_seleccionados,
    "no-seleccionados": exportacion.exportar_excluidos,
}


def pagina(
    request: HttpRequest, nombre: str, ambito: Ambito | None = None, **contexto: object
) -> HttpResponse:
    """Render one of the generator's pages."""
    base = {**admin.site.each_context(request), "opts": Generador._meta, "ambito": ambito}
    return render(request, f"admin/contrasenas/generador/{nombre}.html", {**base, **contexto})


@require_GET
def elegir(request: HttpRequest) -> HttpResponse:
    """Go to the only chamber's page, or let the person choose among several."""
    camaras = list(Camara.objects.de(actor(request)).ligeras())
    pedida, ano = request.GET.get("camara", ""), request.GET.get("ano", "")
    if pedida.isdecimal() and ano.isdecimal() and len(ano) == len(str(ano_actual())):
        return redirect(ambito_de(actor(request), int(pedida), int(ano)).panel)
    if len(camaras) == 1:
        return redirect(Ambito(camaras[0], ano_actual()).panel)
    ambitos = [Ambito(camara, ano_actual()) for camara in camaras]
    return pagina(request, "elegir", title="Elija la cámara", ambitos=ambitos)


@require_GET
def panel(request: HttpRequest, ambito: Ambito) -> HttpResponse:
    """Show how everything stands, and what can be done."""
    operacion = datos.en_curso(ambito.camara)
    programacion = datos.programacion(ambito)
    paquetes, hoja = datos.paquetes(ambito, request.GET.get("page"))
    return pagina(
        request,
        "panel",
        ambito,
        title=f"Contraseñas de {ambito.ano}",
        **datos.situacion(ambito.camara),
        camaras=Camara.objects.de(actor(request)).ligeras(),
        anos=anos_de(ambito.camara),
        cuentas=datos.cuentas(ambito),
        operacion=operacion,
        avance=datos.avance_operacion(operacion) if operacion else None,
        operaciones=datos.operaciones(ambito.camara),
        programacion=programacion,
        actos_programacion=[
            (clave, acto.titulo)
            for clave, acto in PROGRAMACION.items()
            if programacion and acto.sirve(programacion)
        ],
        paquetes=paquetes,
        page_obj=hoja,
    )


@require_GET
def progreso(request: HttpRequest, ambito: Ambito, pk: int) -> HttpResponse:
    """Tell static/js/portal.js how far an operation is."""
    operacion = ambito.camara.operaciones.filter(pk=pk).first()
    if operacion is None:
        raise Http404
    return JsonResponse(datos.avance_operacion(operacion))


@require_http_methods(["GET", "POST"])
def operacion(request: HttpRequest, ambito: Ambito, acto: str) -> HttpResponse:
    """Say what an operation will touch, ask, and have it done."""
    if acto not in OPERACIONES:
        raise Http404
    pedida = OPERACIONES[acto]
    enviado = request.method == "POST"
    form = BorrarForm(request.POST if enviado else None) if pedida.borra else None
    error = ""
    if enviado and (form is None or form.is_valid()):
        try:
            pedir_operacion(
                camara=ambito.camara, ano=ambito.ano, tipo=pedida.tipo, actor=actor(request)
            )
        except OperacionImposible as imposible:
            error = str(imposible)
        else:
            messages.success(request, f"«{pedida.titulo}» quedó en marcha.")
            return redirect(ambito.panel)
    return pagina(
        request,
        "operacion",
        ambito,
        title=pedida.titulo,
        acto=pedida,
        filas=_filas(ambito, pedida),
        form=form,
        impedimento=error or _impedimento(ambito, pedida),
    )


def _filas(ambito: Ambito, acto: ActoOperacion) -> int:
    """Return how many rows it would touch now."""
    if not acto.borra:
        return por_seleccionar(ambito.camara, ambito.ano)
    filas = Contrasena.objects.filter(camara=ambito.camara, ano=ambito.ano)
    if acto is OPERACIONES["borrar-no-activados"]:
        filas = filas.exclude(estado=EstadoContrasena.ACTIVADA)
    return filas.count()


def _impedimento(ambito: Ambito, acto: ActoOperacion) -> str:
    """Return what forbids it now; empty where nothing does."""
    try:
        exigir_posible(camara=ambito.camara, ano=ambito.ano, tipo=acto.tipo)
    except OperacionImposible as imposible:
        return str(imposible)
    return ""


@require_POST
def exportar(request: HttpRequest, ambito: Ambito, que: str) -> FileResponse:
    """Give a workbook; the history says who took it, so it is no GET."""
    if que not in EXPORTACIONES:
        raise Http404
    libro = EXPORTACIONES[que](camara=ambito.camara, ano=ambito.ano, actor=actor(request))
    return FileResponse(
        libro,
        as_attachment=True,
        filename=f"{que}-{ambito.camara.codigo}-{ambito.ano}.xlsx",
        content_type=XLSX,
    )

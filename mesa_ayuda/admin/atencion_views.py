"""Where staff attend a case: the whole conversation, the answer, the note, and taking it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mesa_ayuda import casos
from mesa_ayuda.agentes.colas import plazo_en_palabras
from mesa_ayuda.agentes.forms import NotaForm, RespuestaForm
from mesa_ayuda.agentes.toma import tomar
from mesa_ayuda.archivos import BINARIO, nombre_de_descarga
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import PQRSA, TERMINADOS, Estado
from mesa_ayuda.models import Adjunto, Caso
from portal.administracion.mixins import actor

CASOS = Caso.objects.select_related(
    *("servicio", "producto", "novedad", "cuenta", "contacto", "asignado", "fusionado_en")
).defer("busqueda")


@never_cache
@require_http_methods(["GET", "POST"])
def atender(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the case; a POST answers, notes or takes it, as its field `acto` says."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    caso = get_object_or_404(CASOS, pk=pk)
    acto = request.POST.get("acto", "")
    respuesta = RespuestaForm(request.POST if acto == "responder" else None)
    nota = NotaForm(request.POST if acto == "anotar" else None)
    if request.method == "POST":
        if not request.user.has_perm("mesa_ayuda.change_caso"):
            raise PermissionDenied
        if _hacer(request, caso, acto, respuesta, nota):
            return redirect("admin:mesa_ayuda_caso_change", caso.pk)
    return _pagina(request, caso, respuesta, nota)


def _hacer(
    request: HttpRequest, caso: Caso, acto: str, respuesta: RespuestaForm, nota: NotaForm
) -> bool:
    """Do what was asked; False where the page must be shown again with what was typed."""
    try:
        if acto == "responder" and respuesta.is_valid():
            _responder(request, caso, respuesta)
        elif acto == "anotar" and nota.is_valid():
            casos.anotar(caso=caso, texto=nota.cleaned_data["texto"], autor=actor(request))
            messages.success(request, "Guardó la nota interna.")
        elif acto == "tomar":
            tomar(caso=caso, actor=actor(request))
            messages.success(request, "Ahora el caso es suyo.")
        else:
            return False
    except EstadoInvalido as error:
        messages.error(request, str(error))
        return False
    return True


def _responder(request: HttpRequest, caso: Caso, form: RespuestaForm) -> None:
    if caso.tipo in PQRSA:
        raise EstadoInvalido(
            "Una PQRSA se responde con una carta firmada: hágalo desde la página de la PQRSA."
        )
    datos = form.cleaned_data
    casos.responder_como_personal(
        caso=caso,
        autor=actor(request),
        texto=datos["texto"],
        pasar_a=Estado(datos["pasar_a"]) if datos["pasar_a"] else None,
        formulario=datos["formulario"],
    )
    messages.success(request, "Envió la respuesta al cliente.")


def _pagina(
    request: HttpRequest, caso: Caso, respuesta: RespuestaForm, nota: NotaForm
) -> HttpResponse:
    texto, tono = plazo_en_palabras(caso, timezone.now())
    contexto = {
        **admin.site.each_context(request),
        "title": f"{caso.numero}: {caso.asunto}",
        "opts": Caso._meta,
        "original": caso,
        "caso": caso,
        "plazo": texto,
        "tono": tono,
        "linea": caso.mensajes.prefetch_related("adjuntos").order_by("creado", "pk"),
        "participantes": caso.participantes.all(),
        "respuesta": respuesta,
        "nota": nota,
        "errores": bool(respuesta.errors or nota.errors),
        "atiende": request.user.has_perm("mesa_ayuda.change_caso"),
        "abierto": caso.estado not in TERMINADOS,
        "pqrsa": getattr(caso, "pqrsa", None) if caso.tipo in PQRSA else None,
    }
    return TemplateResponse(request, "admin/mesa_ayuda/caso/atender.html", contexto)


@require_safe
def adjunto(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a file of a case to staff, for download only, under a name of ours."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    fila = get_object_or_404(Adjunto.objects.select_related("mensaje__caso"), pk=pk)
    try:
        archivo = fila.archivo.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    respuesta = FileResponse(
        archivo,
        as_attachment=True,
        filename=nombre_de_descarga(fila, fila.mensaje.caso.numero),
        content_type=BINARIO,
    )
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta

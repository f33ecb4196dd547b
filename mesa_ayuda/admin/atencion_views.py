"""Where staff attend a case: the whole conversation, the answer, the note, and taking it."""

from typing import Any, Final
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mesa_ayuda.agentes import borradores, respuestas
from mesa_ayuda.agentes.colas import plazo_en_palabras
from mesa_ayuda.agentes.forms import NotaForm, RespuestaForm
from mesa_ayuda.agentes.preparadas import agregar, texto_preparado
from mesa_ayuda.agentes.respuestas import LlegoOtroMensaje
from mesa_ayuda.agentes.toma import tomar
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import PQRSA, TERMINADOS, Estado, TipoMensaje
from mesa_ayuda.formulario_archivos import ELEGIR_DE_NUEVO
from mesa_ayuda.models import Caso, Mensaje
from portal.administracion.mixins import actor

CASOS: Final = Caso.objects.select_related(
    *("servicio", "producto", "novedad", "cuenta", "contacto", "asignado", "fusionado_en")
).defer("busqueda")
# What the POST's field `acto` may say, and which part of the draft its form brings.
PARTES: Final[dict[str, borradores.Parte]] = {
    "responder": "texto",
    "guardar": "texto",
    "anotar": "nota",
    "guardar_nota": "nota",
}
PREFIJOS: Final[dict[borradores.Parte, str]] = {"texto": "respuesta", "nota": "nota"}


@never_cache
@require_http_methods(["GET", "POST"])
def atender(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the case; a POST answers, notes, drafts or takes it, as its field `acto` says."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    caso = get_object_or_404(CASOS, pk=pk)
    if request.method == "GET":
        return _pagina(request, caso)
    if not request.user.has_perm("mesa_ayuda.change_caso"):
        raise PermissionDenied
    return _hacer(request, caso) or redirect("admin:mesa_ayuda_caso_change", caso.pk)


def _hacer(request: HttpRequest, caso: Caso) -> HttpResponse | None:
    """Do what was asked; return the page where it must be shown again with what was typed."""
    acto = request.POST.get("acto", "")
    if parte := PARTES.get(acto):
        # Before all else: whatever goes wrong from here on, what was typed is not lost.
        guardar_parte(request, caso, parte)
    match acto:
        case "responder":
            return _responder(request, caso)
        case "anotar":
            return _anotar(request, caso)
        case "insertar":
            return _insertar(request, caso)
        case "guardar" | "guardar_nota":
            messages.success(request, "Guardó el borrador. Sólo usted lo ve.")
        case "descartar":
            borradores.descartar(caso=caso, usuario=actor(request))
            messages.success(request, "Descartó el borrador.")
        case "tomar":
            return _tomar(request, caso)
        case _:
            return _pagina(request, caso)
    return None


def guardar_parte(request: HttpRequest, caso: Caso, parte: borradores.Parte) -> None:
    """Keep what the form of that part brings as the person's draft."""
    prefijo = PREFIJOS[parte]
    try:
        formulario = UUID(request.POST.get(f"{prefijo}-formulario", ""))
    except ValueError:
        formulario = None
    borradores.guardar(
        caso=caso,
        usuario=actor(request),
        parte=parte,
        valor=request.POST.get(f"{prefijo}-texto", ""),
        formulario=formulario,
    )


def _tomar(request: HttpRequest, caso: Caso) -> HttpResponse | None:
    try:
        tomar(caso=caso, actor=actor(request))
    except EstadoInvalido as error:
        messages.error(request, str(error))
        return _pagina(request, caso)
    messages.success(request, "Ahora el caso es suyo.")
    return None


def _responder(request: HttpRequest, caso: Caso) -> HttpResponse | None:
    form = RespuestaForm(request.POST, request.FILES)
    if not form.is_valid():
        return _pagina(request, caso, respuesta=form)
    datos = form.cleaned_data
    try:
        respuestas.responder(
            caso=caso,
            autor=actor(request),
            texto=datos["texto"],
            pasar_a=Estado(datos["pasar_a"]) if datos["pasar_a"] else None,
            ultimo=datos["ultimo"],
            archivos=form.archivos(),
            formulario=datos["formulario"],
        )
    except LlegoOtroMensaje as error:
        return _revisar(request, caso, error)
    except EstadoInvalido as error:
        messages.error(request, str(error))
        caso.refresh_from_db(fields=["estado"])
        return _pagina(request, caso, respuesta=form)
    messages.success(request, "Envió la respuesta al cliente.")
    return None


def _revisar(request: HttpRequest, caso: Caso, error: LlegoOtroMensaje) -> HttpResponse:
    """Show what came meanwhile beside what was typed; sent again, it goes."""
    datos = request.POST.copy()
    datos["respuesta-ultimo"] = str(error.mensaje.pk)
    form = RespuestaForm(datos, request.FILES)
    form.is_valid()
    return _pagina(request, caso, respuesta=form, aviso=str(error), nuevo=error.mensaje)


def _anotar(request: HttpRequest, caso: Caso) -> HttpResponse | None:
    form = NotaForm(request.POST, request.FILES)
    if not form.is_valid():
        return _pagina(request, caso, nota=form)
    try:
        respuestas.anotar(
            caso=caso,
            autor=actor(request),
            texto=form.cleaned_data["texto"],
            archivos=form.archivos(),
            formulario=form.cleaned_data["formulario"],
        )
    except EstadoInvalido as error:
        messages.error(request, str(error))
        return _pagina(request, caso, nota=form)
    messages.success(request, "Guardó la nota interna.")
    return None


def _insertar(request: HttpRequest, caso: Caso) -> HttpResponse:
    """Without JavaScript: show the page again with the canned answer after what was typed."""
    escrito = {
        campo: request.POST.get(f"respuesta-{campo}", "")
        for campo in ("texto", "pasar_a", "ultimo", "formulario", "preparada")
    }
    texto = texto_preparado(clave=escrito["preparada"], caso=caso, agente=actor(request))
    if texto is None:
        messages.error(request, "Elija una respuesta preparada y oprima «Insertar».")
    else:
        escrito["texto"] = agregar(escrito["texto"], texto)
        messages.info(request, "La respuesta preparada está en el texto. Todavía no se envió.")
    if request.FILES:
        messages.warning(request, ELEGIR_DE_NUEVO)
    return _pagina(request, caso, respuesta=RespuestaForm(initial=escrito))


def _pagina(
    request: HttpRequest,
    caso: Caso,
    *,
    respuesta: RespuestaForm | None = None,
    nota: NotaForm | None = None,
    aviso: str = "",
    nuevo: Mensaje | None = None,
) -> HttpResponse:
    ahora, quien = timezone.now(), actor(request)
    linea = _linea(caso)
    borrador = borradores.borrador_de(caso=caso, usuario=quien)
    ultimo = max((uno.pk for uno in linea if uno.tipo == TipoMensaje.PUBLICO), default=0)
    if respuesta is None:
        escrito = borrador.texto if borrador else ""
        respuesta = RespuestaForm(initial={"texto": escrito, "ultimo": ultimo})
    nota = nota or NotaForm(initial={"texto": borrador.nota if borrador else ""})
    for form in (respuesta, nota):
        form.pedir_otra_vez()
    texto, tono = plazo_en_palabras(caso, ahora)
    atiende = request.user.has_perm("mesa_ayuda.change_caso")
    pqrsa = getattr(caso, "pqrsa", None) if caso.tipo in PQRSA else None
    abierto = caso.estado not in TERMINADOS
    otros = borradores.respondiendo(caso=caso, salvo=quien, ahora=ahora)
    contexto: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"{caso.numero}: {caso.asunto}",
        "opts": Caso._meta,
        "original": caso,
        "caso": caso,
        "plazo": texto,
        "tono": tono,
        "linea": linea,
        "participantes": caso.participantes.all(),
        "respuesta": respuesta,
        "nota": nota,
        "errores": bool(respuesta.errors or nota.errors),
        "aviso": aviso,
        "nuevo": nuevo,
        "borrador": borrador,
        "borrador_hace": borradores.hace(borrador, ahora) if borrador else "",
        "respondiendo": borradores.en_palabras(otros),
        "atiende": atiende,
        "abierto": abierto,
        # What was typed stays in sight even where the case was closed meanwhile.
        "responde": atiende and not pqrsa and (abierto or bool(respuesta["texto"].value())),
        "pqrsa": pqrsa,
    }
    return TemplateResponse(request, "admin/mesa_ayuda/caso/atender.html", contexto)


def _linea(caso: Caso) -> list[Mensaje]:
    """Return the conversation, notes included; `con_html` says which mails have a layout."""
    mensajes = caso.mensajes.defer("html").annotate(con_html=~Q(html=""))
    return list(mensajes.prefetch_related("adjuntos").order_by("creado", "pk"))

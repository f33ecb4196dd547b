"""What the page of a case asks for while somebody writes in it; none of it is needed to answer."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mesa_ayuda.admin.atencion_views import PREFIJOS, guardar_parte
from mesa_ayuda.agentes import borradores
from mesa_ayuda.agentes.preparadas import texto_preparado
from mesa_ayuda.agentes.respuestas import ultimo_publico
from mesa_ayuda.models import Caso
from portal.administracion.mixins import actor
from portal.calendario import palabras

CASOS = Caso.objects.select_related("producto", "cuenta").defer("busqueda", "descripcion")


def _caso(request: HttpRequest, pk: int, permiso: str) -> Caso:
    """Return the case for who may; raise `PermissionDenied` or 404."""
    if not request.user.has_perm(f"mesa_ayuda.{permiso}"):
        raise PermissionDenied
    return get_object_or_404(CASOS, pk=pk)


@never_cache
@require_POST
def borrador(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being written; each part (`…-texto`) only where the request brings it."""
    caso = _caso(request, pk, "change_caso")
    for parte, prefijo in PREFIJOS.items():
        if f"{prefijo}-texto" in request.POST:
            guardar_parte(request, caso, parte)
    hora = palabras.a_la_hora(timezone.localtime())
    return JsonResponse({"guardado": f"Borrador guardado a {hora}"})


@never_cache
@require_safe
def presencia(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who else is answering, and which is the newest public message."""
    caso = _caso(request, pk, "view_caso")
    otros = borradores.respondiendo(caso=caso, salvo=actor(request), ahora=timezone.now())
    return JsonResponse(
        {"respondiendo": borradores.en_palabras(otros), "ultimo": ultimo_publico(caso)}
    )


@never_cache
@require_safe
def preparada(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a canned answer (`?clave=`) with the case's values in it."""
    caso = _caso(request, pk, "change_caso")
    clave = request.GET.get("clave", "")
    texto = texto_preparado(clave=clave, caso=caso, agente=actor(request))
    if texto is None:
        raise Http404
    return JsonResponse({"texto": texto})

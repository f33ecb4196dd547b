"""Keeping and deleting saved views, from the list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mesa_ayuda.agentes.vistas import VistaInvalida, borrar_vista, guardar_vista, normalizar
from portal.administracion.mixins import actor


def _lista(consulta: str) -> HttpResponse:
    direccion = reverse("admin:mesa_ayuda_caso_changelist")
    return redirect(f"{direccion}?{consulta}" if consulta else direccion)


@require_POST
def guardar(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list that the person is looking at."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    consulta = request.POST.get("consulta", "")
    try:
        vista = guardar_vista(
            usuario=actor(request), nombre=request.POST.get("nombre", ""), consulta=consulta
        )
    except VistaInvalida as error:
        messages.error(request, str(error))
        return _lista(normalizar(consulta))
    messages.success(request, f"Guardó la vista «{vista.nombre}».")
    return _lista(vista.consulta)


@require_POST
def borrar(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view of one's own."""
    if not request.user.has_perm("mesa_ayuda.view_caso"):
        raise PermissionDenied
    if nombre := borrar_vista(usuario=actor(request), clave=pk):
        messages.success(request, f"Borró la vista «{nombre}».")
    return _lista("")

"""Where I am signed in, and signing out there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mesa_ayuda.cuentas import sesiones as servicios
from mesa_ayuda.cuentas.acceso import PeticionCliente, para_clientes
from mesa_ayuda.cuentas.views import salir
from mesa_ayuda.models.sesion import SesionAbierta


@require_safe
@para_clientes
def sesiones(request: PeticionCliente) -> HttpResponse:
    """List the sessions of who asks, this one first; what has expired is swept later."""
    actual = request.session.session_key
    filas = sorted(
        SesionAbierta.objects.filter(
            usuario=request.user, sesion__expire_date__gt=timezone.now()
        ).select_related("sesion"),
        key=lambda fila: fila.sesion_id != actual,
    )
    contexto = {"filas": filas, "actual": actual}
    return render(request, "mesa_ayuda/cuentas/sesiones.html", contexto)


@require_POST
@para_clientes
def cerrar(request: PeticionCliente) -> HttpResponse:
    """Close one session, or all but this; to close this one is to sign out."""
    actual = request.session.session_key
    if "todas" in request.POST:
        cerradas = servicios.cerrar_las_demas(usuario=request.user, salvo=actual)
        messages.success(request, f"Sesiones cerradas: {cerradas}.")
        return redirect("mesa_ayuda:sesiones")
    clave = request.POST.get("sesion", "")
    if clave.isascii() and clave.isdigit() and len(clave) < 19:
        if SesionAbierta.objects.filter(pk=int(clave), sesion_id=actual).exists():
            return salir(request)
        servicios.cerrar_sesion(usuario=request.user, clave=int(clave))
    messages.success(request, "La sesión quedó cerrada.")
    return redirect("mesa_ayuda:sesiones")

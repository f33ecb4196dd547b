"""Pages of the accounts: sign in and out, sign up, ask for a link, set the password."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mesa_ayuda.cuentas import servicios
from mesa_ayuda.cuentas.acceso import destino_propio, es_cliente
from mesa_ayuda.cuentas.fichas import leer_registro, usuario_de_clave
from mesa_ayuda.cuentas.forms import ClaveForm, IngresoForm, RegistroForm, RestablecerForm
from mesa_ayuda.cuentas.sesiones import abrir_sesion
from portal.cabeceras import reservada
from portal.usuarios.models import Usuario
from portal.visitante import red

# The same words whether the name, the password or both are wrong.
RECHAZADO = (
    "El usuario o la contraseña no son correctos. Revise mayúsculas y minúsculas; si olvidó la "
    "contraseña, puede restablecerla."
)
AVISOS = {
    "guardado": (
        "Su sesión terminó, pero guardamos lo que escribió: ingrese y seguirá donde iba. Si había "
        "elegido archivos, tendrá que elegirlos otra vez.",
        "info",
    ),
    "vencida": ("Su sesión terminó. Ingrese otra vez para continuar.", "info"),
    "salida": ("Su sesión quedó cerrada en este equipo.", "success"),
}


@never_cache
@sensitive_post_parameters("clave")
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar(request: HttpRequest) -> HttpResponse:
    """Sign a customer in; who is staff goes to the admin, which asks for the second factor."""
    siguiente = destino_propio(
        request,
        request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, ""),
    )
    if es_cliente(request):
        return redirect(siguiente)
    form = IngresoForm(request.POST or None, visitante=red(request))
    if request.method == "POST" and form.is_valid():
        usuario = authenticate(
            request,
            username=servicios.nombre_de_ingreso(form.cleaned_data["usuario"]),
            password=form.cleaned_data["clave"],
        )
        if isinstance(usuario, Usuario) and usuario.is_staff:
            messages.info(request, "Su cuenta es del personal: ingrese por esta página.")
            return redirect("admin:login")
        if isinstance(usuario, Usuario):
            abrir_sesion(request=request, usuario=usuario, recordar=form.cleaned_data["recordarme"])
            return redirect(siguiente)
        form.add_error(None, RECHAZADO)
    texto, tono = AVISOS.get(request.GET.get("aviso", ""), ("", ""))
    contexto = {"form": form, "siguiente": siguiente, "aviso": texto, "tono_aviso": tono}
    return render(request, "mesa_ayuda/cuentas/ingresar.html", contexto)


@require_POST
def salir(request: HttpRequest) -> HttpResponse:
    """End this session, its row and its draft with it."""
    logout(request)
    return redirect(f"{reverse('mesa_ayuda:ingresar')}?aviso=salida")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registro(request: HttpRequest) -> HttpResponse:
    """Take the data of who signs up; the answer is the same for an address with an account."""
    if es_cliente(request):
        return redirect("mesa_ayuda:casos")
    form = RegistroForm(request.POST or None, visitante=red(request))
    if request.method == "POST" and form.is_valid():
        servicios.pedir_registro(registro=form.registro())
        return _revise_su_correo(request, form.cleaned_data["correo"], "Confirme su correo")
    return render(request, "mesa_ayuda/cuentas/registro.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restablecer(request: HttpRequest) -> HttpResponse:
    """Mail the link to set another password; the answer is the same without an account."""
    form = RestablecerForm(request.POST or None, visitante=red(request))
    if request.method == "POST" and form.is_valid():
        servicios.pedir_clave(correo=form.cleaned_data["correo"])
        return _revise_su_correo(request, form.cleaned_data["correo"], "Revise su correo")
    return render(request, "mesa_ayuda/cuentas/restablecer.html", {"form": form})


@reservada
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirmar_registro(request: HttpRequest, ficha: str) -> HttpResponse:
    """Make the account of a confirmed address with the password that its owner chooses."""
    pendiente = leer_registro(ficha, ahora=timezone.now())
    if pendiente is None:
        return _enlace_vencido(request)
    if servicios.usuario_con_correo(pendiente.correo):
        return _ya_tiene_cuenta(request)
    # Not saved: the rule of likeness compares the password with these data.
    futuro = Usuario(
        username=pendiente.correo,
        email=pendiente.correo,
        first_name=pendiente.nombres,
        last_name=pendiente.apellidos,
    )
    form = ClaveForm(futuro, request.POST or None, visitante=red(request))
    if request.method == "POST" and form.is_valid():
        usuario = servicios.crear_cuenta(
            registro=pendiente, clave=form.cleaned_data["new_password1"]
        )
        if usuario is None:
            return _ya_tiene_cuenta(request)
        abrir_sesion(request=request, usuario=usuario, recordar=False)
        messages.success(request, "Su cuenta quedó creada. Ya puede reportar su primer caso.")
        return redirect("mesa_ayuda:casos")
    contexto = {"form": form, "usuario": pendiente.correo, "nueva": True}
    return render(request, "mesa_ayuda/cuentas/clave.html", contexto)


@reservada
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def fijar_clave(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Set the password of the link's owner, who comes in with it; the link is then spent."""
    usuario = usuario_de_clave(uidb64, token)
    if usuario is None:
        return _enlace_vencido(request)
    form = ClaveForm(usuario, request.POST or None, visitante=red(request))
    if request.method == "POST" and form.is_valid():
        if not servicios.fijar_clave(usuario=usuario, clave=form.cleaned_data["new_password1"]):
            return _enlace_vencido(request)
        abrir_sesion(request=request, usuario=usuario, recordar=False)
        messages.success(
            request, "Su contraseña quedó guardada. Cerramos las sesiones que tuviera abiertas."
        )
        return redirect("mesa_ayuda:casos")
    contexto = {"form": form, "usuario": usuario.username}
    return render(request, "mesa_ayuda/cuentas/clave.html", contexto)


def _revise_su_correo(request: HttpRequest, correo: str, titulo: str) -> HttpResponse:
    contexto = {"correo": correo, "encabezado": titulo}
    return render(request, "mesa_ayuda/cuentas/revise_su_correo.html", contexto)


def _enlace_vencido(request: HttpRequest) -> HttpResponse:
    return render(request, "mesa_ayuda/cuentas/enlace_vencido.html", status=410)


def _ya_tiene_cuenta(request: HttpRequest) -> HttpResponse:
    return render(request, "mesa_ayuda/cuentas/ya_tiene_cuenta.html")

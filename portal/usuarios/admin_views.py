"""Second step of the staff's sign-in: enrol an authenticator app, or give its code."""

import io

import django_otp
import segno
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.limites import consumir, liberar
from portal.usuarios import servicios
from portal.usuarios.forms import CodigoAplicacionForm, CodigoForm
from portal.usuarios.models import SegundoFactor, Usuario

INTENTOS, VENTANA = 10, 15 * 60


def _siguiente(request: HttpRequest) -> str:
    destino = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    propio = url_has_allowed_host_and_scheme(
        destino, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return destino if propio else reverse("admin:index")


def _codigo_qr(texto: str) -> SafeString:
    """Return the QR code as SVG without style attributes: the CSP forbids them."""
    salida = io.BytesIO()
    segno.make(texto, error="m").save(
        salida,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=5,
        border=4,
        light="#fff",
        omitsize=True,
        svgclass="codigo-qr",
        title="Código QR para su aplicación",
    )
    return mark_safe(salida.getvalue().decode())  # noqa: S308 - made here, from no input


def _pagina(request: HttpRequest, plantilla: str, **contexto: object) -> HttpResponse:
    base = admin.site.each_context(request)
    return render(request, f"admin/usuarios/{plantilla}.html", {**base, **contexto})


@never_cache
@require_http_methods(["GET", "POST"])
def segundo_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code; enrol first whoever has no confirmed device yet."""
    usuario = request.user
    if not isinstance(usuario, Usuario) or not (usuario.is_active and usuario.is_staff):
        return redirect("admin:login")
    if usuario.is_verified():  # type: ignore[attr-defined]
        return HttpResponseRedirect(_siguiente(request))
    dispositivo = servicios.preparar_segundo_factor(usuario=usuario)
    if "salir" in request.POST:
        # The admin's own «log out» is closed to whoever has not passed this step.
        logout(request)
        return redirect("admin:login")
    if request.method == "POST":
        consumir("segundo_factor", str(usuario.pk), maximo=INTENTOS, ventana=VENTANA)
    if dispositivo.confirmed:
        return _verificar(request, usuario, dispositivo)
    return _inscribir(request, usuario, dispositivo)


def _verificar(request: HttpRequest, usuario: Usuario, dispositivo: SegundoFactor) -> HttpResponse:
    form = CodigoForm(request.POST or None)
    if form.is_valid():
        valido = django_otp.verify_token(
            usuario, dispositivo.persistent_id, form.cleaned_data["codigo"]
        )
        if valido:
            return _entrar(request, valido, HttpResponseRedirect(_siguiente(request)))
        form.add_error(
            "codigo",
            "El código no es válido o ya se usó. Espere a que su aplicación muestre otro.",
        )
    demo = dispositivo.codigo_actual() if settings.PORTAL_DEMO else ""
    return _pagina(
        request,
        "segundo_factor",
        title="Verificación en dos pasos",
        form=form,
        siguiente=_siguiente(request),
        codigo_demo=demo,
    )


def _inscribir(request: HttpRequest, usuario: Usuario, dispositivo: SegundoFactor) -> HttpResponse:
    form = CodigoAplicacionForm(request.POST or None)
    if form.is_valid():
        codigos = servicios.confirmar_segundo_factor(
            dispositivo=dispositivo, codigo=form.cleaned_data["codigo"]
        )
        if codigos:
            dispositivo.refresh_from_db()
            pagina = _mostrar_codigos(request, codigos, _siguiente(request))
            return _entrar(request, dispositivo, pagina)
        form.add_error(
            "codigo", "El código no corresponde. Revise la hora de su teléfono y use el siguiente."
        )
    return _pagina(
        request,
        "inscribir_segundo_factor",
        title="Active la verificación en dos pasos",
        form=form,
        siguiente=_siguiente(request),
        clave=dispositivo.clave_base32,
        qr=_codigo_qr(dispositivo.direccion_qr),
        codigo_demo=dispositivo.codigo_actual() if settings.PORTAL_DEMO else "",
    )


def _entrar(
    request: HttpRequest, dispositivo: SegundoFactor, respuesta: HttpResponse
) -> HttpResponse:
    # A new key for the session now that it may do more.
    request.session.cycle_key()
    # A look-up made before in this browser had made the session short.
    request.session.set_expiry(None)
    django_otp.login(request, dispositivo)
    liberar("segundo_factor", str(dispositivo.user_id))
    return respuesta


def _mostrar_codigos(request: HttpRequest, codigos: list[str], siguiente: str) -> HttpResponse:
    return _pagina(
        request,
        "codigos_recuperacion",
        title="Sus códigos de recuperación",
        codigos=codigos,
        siguiente=siguiente,
    )


@require_http_methods(["GET", "POST"])
def renovar_codigos(request: HttpRequest) -> HttpResponse:
    """Offer, and on POST make, new recovery codes for the signed-in user."""
    dispositivo = get_object_or_404(SegundoFactor, user=request.user, confirmed=True)
    if request.method == "POST":
        codigos = servicios.renovar_recuperacion(dispositivo=dispositivo)
        return _mostrar_codigos(request, codigos, reverse("admin:index"))
    disponibles = dispositivo.recuperacion.filter(usado_en=None).count()
    return _pagina(
        request, "renovar_codigos", title="Códigos de recuperación", disponibles=disponibles
    )

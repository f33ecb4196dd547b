"""Who comes in: customers. Visitors sign in first; staff have their own door."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from mesa_ayuda.cuentas import borradores
from portal.usuarios.models import Usuario


class PeticionCliente(HttpRequest):
    """A request of a customer who is signed in (for the type checker only)."""

    user: Usuario


Vista = Callable[Concatenate[PeticionCliente, ...], HttpResponseBase]


def destino_propio(request: HttpRequest, destino: str) -> str:
    """Return `destino` if it is an address of this site, else the list of cases."""
    propio = url_has_allowed_host_and_scheme(
        destino, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return destino if propio and destino.startswith("/") else reverse("mesa_ayuda:casos")


def es_cliente(request: HttpRequest) -> bool:
    """Whether a customer is signed in."""
    return isinstance(request.user, Usuario) and not request.user.is_staff


def a_ingresar(request: HttpRequest, lugar: str, aviso: str = "") -> HttpResponse:
    """Send a visitor to sign in, and from there to `lugar`."""
    consulta = {REDIRECT_FIELD_NAME: lugar} | ({"aviso": aviso} if aviso else {})
    return redirect(f"{reverse('mesa_ayuda:ingresar')}?{urlencode(consulta)}")


def para_clientes(vista: Vista) -> Callable[..., HttpResponseBase]:
    """Let only customers in; what a visitor's expired session sent is kept for after signing in."""

    @never_cache
    @wraps(vista)
    def envuelta(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if es_cliente(request):
            return vista(cast(PeticionCliente, request), *args, **kwargs)
        if request.user.is_authenticated:
            return redirect("admin:index")
        lugar = _lugar(request, kwargs)
        if request.method == "POST":
            guardado = borradores.guardar(request, request.path)
            return a_ingresar(request, lugar, "guardado" if guardado else "vencida")
        return a_ingresar(request, request.get_full_path())

    return envuelta


def _lugar(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return a page that can be opened: the acts on a case are not."""
    if "numero" in kwargs:
        return reverse("mesa_ayuda:caso", kwargs={"numero": kwargs["numero"]})
    return request.path

"""The staff's site: Django's admin behind a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode

from portal.auditoria.models import Evento
from portal.usuarios import admin_views
from portal.usuarios.forms import IngresoForm

ACTOS_VISIBLES = 10


class SitioAdmin(admin.AdminSite):
    """Django's admin, open only to active staff whose session passed the second factor."""

    site_header = "Administración del portal"
    site_title = "Administración"
    index_title = "Inicio"
    enable_nav_sidebar = True
    login_form = IngresoForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask for the second factor besides what Django asks."""
        return super().has_permission(request) and request.user.is_verified()  # type: ignore[union-attr]

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Any:
        """Show the page without its query where that holds a NUL which Django asked the database.

        PostgreSQL has no such text. Our own pages say what is wrong beside the field.
        """
        protegida = super().admin_view(view, cacheable)

        @wraps(protegida)
        def sin_nulos(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            try:
                return protegida(request, *args, **kwargs)
            except (DataError, ValueError):
                if "%00" in request.META.get("QUERY_STRING", ""):
                    return redirect(request.path)
                raise

        return sin_nulos

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send who has given the password but not the second factor to that step."""
        usuario = request.user
        falta_el_segundo = not isinstance(usuario, AnonymousUser) and usuario.is_staff
        if falta_el_segundo and not self.has_permission(request):
            siguiente = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
            destino = reverse("admin:segundo_factor")
            return redirect(f"{destino}?{urlencode({REDIRECT_FIELD_NAME: siguiente})}")
        return super().login(request, extra_context)

    def index(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        """Show what the person did last, from our own history: Django's log is not kept."""
        actos = Evento.objects.filter(actor_id=request.user.pk).select_related("tipo")
        contexto = {"mis_actos": actos[:ACTOS_VISIBLES], **(extra_context or {})}
        return super().index(request, contexto)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the pages of the second factor."""
        propias: list[URLPattern | URLResolver] = [
            path("segundo-factor/", admin_views.segundo_factor, name="segundo_factor"),
            path(
                "segundo-factor/codigos/",
                self.admin_view(admin_views.renovar_codigos),
                name="codigos_recuperacion",
            ),
        ]
        return [*propias, *super().get_urls()]

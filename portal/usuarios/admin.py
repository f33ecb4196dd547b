"""Users and roles in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from portal.administracion.mixins import HistorialMixin, actor, pedir_confirmacion
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario
from portal.usuarios.servicios import quitar_segundo_factor

admin.site.unregister(Group)


@admin.register(Group)
class RolAdmin(HistorialMixin, GroupAdmin):
    """Roles: Django's groups, with history."""


@admin.register(Usuario)
class UsuarioAdmin(HistorialMixin, UserAdmin):  # type: ignore[type-arg]
    """Users; the second factor can be taken off someone who lost the telephone."""

    list_display = ("username", "get_full_name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    actions = ("quitar_segundo_factor",)
    # Everybody signs in with a password here: Django's own form offers to do without.
    add_form = UserCreationForm
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a user who leaves is made inactive, and the history keeps its names."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only superusers give superuser powers or single permissions; nobody edits dates."""
        fijos = ("last_login", "date_joined")
        return fijos if request.user.is_superuser else (*fijos, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who is no superuser does not change one."""
        protegido = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not protegido

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Record that somebody changed another person's password."""
        usuario = self.get_object(request, unquote(id))
        with transaction.atomic():
            respuesta = super().user_change_password(request, id, form_url)
            if usuario is not None:
                anterior = usuario.password
                usuario.refresh_from_db(fields=["password"])
                if usuario.password != anterior:
                    registrar(usuario, "Cambió la contraseña", actor=actor(request))
        return respuesta

    @admin.action(description="Quitar el segundo factor", permissions=["change"])
    def quitar_segundo_factor(
        self, request: HttpRequest, queryset: QuerySet[Usuario]
    ) -> HttpResponse | None:
        """Ask, then take the second factor off the chosen users."""
        usuarios = [u for u in queryset if self.has_change_permission(request, u)]
        if "confirmar" not in request.POST:
            return pedir_confirmacion(
                self,
                request,
                titulo="Quitar el segundo factor",
                pregunta="Al ingresar de nuevo deberán inscribir otra aplicación de códigos. "
                "Hágalo sólo si comprobó quién se lo pide.",
                accion="quitar_segundo_factor",
                filas=usuarios,
            )
        quitados = sum(quitar_segundo_factor(usuario=u, actor=actor(request)) for u in usuarios)
        self.message_user(
            request, f"Usuarios sin segundo factor a partir de ahora: {quitados}.", messages.SUCCESS
        )
        return None

"""Pre-assigned passwords in the admin: to look at, and to unlock (never their secrets)."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime

from contrasenas.enums import EstadoContrasena
from contrasenas.models import Activacion, Contrasena
from contrasenas.permisos import CamaraFilter, DeCamaraMixin
from contrasenas.verificados import servicios
from contrasenas.verificados.forms import MotivoForm
from portal.administracion.listas import ListaGrandeMixin
from portal.administracion.mixins import (
    HistorialMixin,
    SoloLecturaMixin,
    actor,
    pedir_confirmacion,
)
from portal.identificacion import TipoIdentificacion, mostrar

SECRETOS = ("clave", "clave_hash", "ficha", "ficha_hash")


class BloqueadaFilter(admin.SimpleListFilter):
    """Those that wrong passwords have locked."""

    title = "bloqueo"
    parameter_name = "bloqueo"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """One choice besides all."""
        return [("si", "Bloqueadas ahora")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the locked ones."""
        if self.value() != "si":
            return queryset
        return queryset & Contrasena.objects.bloqueadas(timezone.now())


class ActivacionInline(admin.TabularInline[Activacion, Contrasena]):
    """The requests of its holder: when, from where, how they ended."""

    model = Activacion
    fields = readonly_fields = ("aceptado_en", "estado", "ip", "agente", "texto", "terminada_en")
    extra = 0
    can_delete = False
    verbose_name_plural = "Solicitudes de activación"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(Contrasena)
class ContrasenaAdmin(DeCamaraMixin, HistorialMixin, SoloLecturaMixin, ListaGrandeMixin):
    """Who was given a password, what became of it, and whether it is locked."""

    list_display = (
        *("identificacion", "nombre", "ano", "estado", "bloqueo", "fallos", "es_prueba"),
        *("correo", "celular", "camara"),
    )
    list_display_links = ("identificacion", "nombre")
    list_select_related = ("camara",)
    list_filter = (BloqueadaFilter, "estado", "es_prueba", ("camara", CamaraFilter))
    # Only shows the box: `get_search_results` does the search.
    search_fields = ("numero",)
    search_help_text = "Busque por identificación, matrícula o correo completos."
    sortable_by = ()
    ordering = ("-pk",)
    actions = ("desbloquear",)
    inlines = (ActivacionInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("camara", "ano", "es_prueba", "identificacion", "nombre", "matricula"),
                    *("correo", "celular", "estado", "con_pin", "documento"),
                )
            },
        ),
        (
            "Fechas y bloqueo",
            {
                "fields": (
                    *("creada", "enviada_en", "terminada_en", "vence"),
                    *("fallos", "bloqueada_hasta"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contrasena]:
        """Leave the secrets where they are."""
        filas = super().get_queryset(request)
        return filas.defer(*SECRETOS, "camara__masivos_smtp_password_admin", "camara__logo")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Compare whole values: the table may hold a million rows."""
        termino = search_term.replace("\x00", "").strip()
        if not termino:
            return queryset, False
        if "@" in termino:
            return queryset.filter(Q(correo__iexact=termino) | Q(numero__iexact=termino)), False
        pegado = "".join(letra for letra in termino.upper() if letra.isalnum())
        # A test has no registration: what is left of «000» would find them all.
        formas = {pegado, pegado.lstrip("0")} - {""}
        return queryset.filter(Q(numero__in=formas) | Q(matricula__in=formas)), False

    def has_desbloquear_permission(self, request: HttpRequest) -> bool:
        """Whoever may use the generator."""
        return request.user.has_perm("contrasenas.generar_contrasena")

    @admin.display(description="identificación")
    def identificacion(self, contrasena: Contrasena) -> str:
        """Type and number."""
        if not contrasena.tipo:
            return contrasena.numero
        tipo = TipoIdentificacion(contrasena.tipo)
        return f"{tipo.value} {mostrar(tipo, contrasena.numero)}"

    @admin.display(description="bloqueo")
    def bloqueo(self, contrasena: Contrasena) -> str:
        """Until when, in words."""
        if contrasena.esta_bloqueada(timezone.now()):
            if contrasena.estado == EstadoContrasena.BLOQUEADA:
                return "Hasta que se desbloquee"
            return f"Hasta las {localtime(contrasena.bloqueada_hasta):%H:%M}"
        return ""

    @admin.action(description="Desbloquear las elegidas", permissions=["desbloquear"])
    def desbloquear(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason, then let their holders try again from the start."""
        filas = queryset & Contrasena.objects.bloqueadas(timezone.now())
        confirmado = "confirmar" in request.POST
        form = MotivoForm(request.POST if confirmado else None)
        if confirmado and form.is_valid():
            hechas = servicios.desbloquear(
                contrasenas=filas, motivo=form.cleaned_data["motivo"], actor=actor(request)
            )
            self.message_user(request, f"Contraseñas desbloqueadas: {hechas}.", messages.SUCCESS)
            return None
        elegidas = list(filas)
        if not elegidas:
            self.message_user(request, "Ninguna de las elegidas está bloqueada.", messages.WARNING)
            return None
        return pedir_confirmacion(
            self,
            request,
            titulo="Desbloquear contraseñas",
            pregunta="Quienes las tienen podrán volver a intentar la activación. Antes de seguir, "
            "confirme con la persona que fue ella quien se equivocó.",
            accion="desbloquear",
            filas=elegidas,
            form=form,
        )

"""Companies and the people of them; only staff join somebody to a company."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from mesa_ayuda.models import Contacto, Cuenta
from portal.administracion.listas import ListaGrandeMixin
from portal.administracion.mixins import HistorialMixin, actor
from portal.auditoria.servicios import registrar
from portal.busqueda import sin_acentos


@admin.register(Cuenta)
class CuentaAdmin(HistorialMixin, ListaGrandeMixin, admin.ModelAdmin[Cuenta]):
    """Companies."""

    list_display = ("nombre", "nit", "activa")
    list_filter = ("activa",)
    search_fields = ("nombre",)
    search_help_text = "Busque por nombre, con o sin tildes, o por NIT completo."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look for a whole NIT, or for every word of the name."""
        nit = search_term.strip().replace(".", "").partition("-")[0]
        if nit.isdecimal():
            return queryset.filter(nit=nit), False
        for palabra in sin_acentos(search_term).split():
            queryset = queryset.filter(busqueda__contains=palabra)
        return queryset, False


class ContactoForm(ModelForm[Contacto]):
    """A contact; seeing a company's cases needs a company."""

    def clean(self) -> None:
        """Say it beside the box."""
        datos = super().clean() or {}
        if datos.get("ve_la_cuenta") and not datos.get("cuenta"):
            falta = "Elija primero la cuenta cuyos casos puede ver."
            self.add_error("ve_la_cuenta", ValidationError(falta))


@admin.register(Contacto)
class ContactoAdmin(HistorialMixin, ListaGrandeMixin, admin.ModelAdmin[Contacto]):
    """Customers: their company, whether they see its cases, and whether their mail bounces."""

    form = ContactoForm
    list_display = ("usuario", "nombre", "correo", "cuenta", "ve_la_cuenta", "rebota_desde")
    list_filter = ("ve_la_cuenta", ("rebota_desde", admin.EmptyFieldListFilter))
    list_select_related = ("usuario", "cuenta")
    search_fields = ("usuario__username__istartswith", "usuario__email__istartswith")
    search_help_text = "Busque por el comienzo del nombre de usuario o del correo."
    autocomplete_fields = ("cuenta",)
    fields = ("usuario", "nombre", "correo", "cuenta", "ve_la_cuenta", "telefono", "rebota_desde")
    raw_id_fields = ("usuario",)
    actions = ("ya_no_rebota",)

    def get_readonly_fields(self, request: HttpRequest, obj: Contacto | None = None) -> list[str]:
        """A contact stays its user's; bounces mark it, and an act of its own clears the mark."""
        return ["nombre", "correo", "rebota_desde", *(["usuario"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Contacto | None = None) -> bool:
        """Nobody: cases hang on the user; the user is deactivated instead."""
        return False

    @admin.display(description="nombre")
    def nombre(self, contacto: Contacto) -> str:
        """First and last name."""
        return contacto.usuario.get_full_name() or "—"

    @admin.display(description="correo electrónico")
    def correo(self, contacto: Contacto) -> str:
        """Where mail goes to."""
        return contacto.usuario.email or "—"

    @admin.action(description="Su correo ya no rebota", permissions=["change"])
    def ya_no_rebota(self, request: HttpRequest, queryset: QuerySet[Contacto]) -> None:
        """Clear the mark of those whose mailbox works again."""
        marcados = list(queryset.exclude(rebota_desde=None))
        with transaction.atomic():
            for contacto in marcados:
                desde = f"{timezone.localtime(contacto.rebota_desde):%d/%m/%Y %H:%M}"
                registrar(
                    contacto,
                    "Quitó la marca de rebote",
                    actor=actor(request),
                    cambios={"su correo rebota desde": [desde, None]},
                )
            queryset.filter(pk__in=[uno.pk for uno in marcados]).update(rebota_desde=None)
        que = "1 contacto" if len(marcados) == 1 else f"{len(marcados)} contactos"
        self.message_user(request, f"Quitó la marca de {que}.", messages.SUCCESS)

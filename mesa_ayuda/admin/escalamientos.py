"""Levels, rules and what they did, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.timezone import localtime

from mesa_ayuda.admin.plazos_views import plazos
from mesa_ayuda.escalamiento.avisos import lineas
from mesa_ayuda.models import Escalamiento, Nivel, ReglaEscalamiento
from portal.administracion.listas import ListaGrandeMixin
from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin
from portal.mensajes.telefono import CelularInvalido, normalizar_celular
from portal.usuarios.models import Usuario


class NivelForm(forms.ModelForm[Nivel]):
    """Who hears of what reaches a level; every address and mobile is looked at."""

    class Meta:
        model = Nivel
        fields = ("nombre", "personas", "correos", "celulares")
        widgets = {"personas": forms.CheckboxSelectMultiple}
        help_texts = {"personas": "Reciben un correo cuando un caso llega a este nivel."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if campo := self.fields.get("personas"):
            personal = Usuario.objects.filter(is_staff=True, is_active=True)
            campo.queryset = personal.order_by("username")  # type: ignore[attr-defined]

    def clean_correos(self) -> str:
        """Raise ValidationError that names the first line that is no address."""
        correos = lineas(self.cleaned_data["correos"])
        for correo in correos:
            try:
                validate_email(correo)
            except ValidationError:
                raise ValidationError(f"«{correo}» no es un correo electrónico.") from None
        return "\n".join(correos)

    def clean_celulares(self) -> str:
        """Raise ValidationError that names the first line that is no Colombian mobile."""
        celulares = lineas(self.cleaned_data["celulares"])
        for celular in celulares:
            try:
                normalizar_celular(celular)
            except CelularInvalido as error:
                raise ValidationError(f"«{celular}»: {error}") from None
        return "\n".join(celulares)


@admin.register(Nivel)
class NivelAdmin(HistorialMixin, admin.ModelAdmin[Nivel]):
    """The three levels of manual 003: there are neither more nor fewer."""

    form = NivelForm
    list_display = ("numero", "nombre", "avisa_a")
    list_display_links = ("nombre",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: cases know three levels."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Nivel | None = None) -> bool:
        """Nobody: cases know three levels."""
        return False

    @admin.display(description="se avisa a")
    def avisa_a(self, nivel: Nivel) -> str:
        """How many hear of it, so that a level that tells nobody stands out."""
        correos, celulares = len(lineas(nivel.correos)), len(lineas(nivel.celulares))
        personas = nivel.personas.count()
        if not (personas or correos or celulares):
            return "nadie"
        return f"personas: {personas}, correos: {correos}, celulares: {celulares}"


@admin.register(ReglaEscalamiento)
class ReglaEscalamientoAdmin(HistorialMixin, admin.ModelAdmin[ReglaEscalamiento]):
    """When a case goes to which level. A rule that has acted is switched off, not deleted."""

    list_display = ("reloj", "cuando", "de_prioridad", "nivel", "activa")
    list_filter = ("reloj", "activa", "nivel")
    list_select_related = ("nivel",)
    fieldsets = (
        (
            None,
            {
                "fields": ("reloj", "minutos", "prioridad", "nivel", "activa"),
                "description": "Los minutos son hábiles, del horario de la meta de cada caso. Un "
                "caso nunca baja de nivel. Si varias reglas llegan a la vez, avisa sólo la de "
                "nivel más alto. Una regla que ya actuó no se elimina: se desactiva.",
            },
        ),
    )

    @admin.display(description="cuándo", ordering="minutos")
    def cuando(self, regla: ReglaEscalamiento) -> str:
        """In words."""
        if not regla.minutos:
            return "al vencer"
        lado = "antes de vencer" if regla.minutos < 0 else "después de vencer"
        return f"{abs(regla.minutos)} minutos {lado}"

    @admin.display(description="prioridad", ordering="prioridad")
    def de_prioridad(self, regla: ReglaEscalamiento) -> str:
        """Its name; «todas» where the rule doesn't look at it."""
        return regla.get_prioridad_display() or "todas"


@admin.register(Escalamiento)
class EscalamientoAdmin(ListaGrandeMixin, SoloLecturaMixin, admin.ModelAdmin[Escalamiento]):
    """Which rule acted on which case, newest first; here lives «¿por qué vence entonces?» too."""

    list_display = ("hora", "caso", "regla", "vencia", "nivel_anterior")
    list_filter = ("regla__nivel", "regla__reloj")
    list_select_related = ("caso", "regla__nivel")
    search_fields = ("=caso__id",)
    search_help_text = "Busque por el número del caso, sin «CS» ni ceros."
    sortable_by = ()

    def get_urls(self) -> list[URLPattern]:
        """Add the explanation of a case's targets."""
        vista = self.admin_site.admin_view(plazos)
        return [
            path("caso/<int:pk>/plazos/", vista, name="mesa_ayuda_caso_plazos"),
            *super().get_urls(),
        ]

    @admin.display(description="momento")
    def hora(self, fila: Escalamiento) -> str:
        """Short enough for a table."""
        return f"{localtime(fila.momento):%d/%m/%Y %H:%M}"

    @admin.display(description="vencía")
    def vencia(self, fila: Escalamiento) -> str:
        """Short enough for a table."""
        return f"{localtime(fila.vencimiento):%d/%m/%Y %H:%M}"

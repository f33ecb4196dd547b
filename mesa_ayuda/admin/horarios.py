"""Hours and targets in the admin."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from mesa_ayuda.admin.horarios_forms import FranjaFormSet, MetaForm
from mesa_ayuda.models import FranjaHoraria, Horario, MetaAtencion
from mesa_ayuda.relojes.explicacion import duracion
from portal.administracion.mixins import HistorialMixin

CUANDO_RIGE = (
    "Los casos abiertos vencen de otra manera a los dos o tres minutos de guardar; "
    "los terminados quedan como están."
)


class FranjaEnLinea(admin.TabularInline[FranjaHoraria, Horario]):
    """The weekly frames of some hours."""

    model = FranjaHoraria
    formset = FranjaFormSet
    extra = 0


@admin.register(Horario)
class HorarioAdmin(HistorialMixin, admin.ModelAdmin[Horario]):
    """Hours, with their frames below."""

    list_display = ("nombre", "continuo", "semana")
    search_fields = ("nombre",)
    inlines = (FranjaEnLinea,)
    fieldsets = (
        (
            None,
            {
                "fields": ("nombre", "continuo"),
                "description": "Los festivos no cuentan, salvo en un horario de 24 horas; "
                f"en él, las franjas de abajo no se tienen en cuenta. {CUANDO_RIGE}",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Horario]:
        """Bring the frames along."""
        return super().get_queryset(request).prefetch_related("franjas")

    @admin.display(description="franjas")
    def semana(self, horario: Horario) -> str:
        """The week in one cell."""
        if horario.continuo:
            return "siempre"
        return "; ".join(str(franja) for franja in horario.franjas.all()) or "—"


@admin.register(MetaAtencion)
class MetaAtencionAdmin(HistorialMixin, admin.ModelAdmin[MetaAtencion]):
    """Targets of each priority, in general or for one account."""

    form = MetaForm
    list_display = ("prioridad", "de_quien", "horario", "respuesta", "actualizacion", "solucion")
    list_filter = ("prioridad", "horario")
    list_select_related = ("cuenta", "horario")
    search_fields = ("cuenta__nombre", "cuenta__nit")
    search_help_text = "Busque por nombre o NIT de la cuenta."
    # There may be many accounts: chosen by number or from the list, never from a long menu.
    raw_id_fields = ("cuenta",)
    fieldsets = (
        (None, {"fields": ("prioridad", "cuenta", "horario"), "description": CUANDO_RIGE}),
        (
            "Metas",
            {
                "fields": ("minutos_respuesta", "minutos_actualizacion", "minutos_solucion"),
                "description": "La primera respuesta y la solución cuentan desde que se abre el "
                "caso; la actualización, desde la última respuesta del personal. Nada cuenta "
                "mientras se espera al cliente.",
            },
        ),
    )

    @admin.display(description="cuenta", ordering="cuenta__nombre")
    def de_quien(self, meta: MetaAtencion) -> str:
        """The account; «todas» for the general ones."""
        return str(meta.cuenta or "todas")

    @admin.display(description="primera respuesta", ordering="minutos_respuesta")
    def respuesta(self, meta: MetaAtencion) -> str:
        """In hours."""
        return _en_horas(meta.minutos_respuesta)

    @admin.display(description="actualización", ordering="minutos_actualizacion")
    def actualizacion(self, meta: MetaAtencion) -> str:
        """In hours."""
        return _en_horas(meta.minutos_actualizacion)

    @admin.display(description="solución", ordering="minutos_solucion")
    def solucion(self, meta: MetaAtencion) -> str:
        """In hours."""
        return _en_horas(meta.minutos_solucion)


def _en_horas(minutos: int | None) -> str:
    return duracion(timedelta(minutes=minutos)) if minutos else "—"

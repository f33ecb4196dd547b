"""Channels of attention, opening hours and escalation levels (manuals 000 and 003)."""

from datetime import time

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Deferrable, F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from portal.canales import direccion
from portal.canales.enums import DiaSemana, TipoCanal, TipoSolicitud
from portal.canales.vigencia import Horas, Periodo, Punto, Segundos, Vigente, fechas_en_orden

HORARIO_SOLAPADO = "Este horario se cruza con otro del mismo día y del mismo canal."
SE_SEPARAN_CON_COMAS = "Sepárelas con comas: 1104, 1108, 1102."


class Canal(Vigente):
    """One way to reach us: a line, an address, a page."""

    clave = models.SlugField("clave", max_length=40, unique=True)
    nombre = models.CharField("nombre", max_length=80)
    tipo = models.CharField("tipo", max_length=10, choices=TipoCanal)
    tipo_solicitud = models.CharField(
        "para qué solicitudes", max_length=12, choices=TipoSolicitud, default=TipoSolicitud.TODAS
    )
    valor = models.CharField(
        "número, correo o dirección",
        max_length=200,
        blank=True,
        help_text="Como deba leerlo una persona. Sólo una cita puede no tenerlo.",
    )
    opciones = models.CharField(
        "opciones del menú",
        max_length=120,
        blank=True,
        help_text="Qué debe marcar quien llama: «opción 2 (Soporte) y luego opción 1».",
    )
    extensiones = models.CharField(
        "extensiones", max_length=60, blank=True, help_text=SE_SEPARAN_CON_COMAS
    )
    descripcion = models.TextField("cuándo usarlo", blank=True)
    orden = models.PositiveSmallIntegerField("orden", default=100)
    atiende_siempre = models.BooleanField(
        "atiende las 24 horas, todos los días",
        default=False,
        help_text="Incluye festivos; el horario de abajo no se tiene en cuenta.",
    )

    class Meta:
        verbose_name = "canal de atención"
        verbose_name_plural = "canales de atención"
        ordering = ["orden", "nombre"]
        constraints = [
            fechas_en_orden("canal_fechas_en_orden"),
            models.CheckConstraint(
                condition=Q(tipo__in=TipoCanal.values, tipo_solicitud__in=TipoSolicitud.values),
                name="canal_de_tipo_conocido",
            ),
            models.CheckConstraint(
                condition=~Q(valor="") | Q(tipo=TipoCanal.CITA), name="canal_con_valor"
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    def clean(self) -> None:
        """Raise ValidationError when the value does not fit the type, or a date is wrong."""
        super().clean()
        if self.tipo not in TipoCanal.values:
            return
        try:
            direccion.enlace(TipoCanal(self.tipo), self.valor)
        except ValidationError as error:
            raise ValidationError({"valor": error.messages}) from error

    @property
    def enlace(self) -> str:
        """`tel:`, `mailto:` or web address; empty when the channel has none."""
        return direccion.enlace_o_nada(TipoCanal(self.tipo), self.valor)


class HorarioCanal(Vigente):
    """A time frame of a channel on one weekday."""

    canal = models.ForeignKey(Canal, on_delete=models.CASCADE, related_name="horarios")
    dia_semana = models.PositiveSmallIntegerField("día", choices=DiaSemana)
    abre = models.TimeField("abre")
    cierra = models.TimeField("cierra", help_text="Para atender hasta la medianoche, 23:59.")

    class Meta:
        verbose_name = "horario"
        verbose_name_plural = "horarios"
        ordering = ["canal", "dia_semana", "abre"]
        constraints = [
            fechas_en_orden("horario_fechas_en_orden"),
            models.CheckConstraint(
                condition=Q(dia_semana__in=DiaSemana.values), name="horario_dia_de_la_semana"
            ),
            models.CheckConstraint(condition=Q(abre__lt=F("cierra")), name="horario_abre_antes"),
            models.CheckConstraint(
                condition=Q(Exact(Mod(Segundos("abre"), 60), 0))
                & Q(Exact(Mod(Segundos("cierra"), 60), 0)),
                name="horario_en_minutos",
            ),
            # Deferred: one form may move two frames past each other.
            ExclusionConstraint(
                name="horario_sin_cruces",
                expressions=[
                    (Punto("canal"), "&&"),
                    (Punto("dia_semana"), "&&"),
                    (Periodo(), "&&"),
                    (Horas(Segundos("abre"), Segundos("cierra")), "&&"),
                ],
                deferrable=Deferrable.DEFERRED,
                violation_error_message=HORARIO_SOLAPADO,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dia_semana_display()} {self.abre:%H:%M} a {self.cierra:%H:%M}"

    def clean(self) -> None:
        """Raise ValidationError when the frame is empty or does not fall on whole minutes."""
        super().clean()
        for campo in ("abre", "cierra"):
            hora: time | None = getattr(self, campo)
            if hora is not None and (hora.second or hora.microsecond):
                raise ValidationError({campo: "Escriba horas y minutos, sin segundos: 07:00."})
        if self.abre is not None and self.cierra is not None and self.cierra <= self.abre:
            raise ValidationError({"cierra": "Escriba una hora posterior a la de apertura."})

    def se_cruza_con(self, otro: "HorarioCanal") -> bool:
        """Whether both hold at some same moment of the week, on some same date."""
        return (
            self.dia_semana == otro.dia_semana
            and self.abre < otro.cierra
            and otro.abre < self.cierra
            and (otro.vigente_hasta is None or self.vigente_desde <= otro.vigente_hasta)
            and (self.vigente_hasta is None or otro.vigente_desde <= self.vigente_hasta)
        )


class NivelEscalamiento(Vigente):
    """Whom a case goes to when it is not solved (manual 003, «Niveles de escalamiento»)."""

    nivel = models.PositiveSmallIntegerField("nivel", help_text="1 es el primero.")
    nombre = models.CharField("nombre", max_length=80)

    class Meta:
        verbose_name = "nivel de escalamiento"
        verbose_name_plural = "niveles de escalamiento"
        ordering = ["nivel", "vigente_desde"]
        constraints = [
            fechas_en_orden("nivel_fechas_en_orden"),
            models.CheckConstraint(condition=Q(nivel__gte=1), name="nivel_desde_uno"),
            ExclusionConstraint(
                name="nivel_uno_a_la_vez",
                expressions=[(Punto("nivel"), "&&"), (Periodo(), "&&")],
                violation_error_message="Ya hay un nivel con este número en esas fechas.",
            ),
        ]

    def __str__(self) -> str:
        return f"Nivel {self.nivel}: {self.nombre}"


class ContactoEscalamiento(Vigente):
    """How to reach an escalation level."""

    nivel = models.ForeignKey(NivelEscalamiento, on_delete=models.CASCADE, related_name="contactos")
    nombre = models.CharField("persona o grupo", max_length=80, blank=True)
    correo = models.EmailField("correo electrónico", blank=True)
    telefono = models.CharField("teléfono", max_length=40, blank=True)
    opciones = models.CharField("opciones del menú", max_length=120, blank=True)
    extensiones = models.CharField(
        "extensiones", max_length=60, blank=True, help_text=SE_SEPARAN_CON_COMAS
    )
    horario = models.CharField("horario", max_length=120, blank=True)

    class Meta:
        verbose_name = "contacto"
        verbose_name_plural = "contactos"
        ordering = ["nivel", "pk"]
        constraints = [
            fechas_en_orden("contacto_fechas_en_orden"),
            models.CheckConstraint(
                condition=~Q(correo="") | ~Q(telefono=""),
                name="contacto_con_correo_o_telefono",
                violation_error_message="Escriba un correo o un teléfono.",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre or self.correo or self.telefono

    def clean(self) -> None:
        """Raise ValidationError beside the telephone when it is no Colombian number."""
        super().clean()
        try:
            if self.telefono:
                direccion.enlace_telefonico(self.telefono)
        except ValidationError as error:
            raise ValidationError({"telefono": error.messages}) from error

    @property
    def enlace_telefonico(self) -> str:
        """`tel:` address; empty when there is no telephone."""
        return direccion.enlace_o_nada(TipoCanal.TELEFONO, self.telefono)

"""Clocks: opening hours, targets in working minutes, levels, and rules that escalate."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mesa_ayuda.enums import DiaSemana, Prioridad, Reloj
from mesa_ayuda.models.caso import Caso
from mesa_ayuda.models.cuenta import Cuenta


class Horario(models.Model):
    """When the clocks of a target run: weekly frames less holidays, or always."""

    nombre = models.CharField("nombre", max_length=80, unique=True)
    continuo = models.BooleanField("24 horas, todos los días", default=False)

    class Meta:
        verbose_name = "horario de atención"
        verbose_name_plural = "horarios de atención"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre


class FranjaHoraria(models.Model):
    """A time frame of one weekday."""

    horario = models.ForeignKey(
        Horario, verbose_name="horario", on_delete=models.CASCADE, related_name="franjas"
    )
    dia_semana = models.PositiveSmallIntegerField("día", choices=DiaSemana)
    abre = models.TimeField("abre")
    cierra = models.TimeField("cierra")

    class Meta:
        verbose_name = "franja"
        verbose_name_plural = "franjas"
        ordering = ["dia_semana", "abre"]
        constraints = [
            models.CheckConstraint(condition=Q(abre__lt=F("cierra")), name="franja_abre_antes"),
            models.UniqueConstraint(fields=["horario", "dia_semana", "abre"], name="franja_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.get_dia_semana_display()} {self.abre:%H:%M}–{self.cierra:%H:%M}"


class MetaAtencion(models.Model):
    """Targets of a priority, for every account or for one, in working minutes; empty: none."""

    prioridad = models.PositiveSmallIntegerField("prioridad", choices=Prioridad)
    cuenta = models.ForeignKey(
        Cuenta,
        verbose_name="cuenta",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="metas",
    )
    horario = models.ForeignKey(
        Horario, verbose_name="horario", on_delete=models.PROTECT, related_name="metas"
    )
    minutos_respuesta = models.PositiveIntegerField("primera respuesta", null=True, blank=True)
    minutos_actualizacion = models.PositiveIntegerField("actualización", null=True, blank=True)
    minutos_solucion = models.PositiveIntegerField("solución", null=True, blank=True)

    class Meta:
        verbose_name = "meta de atención"
        verbose_name_plural = "metas de atención"
        ordering = ["prioridad", "cuenta"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prioridad__in=Prioridad.values), name="meta_prioridad"
            ),
            models.UniqueConstraint(
                fields=["prioridad", "cuenta"],
                nulls_distinct=False,
                name="meta_unica",
                violation_error_message="Ya hay una meta para esta prioridad y esta cuenta.",
            ),
        ]

    def __str__(self) -> str:
        return f"Meta de prioridad {self.get_prioridad_display()}"


class Nivel(models.Model):
    """A level of support (manual 003): who works on it, and who hears of what reaches it."""

    numero = models.PositiveSmallIntegerField("nivel", unique=True)
    nombre = models.CharField("nombre", max_length=80)
    personas = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="personas", blank=True, related_name="niveles"
    )
    correos = models.TextField("correos a los que se avisa", blank=True, help_text="Uno por línea.")
    celulares = models.TextField(
        "celulares a los que se avisa lo crítico", blank=True, help_text="Uno por línea."
    )

    class Meta:
        verbose_name = "nivel de soporte"
        verbose_name_plural = "niveles de soporte"
        ordering = ["numero"]
        constraints = [
            models.CheckConstraint(condition=Q(numero__range=(1, 3)), name="nivel_numero"),
        ]

    def __str__(self) -> str:
        return f"Nivel {self.numero}: {self.nombre}"


class ReglaEscalamiento(models.Model):
    """So many minutes before (negative) or after a target is due, the case goes to a level."""

    reloj = models.CharField("reloj", max_length=13, choices=Reloj)
    prioridad = models.PositiveSmallIntegerField(
        "prioridad", choices=Prioridad, null=True, blank=True, help_text="Vacía: todas."
    )
    minutos = models.SmallIntegerField(
        "minutos", help_text="Minutos después del vencimiento; negativos, antes."
    )
    nivel = models.ForeignKey(
        Nivel, verbose_name="al nivel", on_delete=models.PROTECT, related_name="reglas"
    )
    activa = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "regla de escalamiento"
        verbose_name_plural = "reglas de escalamiento"
        ordering = ["reloj", "minutos"]
        constraints = [
            models.CheckConstraint(condition=Q(reloj__in=Reloj.values), name="regla_reloj"),
            models.UniqueConstraint(
                fields=["reloj", "prioridad", "minutos", "nivel"],
                nulls_distinct=False,
                name="regla_unica",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reloj_display()} {self.minutos:+d} min → {self.nivel}"


class Escalamiento(models.Model):
    """A rule that has fired for a case and a due moment: once, whoever was looking."""

    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="escalamientos"
    )
    regla = models.ForeignKey(
        ReglaEscalamiento, verbose_name="regla", on_delete=models.PROTECT, related_name="+"
    )
    vencimiento = models.DateTimeField("vencimiento")
    nivel_anterior = models.PositiveSmallIntegerField("nivel anterior")
    momento = models.DateTimeField("momento", auto_now_add=True)

    class Meta:
        verbose_name = "escalamiento"
        verbose_name_plural = "escalamientos"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caso", "regla", "vencimiento"], name="escalamiento_una_vez"
            )
        ]

    def __str__(self) -> str:
        return f"Escalamiento {self.pk}"

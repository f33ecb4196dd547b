"""Synchronisations with SIREP (manual 004 §3): what came, when, and what of it was refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models.camara import Camara


class Sincronizacion(models.Model):
    """One file read into a chamber's registry, whole or not at all."""

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="sincronizaciones"
    )
    archivo = models.CharField("archivo", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    estado = models.CharField(
        "estado",
        max_length=10,
        choices=EstadoSincronizacion,
        default=EstadoSincronizacion.EN_CURSO,
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="quién",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    iniciada_en = models.DateTimeField("iniciada", auto_now_add=True)
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)
    leidas = models.PositiveIntegerField("leídas", default=0)
    nuevas = models.PositiveIntegerField("nuevas", default=0)
    cambiadas = models.PositiveIntegerField("cambiadas", default=0)
    sin_cambios = models.PositiveIntegerField("sin cambios", default=0)
    rechazadas = models.PositiveIntegerField("rechazadas", default=0)
    ausentes = models.PositiveIntegerField("ausentes del archivo", default=0)
    columnas_ignoradas = models.TextField("columnas que no se usan", blank=True)
    error = models.TextField("error", blank=True)

    class Meta:
        verbose_name = "sincronización"
        verbose_name_plural = "sincronizaciones"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado__in=EstadoSincronizacion.values), name="sincronizacion_estado"
            ),
            models.UniqueConstraint(
                fields=["camara"],
                condition=Q(estado=EstadoSincronizacion.EN_CURSO),
                name="sincronizacion_una_a_la_vez",
                violation_error_message="Ya hay una sincronización en curso de esta cámara.",
            ),
        ]
        indexes = [
            models.Index(fields=["camara", "estado", "-id"], name="sincronizacion_ultima"),
        ]

    def __str__(self) -> str:
        return f"Sincronización {self.pk}"

    @property
    def tomadas(self) -> int:
        """Rows of the file that are in the registry."""
        return self.nuevas + self.cambiadas + self.sin_cambios


class FilaRechazada(models.Model):
    """A line of the file that was not taken, and why."""

    sincronizacion = models.ForeignKey(
        Sincronizacion,
        verbose_name="sincronización",
        on_delete=models.CASCADE,
        related_name="filas_rechazadas",
    )
    linea = models.PositiveIntegerField("línea")
    matricula = models.CharField("matrícula", max_length=40, blank=True)
    motivo = models.CharField("motivo", max_length=300)

    class Meta:
        verbose_name = "fila rechazada"
        verbose_name_plural = "filas rechazadas"
        ordering = ["linea"]

    def __str__(self) -> str:
        return f"Línea {self.linea}"

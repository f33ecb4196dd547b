"""Holidays and closures of our own: days on which only the 24×7 channels answer."""

from django.db import models

from portal.calendario.enums import OrigenFestivo


class FestivoQuerySet(models.QuerySet["Festivo"]):
    """Selections of holidays."""

    def activos(self) -> "FestivoQuerySet":
        """Those that close."""
        return self.filter(activo=True)


class Festivo(models.Model):
    """A day with no business: set by law (seeded) or by staff. Switched off, it counts no more."""

    fecha = models.DateField("fecha", unique=True)
    nombre = models.CharField("nombre", max_length=120)
    origen = models.CharField(
        "origen",
        max_length=10,
        choices=OrigenFestivo,
        default=OrigenFestivo.PROPIO,
        editable=False,
    )
    activo = models.BooleanField(
        "activo",
        default=True,
        help_text="Desmárquelo si ese día sí se atiende. Los festivos de ley no se borran.",
    )

    objects = FestivoQuerySet.as_manager()

    class Meta:
        verbose_name = "festivo"
        verbose_name_plural = "festivos y cierres"
        ordering = ["fecha"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(origen__in=OrigenFestivo.values), name="festivo_origen_conocido"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fecha:%d/%m/%Y} {self.nombre}"

    @property
    def es_de_ley(self) -> bool:
        """Whether the law sets it: such a row is switched off, never deleted."""
        return self.origen == OrigenFestivo.LEY

"""Validity dates, shared by every row of the channels: from a day, to a day or with no end.

The ranges below let plain GiST forbid two rows for the same thing at the same time: PostgreSQL
compares ranges of numbers and days itself, so that no extension (btree_gist) is needed.
"""

from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, DecimalRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


class Periodo(models.Func):
    """The days from `vigente_desde` to `vigente_hasta` as a range; NULL leaves the end open."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = DateRangeField()

    def __init__(self, *expresiones: Any, **extra: Any) -> None:
        super().__init__(*(expresiones or ("vigente_desde", "vigente_hasta")), **extra)


class Punto(models.Func):
    """One whole number as a range of just that number."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = BigIntegerRangeField()

    def __init__(self, *expresiones: Any, **extra: Any) -> None:
        super().__init__(*(expresiones * 2 if len(expresiones) == 1 else expresiones), **extra)


class Segundos(models.Func):
    """Seconds from midnight to a time of the day."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = models.DecimalField()


class Horas(models.Func):
    """Two counts of seconds, `[a, b)`, as a range."""

    function = "numrange"
    output_field = DecimalRangeField()


def fechas_en_orden(nombre: str) -> models.CheckConstraint:
    """The constraint that a validity does not end before it begins."""
    abierta = models.Q(vigente_hasta__isnull=True)
    return models.CheckConstraint(
        condition=abierta | models.Q(vigente_hasta__gte=models.F("vigente_desde")), name=nombre
    )


M = TypeVar("M", bound=models.Model)


class VigenteQuerySet(models.QuerySet[M]):
    """Selections of rows that hold from one day to another."""

    def sin_terminar(self, dia: date) -> "VigenteQuerySet[M]":
        """Those that hold on that day or will hold later."""
        abierta = models.Q(vigente_hasta__isnull=True)
        return self.filter(abierta | models.Q(vigente_hasta__gte=dia))

    def vigentes(self, dia: date) -> "VigenteQuerySet[M]":
        """Those that hold on that day."""
        return self.sin_terminar(dia).filter(vigente_desde__lte=dia)


VigenteManager = models.Manager.from_queryset(VigenteQuerySet)


class Vigente(models.Model):
    """Base of rows that hold from one day to another, both included."""

    vigente_desde = models.DateField("vigente desde", default=timezone.localdate)
    vigente_hasta = models.DateField(
        "vigente hasta", null=True, blank=True, help_text="Vacío: sin fecha de terminación."
    )

    objects = VigenteManager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError beside the field when the validity ends before it begins."""
        super().clean()
        if self.vigente_desde and self.vigente_hasta and self.vigente_hasta < self.vigente_desde:
            raise ValidationError(
                {"vigente_hasta": "Escriba una fecha igual o posterior a «vigente desde»."}
            )

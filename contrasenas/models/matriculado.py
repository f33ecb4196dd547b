"""Merchants as the daily synchronisation with SIREP leaves them (`mreg_est_matriculados`)."""

from typing import Self

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F
from django.db.models.functions import Upper

from contrasenas.enums import FaltaContacto
from contrasenas.models.camara import Camara
from portal.identificacion import TipoIdentificacion


class MatriculadoQuerySet(models.QuerySet["Matriculado"]):
    """Selections of the registry."""

    def presentes(self) -> Self:
        """Return those that the chamber's last file still had."""
        return self.filter(ausente_desde=None)


class Matriculado(models.Model):
    """One registration of a chamber's registry.

    The columns of the SII's table keep their names. `tipo`, `numero`, `correo` and `celular` are
    what the synchronisation made of them: notification data first, then commercial (manual 004 §2);
    empty where there is nothing usable, and `falta_*` says why. `matricula` has no leading zeros,
    as the SII compares it. `huella` tells whether the next file changes the row; `ausente_desde`
    stands while the chamber's last file had no such registration: nobody is selected from there.
    """

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="matriculados"
    )
    matricula = models.CharField("matrícula", max_length=20)
    organizacion = models.CharField("organización", max_length=2, blank=True)
    categoria = models.CharField("categoría", max_length=1, blank=True)
    estmatricula = models.CharField("estado de la matrícula", max_length=2, blank=True)
    razonsocial = models.CharField("nombre o razón social", max_length=250, blank=True)
    nombre1 = models.CharField("primer nombre", max_length=60, blank=True)
    nombre2 = models.CharField("segundo nombre", max_length=60, blank=True)
    apellido1 = models.CharField("primer apellido", max_length=60, blank=True)
    apellido2 = models.CharField("segundo apellido", max_length=60, blank=True)
    idclase = models.CharField("clase de identificación", max_length=1, blank=True)
    numid = models.CharField("número de identificación registrado", max_length=20, blank=True)
    nit = models.CharField("NIT", max_length=20, blank=True)
    fecmatricula = models.DateField("fecha de matrícula", null=True, blank=True)
    fecrenovacion = models.DateField("fecha de renovación", null=True, blank=True)
    ultanoren = models.PositiveSmallIntegerField("último año renovado", null=True, blank=True)
    muncom = models.CharField("municipio comercial", max_length=5, blank=True)
    munnot = models.CharField("municipio de notificación", max_length=5, blank=True)
    telcom1 = models.CharField("teléfono comercial 1", max_length=30, blank=True)
    telcom2 = models.CharField("teléfono comercial 2", max_length=30, blank=True)
    telcom3 = models.CharField("teléfono comercial 3", max_length=30, blank=True)
    celcom = models.CharField("celular comercial", max_length=30, blank=True)
    telnot = models.CharField("teléfono de notificación", max_length=30, blank=True)
    telnot2 = models.CharField("teléfono de notificación 2", max_length=30, blank=True)
    telnot3 = models.CharField("teléfono de notificación 3", max_length=30, blank=True)
    celnot = models.CharField("celular de notificación", max_length=30, blank=True)
    emailcom = models.CharField("correo comercial", max_length=254, blank=True)
    emailcom2 = models.CharField("correo comercial 2", max_length=254, blank=True)
    emailcom3 = models.CharField("correo comercial 3", max_length=254, blank=True)
    emailnot = models.CharField("correo de notificación", max_length=254, blank=True)

    tipo = models.CharField(
        "tipo de identificación", max_length=3, choices=TipoIdentificacion, blank=True
    )
    numero = models.CharField("identificación", max_length=20, blank=True)
    correo = models.EmailField("correo electrónico", blank=True)
    falta_correo = models.CharField(
        "por qué no hay correo", max_length=10, choices=FaltaContacto, blank=True
    )
    # E.164: +573105550123.
    celular = models.CharField("celular", max_length=13, blank=True)
    falta_celular = models.CharField(
        "por qué no hay celular", max_length=10, choices=FaltaContacto, blank=True
    )
    huella = models.BinaryField("huella de la fila", max_length=16, editable=False)
    sincronizado_en = models.DateTimeField("escrito por la sincronización", editable=False)
    ausente_desde = models.DateTimeField(
        "ausente del archivo desde", null=True, blank=True, editable=False
    )

    objects = MatriculadoQuerySet.as_manager()

    class Meta:
        verbose_name = "matriculado"
        verbose_name_plural = "matriculados"
        constraints = [
            models.UniqueConstraint(
                fields=["camara", "matricula"], name="matriculado_matricula_unica"
            ),
        ]
        indexes = [
            models.Index(fields=["camara", "tipo", "numero"], name="matriculado_identificacion"),
            models.Index(fields=["camara", "ultanoren"], name="matriculado_renovacion"),
            # Searches of the staff: an address, and the beginning of a name.
            models.Index(fields=["camara", "correo"], name="matriculado_correo"),
            models.Index(
                F("camara"),
                OpClass(Upper("razonsocial"), name="text_pattern_ops"),
                name="matriculado_nombre",
            ),
        ]

    def __str__(self) -> str:
        return f"Matrícula {self.matricula}"

"""Activation (manual 004 §10): the text accepted, the request, and its PINs."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from contrasenas.enums import EstadoActivacion
from contrasenas.models.contrasena import Contrasena
from portal.mensajes.models import SmsSaliente


class TextoLegal(models.Model):
    """A text as it was shown and accepted (Ley 527 de 1999), found by its SHA-256."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    version = models.CharField("versión", max_length=40)
    texto = models.TextField("texto")
    creado = models.DateTimeField("usado desde", auto_now_add=True)

    class Meta:
        verbose_name = "texto aceptado"
        verbose_name_plural = "textos aceptados"

    def __str__(self) -> str:
        return f"Versión {self.version}"


class Activacion(models.Model):
    """A person gave the right data; where the factor is double, a PIN is awaited.

    The visitor's session holds `id`.
    """

    id = models.UUIDField("identificador", primary_key=True, default=uuid.uuid4, editable=False)
    contrasena = models.ForeignKey(
        Contrasena, verbose_name="contraseña", on_delete=models.CASCADE, related_name="activaciones"
    )
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoActivacion, default=EstadoActivacion.PENDIENTE
    )
    texto = models.ForeignKey(
        TextoLegal, verbose_name="texto aceptado", on_delete=models.PROTECT, related_name="+"
    )
    aceptado_en = models.DateTimeField("aceptó el texto", auto_now_add=True)
    ip = models.GenericIPAddressField("dirección IP")
    agente = models.CharField("navegador", max_length=300, blank=True)
    vence = models.DateTimeField("deja de servir")
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)

    class Meta:
        verbose_name = "activación"
        verbose_name_plural = "activaciones"
        ordering = ["-aceptado_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado__in=EstadoActivacion.values), name="activacion_estado"
            ),
            models.UniqueConstraint(
                fields=["contrasena"],
                condition=Q(estado=EstadoActivacion.ACTIVADA),
                name="activacion_una_activada",
            ),
        ]

    def __str__(self) -> str:
        return f"Activación {self.pk}"

    def espera(self, ahora: datetime) -> bool:
        """Whether it still waits for its PIN, and its password for being activated."""
        pendiente = self.estado == EstadoActivacion.PENDIENTE and self.vence > ahora
        return pendiente and self.contrasena.espera_activacion(ahora)

    def terminar(self, estado: EstadoActivacion) -> bool:
        """End a request that waits; False if it had ended."""
        filas = type(self)._default_manager.filter(pk=self.pk, estado=EstadoActivacion.PENDIENTE)
        cambiadas = filas.update(estado=estado, terminada_en=Now())
        self.refresh_from_db(fields=["estado", "terminada_en"])
        return cambiadas == 1


class Pin(models.Model):
    """A PIN sent by SMS: keyed hash, ten minutes, three attempts."""

    activacion = models.ForeignKey(
        Activacion, verbose_name="activación", on_delete=models.CASCADE, related_name="pines"
    )
    huella = models.CharField("huella", max_length=64)
    creado = models.DateTimeField("enviado", auto_now_add=True)
    vence = models.DateTimeField("deja de servir")
    intentos = models.PositiveSmallIntegerField("intentos fallidos", default=0)
    usado_en = models.DateTimeField("usado", null=True, blank=True)
    sms = models.ForeignKey(
        SmsSaliente,
        verbose_name="SMS",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "PIN"
        verbose_name_plural = "PIN"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(intentos__lte=3), name="pin_tres_intentos"),
        ]

    def __str__(self) -> str:
        return f"PIN {self.pk}"

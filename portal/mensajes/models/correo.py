"""Outgoing e-mail and its attachments."""

from typing import ClassVar

from django.db import models

from portal.cifrado import CampoCifrado, CampoCifradoBinario
from portal.mensajes.models.saliente import MensajeSaliente


class CorreoSaliente(MensajeSaliente):
    """One e-mail; `message_id` is fixed at creation, so that a second sending is the same mail."""

    remitente = models.CharField("remitente", max_length=320)
    asunto = models.CharField("asunto", max_length=200)
    html = CampoCifrado("HTML", null=True)
    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    cabeceras = models.JSONField("cabeceras", default=dict, blank=True)

    CONTENIDO: ClassVar[tuple[str, ...]] = ("texto", "html")

    class Meta(MensajeSaliente.Meta):
        verbose_name = "correo saliente"
        verbose_name_plural = "correos salientes"
        permissions = [("reintentar_correosaliente", "Puede reintentar correos fallidos")]
        constraints = [
            *MensajeSaliente.Meta.constraints,
            models.CheckConstraint(
                name="correosaliente_html",
                condition=models.Q(texto__isnull=True, html__isnull=True)
                | models.Q(texto__isnull=False, html__isnull=False),
            ),
        ]

    def borrar_anexos(self) -> None:
        """Erase the bytes of the attachments; their names and sizes stay."""
        self.adjuntos.update(contenido=None)


class AdjuntoSaliente(models.Model):
    """One attachment; `contenido` is NULL once a confidential mail has ended."""

    correo = models.ForeignKey(
        CorreoSaliente, verbose_name="correo", on_delete=models.CASCADE, related_name="adjuntos"
    )
    nombre = models.CharField("nombre", max_length=150)
    tipo = models.CharField("tipo", max_length=100)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    contenido = CampoCifradoBinario("contenido", null=True)

    class Meta:
        verbose_name = "adjunto"
        verbose_name_plural = "adjuntos"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nombre

"""States of an outgoing message and kinds of message."""

from django.db import models


class EstadoMensaje(models.TextChoices):
    """`pendiente` → `enviando` → `enviado` or `fallido`; back to `pendiente` to try again."""

    PENDIENTE = "pendiente", "Pendiente"
    ENVIANDO = "enviando", "Enviándose"
    ENVIADO = "enviado", "Enviado"
    FALLIDO = "fallido", "Fallido"
    ANULADO = "anulado", "Anulado"


TERMINADOS = (EstadoMensaje.ENVIADO, EstadoMensaje.FALLIDO, EstadoMensaje.ANULADO)


class CanalBuzon(models.TextChoices):
    """What a message of the demo inbox would have been."""

    CORREO = "correo", "Correo electrónico"
    SMS = "sms", "Mensaje de texto"

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


class EstadoEntrega(models.TextChoices):
    """What the carrier did with an SMS that Twilio took; the last three are final."""

    EN_COLA = "en_cola", "En cola del operador"
    EN_CAMINO = "en_camino", "En camino"
    ENTREGADO = "entregado", "Entregado"
    NO_ENTREGADO = "no_entregado", "No entregado"
    FALLIDO = "fallido", "Rechazado por el operador"

    @property
    def anteriores(self) -> tuple["EstadoEntrega", ...]:
        """Return the states that may give way to this one."""
        if self is EstadoEntrega.EN_COLA:
            return ()
        if self is EstadoEntrega.EN_CAMINO:
            return (EstadoEntrega.EN_COLA,)
        return (EstadoEntrega.EN_COLA, EstadoEntrega.EN_CAMINO)


class CanalBuzon(models.TextChoices):
    """What a message of the demo inbox would have been."""

    CORREO = "correo", "Correo electrónico"
    SMS = "sms", "Mensaje de texto"

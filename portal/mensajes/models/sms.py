"""Outgoing SMS."""

from portal.mensajes.models.saliente import MensajeSaliente


class SmsSaliente(MensajeSaliente):
    """One SMS; `destinatario` is a Colombian mobile number in E.164."""

    class Meta(MensajeSaliente.Meta):
        verbose_name = "SMS saliente"
        verbose_name_plural = "SMS salientes"
        permissions = [("reintentar_smssaliente", "Puede reintentar SMS fallidos")]

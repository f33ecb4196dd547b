"""Rows of outgoing mail, outgoing SMS, and of the demo's inbox."""

from portal.mensajes.models.buzon import MensajeBuzon
from portal.mensajes.models.correo import AdjuntoSaliente, CorreoSaliente
from portal.mensajes.models.saliente import MensajeSaliente
from portal.mensajes.models.sms import SmsSaliente

__all__ = ["AdjuntoSaliente", "CorreoSaliente", "MensajeBuzon", "MensajeSaliente", "SmsSaliente"]

"""Outgoing messages of the portal."""

from django.apps import AppConfig


class MensajesConfig(AppConfig):
    """Application `mensajes`."""

    name = "portal.mensajes"
    verbose_name = "Mensajes"

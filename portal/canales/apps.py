"""Django application of the channels of attention."""

from django.apps import AppConfig


class CanalesConfig(AppConfig):
    """Application `canales`."""

    name = "portal.canales"
    label = "canales"
    verbose_name = "Canales de atención"

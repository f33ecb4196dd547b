"""Django application of the business calendar."""

from django.apps import AppConfig


class CalendarioConfig(AppConfig):
    """Application `calendario`."""

    name = "portal.calendario"
    label = "calendario"
    verbose_name = "Calendario"

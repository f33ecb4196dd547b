"""SSPS."""

from django.apps import AppConfig


class SolicitudesConfig(AppConfig):
    """Application `solicitudes`."""

    name = "solicitudes"
    verbose_name = "Solicitudes de certificado (SSPS)"

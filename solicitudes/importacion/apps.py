"""Import of requests."""

from django.apps import AppConfig


class ImportacionConfig(AppConfig):
    """Application `importacion`."""

    name = "solicitudes.importacion"
    verbose_name = "Importación de solicitudes (SSPS)"

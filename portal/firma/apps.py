"""Django application of signed documents."""

from django.apps import AppConfig


class FirmaConfig(AppConfig):
    """Application `firma`."""

    name = "portal.firma"
    verbose_name = "Firma de documentos"

"""Django application of the portal's own pages."""

from django.apps import AppConfig


class PaginasConfig(AppConfig):
    """Application `paginas`."""

    name = "portal.paginas"
    label = "paginas"
    verbose_name = "Páginas"

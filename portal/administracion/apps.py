"""The administration site."""

from django.contrib.admin.apps import AdminConfig


class SitioConfig(AdminConfig):
    """Replaces Django's default admin site by ours."""

    default_site = "portal.administracion.sitio.SitioAdmin"

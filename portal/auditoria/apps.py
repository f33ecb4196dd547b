"""History of the portal."""

from django.apps import AppConfig


class AuditoriaConfig(AppConfig):
    """Application `auditoria`."""

    name = "portal.auditoria"
    verbose_name = "Historial"

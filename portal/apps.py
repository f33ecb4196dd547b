"""The ground floor itself: template tags and commands; its models live in the sub-packages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Application `portal`."""

    name = "portal"
    verbose_name = "Portal"

"""Users of the portal."""

from django.apps import AppConfig


class UsuariosConfig(AppConfig):
    """Application `usuarios`."""

    name = "portal.usuarios"
    verbose_name = "Usuarios y roles"

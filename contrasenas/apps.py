"""The service of pre-assigned passwords."""

from django.apps import AppConfig


class ContrasenasConfig(AppConfig):
    """The admin heads it with the menu entry of manual 004 §6."""

    name = "contrasenas"
    verbose_name = "Módulo de Registro"

"""The help desk."""

from django.apps import AppConfig


class MesaAyudaConfig(AppConfig):
    """Cases, their conversation, and the clocks that watch over them."""

    name = "mesa_ayuda"
    verbose_name = "Mesa de ayuda"

"""A demo chamber to try the generator with: its people, and 5,000 merchants who don't exist."""

from django.db import transaction

from contrasenas.demo.camara import asegurar_camara


@transaction.atomic
def cargar() -> None:
    """Load what isn't there yet; what is there stays as it is."""
    asegurar_camara()

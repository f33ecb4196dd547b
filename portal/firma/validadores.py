"""What an address of a time-stamping authority may look like."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError


def url_tsa_segura(valor: str) -> None:
    """Raise `ValidationError` unless it is https, or http in development."""
    esquemas = {"https", "http"} if settings.DESARROLLO else {"https"}
    try:
        partes = urlsplit(valor)
    except ValueError:
        partes = urlsplit("")
    if partes.scheme not in esquemas or not partes.hostname:
        raise ValidationError("Escriba una dirección que empiece por https://.")
    if partes.username or partes.password:
        raise ValidationError("La dirección no puede llevar usuario ni contraseña.")

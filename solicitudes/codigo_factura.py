"""The one-time code for an invoice: its digits and its keyed hash."""

import re
import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

DIGITOS = 6
DURACION = timedelta(minutes=10)
INTENTOS_MAXIMOS = 5


def generar() -> str:
    """Return a new code: `DIGITOS` decimal digits, leading zeros included."""
    return f"{secrets.randbelow(10**DIGITOS):0{DIGITOS}}"


def huella(pk: int, codigo: str) -> str:
    """Return what is stored of a code: an HMAC-SHA256 under the server's secret, 64 hex digits.

    The row's key is part of it, so that equal codes of two rows have different hashes.
    """
    return salted_hmac(
        "solicitudes.codigo_factura", f"{pk}:{codigo}", algorithm="sha256"
    ).hexdigest()


def limpiar(texto: str) -> str:
    """Return the digits of a code as people copy it: with spaces, dashes, or in two groups."""
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff.-]", "", texto)

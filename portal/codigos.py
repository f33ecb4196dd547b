"""One-time codes of six digits: how they are made, kept and read. Pure.

Each service stores only the keyed hash, and says how long a code lives and how many tries it has.
"""

import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITOS = 6


def generar() -> str:
    """Return a new code: `DIGITOS` decimal digits, leading zeros included."""
    return f"{secrets.randbelow(10**DIGITOS):0{DIGITOS}}"


def huella(uso: str, pk: int, codigo: str) -> str:
    """Return what is stored of a code: an HMAC-SHA256 under the server's secret, 64 hex digits.

    `uso` names what the code is for. The row's key is part of it, so that equal codes of two rows
    have different hashes.
    """
    return salted_hmac(uso, f"{pk}:{codigo}", algorithm="sha256").hexdigest()


def coincide(uso: str, pk: int, codigo: str, guardada: str) -> bool:
    """Whether `codigo` is the one whose hash was stored, compared in constant time."""
    return constant_time_compare(huella(uso, pk, codigo), guardada)


def limpiar(texto: str) -> str:
    """Return the digits of a code as people copy it: with spaces, dashes, or in two groups."""
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff.-]", "", texto)

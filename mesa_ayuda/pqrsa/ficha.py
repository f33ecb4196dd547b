"""The secret with which whoever has no account follows their PQRSA: 128 bits, kept as a hash.

It is worked out from the form's own random number under the server's secret, so that a form that
was sent twice gets the same receipt.
"""

import hashlib
import re
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

FICHA: Final = re.compile(r"[0-9a-f]{32}")
SAL: Final = "mesa_ayuda.pqrsa.ficha"


def ficha_de(formulario: UUID) -> str:
    """Return the secret of what this form made: 32 hex digits."""
    return salted_hmac(SAL, formulario.hex, algorithm="sha256").hexdigest()[:32]


def huella(ficha: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(ficha.encode()).hexdigest()


def leer_ficha(texto: str) -> str:
    """Return a secret as people copy it, with spaces or dashes, in capitals; «» if it is none."""
    limpio = re.sub(r"[\s-]", "", texto).lower()
    return limpio if FICHA.fullmatch(limpio) else ""


def en_grupos(ficha: str) -> str:
    """Return the secret in groups of four, as a person can copy it."""
    return "-".join(ficha[n : n + 4] for n in range(0, len(ficha), 4))

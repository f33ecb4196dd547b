"""What remains of a pre-assigned password and of its link once the mail has left. Pure.

The password is ours, random, 57.5 bits (`contrasenas.clave`), not one that a person chose: of the
equivalents that the OWASP Password Storage Cheat Sheet gives for argon2id, the one that costs
least to send by the hundred is enough.
"""

import secrets
from functools import cache
from hashlib import sha256
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_ARGON2: Final = PasswordHasher(
    time_cost=3, memory_cost=12 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)


def calcular(clave: str) -> str:
    """Return the argon2id hash of a password, with its parameters and salt."""
    return _ARGON2.hash(clave)


def verificar(clave: str, huella: str) -> bool:
    """Say whether `clave` is the password; with '' for `huella` it takes as long and says no.

    For the unknown row: the answer must come at the same time.
    """
    try:
        _ARGON2.verify(huella or _senuelo(), clave)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(huella)


@cache
def _senuelo() -> str:
    return calcular(secrets.token_urlsafe(32))


def nueva_ficha() -> str:
    """Return a secret for the link of a mail: 256 bits."""
    return secrets.token_urlsafe(32)


def huella_de_ficha(ficha: str) -> str:
    """Return what finds the row of a link: so many random bits need no slow hash."""
    return sha256(ficha.encode("utf-8", "surrogatepass")).hexdigest()

"""Generator of pre-assigned passwords (manual 004 §6: «100% aleatoria de 10 caracteres»). Pure."""

import secrets
from typing import Final

ALFABETO: Final = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
"""The SII's: letters and digits without `i l o I L O`, and without 0 and 1: 54 symbols."""

LARGO: Final = 10
"""Characters: 57.5 bits."""

# Bytes from here on would favour the first symbols of the alphabet.
_TOPE = 256 - 256 % len(ALFABETO)
_SIMBOLO = {octeto: ALFABETO[octeto % len(ALFABETO)] for octeto in range(_TOPE)}


def generar() -> str:
    """Return a new password, each symbol equally likely, from the system's random source."""
    letras: list[str] = []
    while len(letras) < LARGO:
        letras += [_SIMBOLO[o] for o in secrets.token_bytes(2 * LARGO) if o < _TOPE]
    return "".join(letras[:LARGO])

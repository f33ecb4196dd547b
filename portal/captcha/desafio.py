"""Challenges: six characters that neither the eye nor the ear confuses in Spanish.

By eye: no O 0 Q D, no I 1 L T, no B S Z 6 G, no U V, no N, C, A, E. By ear: of the names that sound
like «pe» (be, ce, de, e, ge, te, uve) only that one, of ele, eme, ene, ese only «eme», no «seis»
beside «tres», no «a» beside «ka».

17 characters to the 6th power are 24.1 million challenges, 24.5 bits; a challenge lives ten minutes
and takes one answer.
"""

import secrets
import unicodedata

ALFABETO = "2345789FHJKMPRWXY"
LONGITUD = 6

# What people may type for a character that they saw or (n, d) heard. None of these is in the
# alphabet, so taking them leaves a guess as hard as it was.
CONFUSIONES = str.maketrans(
    {"s": "5", "z": "2", "b": "8", "g": "9", "1": "7", "t": "7", "n": "m", "d": "p"}
)


def generar() -> tuple[str, str]:
    """Return a new challenge and the answer to store (settings.CAPTCHA_CHALLENGE_FUNCT)."""
    texto = "".join(secrets.choice(ALFABETO) for _ in range(LONGITUD))
    return texto, canonizar(texto)


def canonizar(respuesta: str) -> str:
    """Return an answer as it is compared: lowercase letters and digits, confusions resolved."""
    letras = unicodedata.normalize("NFKC", respuesta).lower()
    return "".join(filter(str.isalnum, letras)).translate(CONFUSIONES)

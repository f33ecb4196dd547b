"""The number of a document as people type it. Pure."""

import re
import uuid

# Longer than any spelling of a number, the address of its page included.
LONGITUD_TEXTO = 200
PREFIJOS = re.compile(r"^(urn:)?uuid:", re.IGNORECASE)
SEPARADORES = re.compile(r"[\s\-‐-―−_.{}()\[\]<>«»\"']")
# Letters that no number has, for the digit that they were read as.
CONFUNDIDOS = str.maketrans("OoIiLl", "001111")


class NumeroInvalido(ValueError):
    """The text is no document number; the message is for whoever typed it."""


def leer(texto: str) -> uuid.UUID:
    """Return the number: with or without dashes, in capitals, as a URN, or as its page's address.

    Raises `NumeroInvalido`.
    """
    limpio = texto.strip()[:LONGITUD_TEXTO]
    limpio = limpio.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    limpio = SEPARADORES.sub("", PREFIJOS.sub("", limpio)).translate(CONFUNDIDOS)
    if not re.fullmatch(r"[0-9A-Fa-f]+", limpio):
        raise NumeroInvalido(
            "El número sólo tiene dígitos y letras de la A a la F. Cópielo tal como está en el "
            "documento."
        )
    if len(limpio) != 32:
        raise NumeroInvalido(
            f"El número tiene 32 dígitos y letras, y usted escribió {len(limpio)}. Cópielo "
            "completo del documento."
        )
    return uuid.UUID(limpio)

"""Text that goes into a mail header or a log line. Pure."""

import re
import unicodedata

CORREO = re.compile(r"[^\s<>@\"'(),;:]+@[^\s<>@\"'(),;:]+")
NUMERO = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")


def una_linea(texto: str, *, maximo: int) -> str:
    """Return `texto` as one line of at most `maximo` characters, without control characters.

    A line break in a subject would let its author add headers of their own (RFC 5322, 2.2).
    """
    separado = " ".join(texto.split())
    limpio = "".join(letra for letra in separado if unicodedata.category(letra) not in ("Cc", "Cs"))
    return limpio if len(limpio) <= maximo else limpio[: maximo - 1].rstrip() + "…"


def sin_direcciones(texto: str, *, maximo: int = 300) -> str:
    """Return a provider's answer fit for a log: no e-mail addresses, no phone numbers, one line."""
    return una_linea(NUMERO.sub("[número]", CORREO.sub("[correo]", texto)), maximo=maximo)

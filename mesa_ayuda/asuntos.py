"""Subjects without the prefixes that manual 001, step 09, asks to leave out. Pure."""

import re
from typing import Final

LARGO: Final = 200
# The four of the manual, and how mail programs write them in Spanish and English.
PREFIJO: Final = re.compile(
    r"\s*(re|rv|rt|fw|fwd|fyi|forward|forwarded|reenv(í|i)o|reenviado|respuesta|resp|enc"
    r"|no[\s-]?reply)\s*(\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*",
    re.IGNORECASE,
)


def sin_prefijos(asunto: str) -> tuple[str, list[str]]:
    """Return the subject as one line, and the prefixes taken off its start, as they were written.

    What is nothing but prefixes becomes empty.
    """
    resto, quitados = " ".join(asunto.split()), []
    while hallado := PREFIJO.match(resto):
        quitados.append(hallado.group().strip())
        resto = resto[hallado.end() :]
    return resto, quitados

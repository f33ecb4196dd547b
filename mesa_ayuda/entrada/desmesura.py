"""What no letter has and what would keep a worker busy for hours; looked for before parsing. Pure.

The standard library takes a header apart, and looks for the ends of parts, in time that grows by
the square of what stands there.
"""

import re
from typing import Final

CABECERAS_MAXIMAS: Final = 256 * 1024
"""Bytes; mail servers take less (Postfix' `header_size_limit`: 100 KB)."""
CONTENEDORES_MAXIMOS: Final = 100
FIN_DE_CABECERAS: Final = re.compile(rb"\r?\n\r?\n|\r\r")
# Of the headers with parameters, those of any part: longer than any file's name needs.
PARAMETROS_SIN_FIN: Final = re.compile(
    rb"^content-(?:type|disposition)[ \t]*:(?:[^\r\n]|\r?\n[ \t]){5000}",
    re.IGNORECASE | re.MULTILINE,
)
CONTENEDOR: Final = re.compile(
    rb"^content-type[ \t]*:\s{0,100}multipart/", re.IGNORECASE | re.MULTILINE
)


def motivo_de_desmesura(crudo: bytes) -> str:
    """Return, in Spanish, why a mail is not to be taken apart; '' for one that may be."""
    fin = FIN_DE_CABECERAS.search(crudo)
    if (fin.start() if fin else len(crudo)) > CABECERAS_MAXIMAS:
        return f"Sus cabeceras pasan de {CABECERAS_MAXIMAS // 1024} KB."
    if PARAMETROS_SIN_FIN.search(crudo):
        return "La cabecera de una de sus partes es demasiado larga."
    contenedores = CONTENEDOR.finditer(crudo)
    if sum(1 for _ in contenedores) > CONTENEDORES_MAXIMOS:
        return "El mensaje tiene demasiadas partes una dentro de otra."
    return ""

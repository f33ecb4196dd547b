"""Reading the generator's pages in tests."""

import re
from typing import Any


def texto(respuesta: Any) -> str:
    """Return what a person reads, with single blanks."""
    sin_marcas = re.sub(r"<[^>]+>", " ", respuesta.content.decode())
    return " ".join(sin_marcas.replace("\N{NO-BREAK SPACE}", " ").split())

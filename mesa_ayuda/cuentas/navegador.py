"""A browser in words («Chrome en Windows»), from what it says of itself. Pure."""

import re
from typing import Final

# The first that matches: most browsers also name those that they descend from.
PROGRAMAS: Final = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SISTEMAS: Final = (
    (r"Android", "Android"),
    (r"iPhone|iPad|iPod", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)
LEIDO: Final = 512


def en_palabras(agente: str) -> str:
    """Return who wrote that `User-Agent`, in words of ours: nothing of it is copied."""
    agente = agente[:LEIDO]
    programa = _primero(PROGRAMAS, agente) or "Navegador desconocido"
    sistema = _primero(SISTEMAS, agente)
    return f"{programa} en {sistema}" if sistema else programa


def _primero(tabla: tuple[tuple[str, str], ...], agente: str) -> str:
    return next((nombre for patron, nombre in tabla if re.search(patron, agente)), "")

"""Makes HTML harmless to the parsers that read it: what a mail can hold costs them hours. Pure.

Python's own goes over the rest of the text again for every tag that doesn't end, and browsers'
grows by the square of the depth. In one pass, comments and declarations go, a «<» that opens no
whole tag becomes text, and what is opened too deep is left out: its content stays.
"""

import re
from collections import Counter
from typing import Final

HTML_MAXIMO: Final = 524_288
"""Characters that are looked at."""
HONDURA_MAXIMA: Final = 500
ETIQUETA: Final = re.compile(r"<(?:(/?)([a-zA-Z][^\s/<>]*)[^<>]*>|(!--)|[!?/][^<>]*>|)")
# They hold nothing, or the next one of their kind closes them.
SIN_HONDURA: Final = frozenset(
    {*("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr")}
    | {*("dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr")}
)


def domar(html: str) -> str:
    """Return the first `HTML_MAXIMO` characters so that they are parsed in little time."""
    html = html[:HTML_MAXIMO]
    trozos: list[str] = []
    abiertas: Counter[str] = Counter()
    lugar = hondura = 0
    while hallada := ETIQUETA.search(html, lugar):
        trozos.append(html[lugar : hallada.start()])
        lugar = hallada.end()
        cierra, nombre, comentario = hallada[1], (hallada[2] or "").lower(), hallada[3]
        if comentario:
            fin = html.find("-->", lugar - 2)  # «<!-->» is a whole one
            lugar = fin + len("-->") if fin >= 0 else len(html)
        elif not nombre:
            trozos.append("&lt;" if hallada[0] == "<" else "")
        elif nombre in SIN_HONDURA:
            trozos.append(hallada[0])
        elif cierra:
            trozos.append(hallada[0])
            if abiertas[nombre]:
                abiertas[nombre], hondura = abiertas[nombre] - 1, hondura - 1
        elif hondura < HONDURA_MAXIMA:
            trozos.append(hallada[0])
            abiertas[nombre], hondura = abiertas[nombre] + 1, hondura + 1
    trozos.append(html[lugar:])
    return "".join(trozos)

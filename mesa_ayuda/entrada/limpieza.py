"""HTML of mails: made into text, and cleaned for whoever asks to see it. Pure.

The text is the record. The cleaned HTML is a preview: no scripts, styles, forms, frames or images
from elsewhere, and it is served under a Content-Security-Policy sandbox besides.
"""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

from mesa_ayuda.entrada.marcado import domar

ETIQUETAS: Final = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1"),
    *("h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small"),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u"),
    "ul",
}
ATRIBUTOS: Final = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
# Their content goes with them.
SIN_CONTENIDO: Final = {"script", "style", "title", "head", "template", "noscript", "svg", "math"}
BLOQUES: Final = {
    *("address", "article", "blockquote", "div", "dl", "dt", "dd", "fieldset", "footer", "form"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
    *("section", "table", "tr", "ul"),
}
PARRAFOS: Final = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
CAMBIO_DE_CITA: Final = {"blockquote"}


def limpiar(html: str) -> str:
    """Return the HTML that may be shown, of the characters that `domar` looks at."""
    return nh3.clean(
        domar(html),
        tags=ETIQUETAS,
        clean_content_tags=SIN_CONTENIDO,
        attributes=ATRIBUTOS,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def en_texto(html: str) -> str:
    """Return what a person would read in the HTML; quotes are marked with «> »."""
    lector = _Lector()
    lector.feed(domar(html))
    lector.close()
    return lector.texto()


class _Lector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lineas: list[str] = []
        self._linea: list[str] = []
        self._mudo = 0
        self._citas = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SIN_CONTENIDO:
            self._mudo += 1
        elif tag == "br":
            self._cortar()
        elif tag in BLOQUES:
            self._cortar(parrafo=tag in PARRAFOS)
        elif tag in ("td", "th") and self._linea:
            self._linea.append("  ")
        self._citas += tag in CAMBIO_DE_CITA
        if tag == "li":
            self._linea.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SIN_CONTENIDO:
            self._mudo = max(0, self._mudo - 1)
        elif tag in BLOQUES:
            self._cortar(parrafo=tag in PARRAFOS)
        self._citas = max(0, self._citas - (tag in CAMBIO_DE_CITA))

    def handle_data(self, data: str) -> None:
        if not self._mudo:
            self._linea.append(re.sub(r"[\s\xa0]+", " ", data))

    def texto(self) -> str:
        self._cortar()
        junto = re.sub(r"\n(>* ?\n){2,}", "\n\n", "\n".join(self._lineas))
        # A quote that ends leaves its empty line behind.
        return re.sub(r"(\n[> ]*)+$", "", junto).strip("\n")

    def _cortar(self, *, parrafo: bool = False) -> None:
        linea = re.sub(r" {3,}", "  ", "".join(self._linea)).strip()
        self._linea = []
        marca = "> " * min(self._citas, 5)
        if linea:
            self._lineas.append(f"{marca}{linea}")
        if parrafo and self._lineas and self._lineas[-1].strip("> "):
            self._lineas.append(marca.rstrip())

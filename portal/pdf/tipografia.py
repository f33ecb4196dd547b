"""The typefaces, embedded.

reportlab makes a new subset of each typeface for every document, which takes longer than all the
rest. Here the first subset of a typeface is always the same (what Spanish needs), so that its
objects are made once; only a document with rarer letters gets a second subset of its own.

Typefaces (licences beside them in `fuentes/`): Roboto for text, unhinted and therefore small;
DejaVu Sans Mono for passwords and digests, whose zero is crossed and whose 1, l and I differ.
"""

import codecs
import string
from functools import lru_cache
from pathlib import Path
from struct import unpack
from threading import Lock
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, TTFontFace

from portal.pdf.objetos import agregar, flujo

CARPETA = Path(__file__).parent / "fuentes"

ASCII = "".join(map(chr, range(32, 127)))
ESPANOL = ASCII + "áéíóúüñÁÉÍÓÚÜÑ¿¡«»‘’“”–—…·•°ºª" + "àèìòùâêîôûãõäëïöçÀÈÌÒÙÂÊÎÔÛÃÕÄËÏÖÇ"
DE_CLAVES = string.ascii_letters + string.digits + " -./:@<>+=_"


class Incrustada(NamedTuple):
    """A subset of a typeface, ready to be written: dictionary entries and streams."""

    descriptor: bytes
    programa: bytes
    unicode: bytes
    entradas: bytes


class _Estado(TTFont.State):  # type: ignore[misc]
    """What reportlab keeps of a typeface in one document; it begins with the fixed subset."""

    def __init__(self, primero: tuple[int, ...], asignados: dict[int, int]) -> None:
        self.assignments = asignados.copy()
        self.subsets = [primero]
        self.nextCode = 256
        self.internalName = None
        self.frozen = 0


class Fuente(TTFont):  # type: ignore[misc]
    """A TrueType typeface whose first subset is `repertorio`, in every document."""

    def __init__(self, nombre: str, archivo: str, repertorio: str) -> None:
        super().__init__(nombre, str(CARPETA / archivo), shapable=False)
        _corregir_avances(self.face)
        puntos = [ord(letra) for letra in repertorio if ord(letra) in self.face.charToGlyph]
        altos = [punto for punto in puntos if punto > 126]
        # ASCII keeps its codes.
        self._primero = (*(p if p in puntos else 0 for p in range(128)), *altos)
        self._asignados = {punto: n for n, punto in enumerate(self._primero) if punto}
        tabla = "".join(chr(punto) if punto else "\ufffe" for punto in self._primero)
        self._codificacion = codecs.charmap_build(tabla)
        self._cerrojo = Lock()
        self._fija: Incrustada | None = None

    def splitString(  # noqa: N802 (reportlab's name)
        self, text: str, doc: pdfdoc.PDFDocument, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Return `text` as codes of this document's subsets."""
        if doc not in self.state:
            self.state[doc] = _Estado(self._primero, self._asignados)
        try:
            return [(0, codecs.charmap_encode(text, "strict", self._codificacion)[0])]
        except UnicodeEncodeError:
            partes: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
            return partes

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802
        """Write the subsets that `doc` used into it."""
        estado = self.state[doc]
        estado.frozen = 1
        for numero, subset in enumerate(estado.subsets):
            nombre = self.getSubsetInternalName(numero, doc)[1:]
            lista = self._incrustar(numero, tuple(subset))
            programa = agregar(doc, lista.programa)
            descriptor = agregar(doc, lista.descriptor + b" /FontFile2 %s>>" % programa)
            unicode = agregar(doc, lista.unicode)
            referencias = b" /FontDescriptor %s /ToUnicode %s>>" % (descriptor, unicode)
            fuente = agregar(doc, lista.entradas + referencias)
            doc.idToObject["BasicFonts"].dict[nombre] = fuente
        del self.state[doc]

    def _incrustar(self, numero: int, subset: tuple[int, ...]) -> Incrustada:
        # The face reads its file through one cursor.
        with self._cerrojo:
            if numero:
                return self._preparar(numero, subset)
            if self._fija is None:
                self._fija = self._preparar(0, subset)
            return self._fija

    def _preparar(self, numero: int, subset: tuple[int, ...]) -> Incrustada:
        cara = self.face
        nombre = SUBSETN(numero) + b"+" + cara.name
        programa = cara.makeSubset(list(subset))
        caja = " ".join(f"{lado:.0f}" for lado in cara.bbox)
        anchos = " ".join(f"{cara.getCharWidth(punto):.4g}" for punto in subset)
        # Symbolic (4), fixed pitch (1): the subset's own encoding holds.
        banderas = cara.flags & 1 | 4
        return Incrustada(
            descriptor=(
                f"<</Type /FontDescriptor /FontName /{nombre.decode()} /Flags {banderas}"
                f" /FontBBox [{caja}] /ItalicAngle 0 /Ascent {cara.ascent:.0f}"
                f" /Descent {cara.descent:.0f} /CapHeight {cara.capHeight:.0f}"
                f" /StemV {cara.stemV} /MissingWidth {cara.defaultWidth:.0f}"
            ).encode(),
            programa=flujo(programa, b" /Length1 %d" % len(programa)),
            unicode=flujo(_a_unicode(nombre.decode(), subset)),
            entradas=(
                f"<</Type /Font /Subtype /TrueType /BaseFont /{nombre.decode()}"
                f" /FirstChar 0 /LastChar {len(subset) - 1} /Widths [{anchos}]"
            ).encode(),
        )


def _corregir_avances(cara: TTFontFace) -> None:
    """Undo what reportlab 5.1 does to the glyphs that share the last width of `hmtx`.

    It keeps that width scaled to 1000 units, and writes it so into subsets: in a typeface of fixed
    pitch nearly every glyph, which PDF/A forbids (ISO 19005-2, 6.2.11.5).
    """
    (propios,) = unpack(">H", cara.get_table("hhea")[34:36])
    avance, _ = cara.hmetrics[propios - 1]
    cara.hmetrics[propios:] = [(avance, lado) for _, lado in cara.hmetrics[propios:]]


def _a_unicode(nombre: str, subset: tuple[int, ...]) -> bytes:
    """Return the CMap that says which letter each code is: search, copying, screen readers."""
    pares = [(codigo, punto) for codigo, punto in enumerate(subset) if punto]
    # At most a hundred in each block (Adobe technical note 5014).
    bloques = [pares[i : i + 100] for i in range(0, len(pares), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            f"/CMapName /{nombre} def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *(
                "\n".join(
                    [
                        f"{len(bloque)} beginbfchar",
                        *(
                            f"<{codigo:02X}> <{chr(punto).encode('utf-16-be').hex().upper()}>"
                            for codigo, punto in bloque
                        ),
                        "endbfchar",
                    ]
                )
                for bloque in bloques
            ),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode("ascii")


@lru_cache(maxsize=1)
def fuentes() -> dict[str, Fuente]:
    """Load the typefaces and tell reportlab of them, once a process: about 15 ms."""
    cargadas = {
        "normal": Fuente("normal", "Roboto-Regular.ttf", ESPANOL),
        "negrita": Fuente("negrita", "Roboto-Bold.ttf", ESPANOL),
        "mono": Fuente("mono", "DejaVuSansMono-Bold.ttf", DE_CLAVES),
    }
    for fuente in cargadas.values():
        pdfmetrics.registerFont(fuente)
    return cargadas

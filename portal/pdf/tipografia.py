"""The typefaces, embedded; their widths; lines broken to a width.

reportlab makes a new subset of each typeface for every document, which takes longer than all the
rest. Here the first subset of a typeface is always the same (what Spanish needs), so that its
objects are made once; only a document with rarer letters gets a second subset of its own.

Typefaces (licences beside them in `fuentes/`): Roboto for text, unhinted and therefore small;
DejaVu Sans Mono for passwords and digests, whose zero is crossed and whose 1, l and I differ.
"""

import codecs
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from portal.pdf.objetos import agregar, flujo

CARPETA = Path(__file__).parent / "fuentes"

ASCII = "".join(map(chr, range(32, 127)))
ESPANOL = ASCII + "áéíóúüñÁÉÍÓÚÜÑ¿¡«»‘’“”–—…·•°ºª✓" + "àèìòùâêîôûãõäëïöçÀÈÌÒÙÂÊÎÔÛÃÕÄËÏÖÇ"
# Shown in place of what no typeface has: never the box of a missing glyph, which PDF/A forbids.
SUSTITUTO = "?"


class Incrustada(NamedTuple):
    """A subset of a typeface, ready to be written: dictionary entries and streams."""

    descriptor: bytes
    programa: bytes
    unicode: bytes
    entradas: bytes


class _Estado(TTFont.State):  # type: ignore[misc]
    """What reportlab keeps of a typeface in one document; it begins with the fixed subset."""

    def __init__(self, primero: list[int]) -> None:
        self.assignments = {punto: codigo for codigo, punto in enumerate(primero) if punto}
        self.subsets = [primero]
        self.nextCode = 256
        self.internalName = None
        self.frozen = 0


class Fuente(TTFont):  # type: ignore[misc]
    """A TrueType typeface whose first subset is `repertorio`, in every document."""

    def __init__(self, nombre: str, archivo: str, repertorio: str) -> None:
        super().__init__(nombre, str(CARPETA / archivo), shapable=False)
        puntos = [ord(letra) for letra in repertorio if ord(letra) in self.face.charToGlyph]
        altos = [punto for punto in puntos if punto > 126]
        # ASCII keeps its codes.
        self._primero = [p if p in puntos else 0 for p in range(127)] + [0] + altos
        tabla = "".join(chr(punto) if punto else "\ufffe" for punto in self._primero)
        self._codificacion = codecs.charmap_build(tabla)
        self._cerrojo = Lock()
        self._incrustadas: dict[tuple[int, ...], Incrustada] = {}

    def splitString(  # noqa: N802 (reportlab's name)
        self, text: str, doc: pdfdoc.PDFDocument, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Return `text` as codes of this document's subsets."""
        if doc not in self.state:
            self.state[doc] = _Estado(list(self._primero))
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
            if subset not in self._incrustadas:
                self._incrustadas[subset] = self._preparar(numero, subset)
            return self._incrustadas[subset]

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
        "mono": Fuente("mono", "DejaVuSansMono-Bold.ttf", ASCII),
    }
    for fuente in cargadas.values():
        pdfmetrics.registerFont(fuente)
    return cargadas


def ancho(texto: str, fuente: str, cuerpo: float) -> float:
    """Return the width of `texto` in points."""
    medido: float = fuentes()[fuente].stringWidth(texto, cuerpo)
    return medido


@lru_cache(maxsize=512)
def legible(texto: str, fuente: str = "normal") -> str:
    """Return `texto` in letters that the typeface has, in one line.

    Letters it lacks lose their marks, or become `SUSTITUTO`; what is invisible goes away.
    """
    compuesto = " ".join(unicodedata.normalize("NFC", texto).split())
    glifos = fuentes()[fuente].face.charToGlyph
    if compuesto.isprintable() and all(ord(letra) in glifos for letra in compuesto):
        return compuesto
    return "".join(_legible(letra, glifos) for letra in compuesto)


def _legible(letra: str, glifos: dict[int, int]) -> str:
    # Cc, Cf, Cs, Co, Cn and marks that found no base letter.
    if unicodedata.category(letra)[0] in "CM":
        return ""
    if ord(letra) in glifos:
        return letra
    base = unicodedata.normalize("NFKD", letra)[0]
    return base if ord(base) in glifos and base.isprintable() else SUSTITUTO


@lru_cache(maxsize=512)
def partir(texto: str, fuente: str, cuerpo: float, espacio: float) -> tuple[str, ...]:
    """Break `texto` into lines at most `espacio` points wide; words wider than that are cut."""
    blanco = ancho(" ", fuente, cuerpo)
    lineas: list[str] = []
    actual: list[str] = []
    usado = 0.0
    for palabra in _palabras(texto, fuente, cuerpo, espacio):
        largo = ancho(palabra, fuente, cuerpo)
        if actual and usado + blanco + largo > espacio:
            lineas.append(" ".join(actual))
            actual, usado = [], 0.0
        usado += largo + (blanco if actual else 0)
        actual.append(palabra)
    return (*lineas, " ".join(actual)) if actual else tuple(lineas)


def _palabras(texto: str, fuente: str, cuerpo: float, espacio: float) -> Iterator[str]:
    for palabra in texto.split(" "):
        while ancho(palabra, fuente, cuerpo) > espacio:
            corte = len(palabra) - 1
            while corte > 1 and ancho(palabra[:corte], fuente, cuerpo) > espacio:
                corte -= 1
            yield palabra[:corte]
            palabra = palabra[corte:]
        if palabra:
            yield palabra

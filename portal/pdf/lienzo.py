"""reportlab's canvas, with what PDF/A-2a and tagged PDF ask for.

Sources: ISO 32000-1 (14.6 marked content), ISO 19005-2 (PDF/A-2). reportlab writes neither tags,
nor an output intent, nor XMP by itself; it does let one add objects to the catalogue, and operators
to a page. Text goes that way too: its text objects take as long as all the rest.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import BytesIO
from uuid import UUID
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from portal.pdf.estilo import ALTO, ANCHO, Estilo, Tinta
from portal.pdf.estructura import Arbol, Elemento
from portal.pdf.imagenes import QR, Logo
from portal.pdf.objetos import Objeto, agregar, flujo, referencia
from portal.pdf.tipografia import CARPETA, fuentes

IDIOMA = "es-CO"
PRODUCTOR = "Portal de certificados"

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format><dc:identifier>{numero}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{titulo}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{numero}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{autor}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{idioma}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{fecha}T00:00:00-05:00</xmp:CreateDate>
<xmp:ModifyDate>{fecha}T00:00:00-05:00</xmp:ModifyDate>
<xmp:CreatorTool>{productor}</xmp:CreatorTool><pdf:Producer>{productor}</pdf:Producer>
<pdf:Keywords></pdf:Keywords>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@cache
def _perfil_color() -> bytes:
    return flujo((CARPETA / "sRGB.icc").read_bytes(), b"/N 3")


class Lienzo(Canvas):  # type: ignore[misc]
    """A canvas of letter size whose file says what each piece of content is."""

    def __init__(self, *, titulo: str, autor: str, numero: UUID, fecha: date) -> None:
        fuentes()
        self._archivo = BytesIO()
        super().__init__(
            self._archivo,
            pagesize=(ANCHO, ALTO),
            # Neither the clock nor chance: the same data make the same file.
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName="normal",
            lang=IDIOMA,
        )
        self._datos = {"titulo": titulo, "autor": autor, "numero": numero.urn}
        self._dia = fecha
        # The element of each mark, page by page.
        self._marcas: list[list[Elemento]] = [[]]
        self._guardadas: list[dict[str, object]] = []
        self.setTitle(titulo)
        self.setAuthor(autor)
        self.setSubject(numero.urn)
        self.setCreator(PRODUCTOR)
        self.setProducer(PRODUCTOR)
        self.setDateFormatter(lambda *_: f"D:{fecha:%Y%m%d}000000-05'00'")
        self.setViewerPreference("DisplayDocTitle", "true")

    @contextmanager
    def marcar(self, elemento: Elemento | None) -> Iterator[None]:
        """What is drawn inside belongs to `elemento`, or is decoration when there is none."""
        if elemento is None:
            self.addLiteral("/Artifact BMC")
        else:
            indice = self.getPageNumber() - 1
            pagina = self._marcas[indice]
            elemento.marcas.append((indice, len(pagina)))
            self.addLiteral(f"/{elemento.tipo} <</MCID {len(pagina)}>> BDC")
            pagina.append(elemento)
        yield
        self.addLiteral("EMC")

    def texto(self, lineas: Iterable[str], estilo: Estilo, x: float, y: float) -> None:
        """Draw lines one below another, the first one's base line at (x, y)."""
        fuente = fuentes()[estilo.fuente]
        rojo, verde, azul = estilo.color
        partes = [
            f"BT {rojo:.3f} {verde:.3f} {azul:.3f} rg {estilo.interlinea} TL {x:.2f} {y:.2f} Td"
        ]
        for linea in lineas:
            for subset, codigos in fuente.splitString(linea, self._doc):
                nombre = fuente.getSubsetInternalName(subset, self._doc)
                partes.append(f"{nombre} {estilo.cuerpo} Tf <{codigos.hex()}> Tj")
            partes.append("T*")
        partes.append("ET")
        self.addLiteral(" ".join(partes))

    def caja(
        self, x: float, y: float, ancho: float, alto: float, *, fondo: Tinta, borde: Tinta
    ) -> None:
        """Draw a box with round corners."""
        self.setFillColorRGB(*fondo)
        self.setStrokeColorRGB(*borde)
        self.setLineWidth(0.8)
        self.roundRect(x, y, ancho, alto, 4, stroke=1, fill=1)

    def regla(self, x: float, y: float, hasta: float, color: Tinta, grueso: float) -> None:
        """Draw a horizontal line."""
        self.setStrokeColorRGB(*color)
        self.setLineWidth(grueso)
        self.line(x, y, hasta, y)

    def marca_de_agua(self, palabra: str, color: Tinta) -> None:
        """Write a word across the page, under what is drawn afterwards."""
        self.saveState()
        self.translate(ANCHO / 2, ALTO / 2)
        self.rotate(52)
        self.setFillColorRGB(*color)
        self.setFont("negrita", 140)
        self.drawCentredString(0, -40, palabra)
        self.restoreState()

    def logo(self, imagen: Logo, x: float, y: float, ancho: float, alto: float) -> None:
        """Draw the logo."""
        if not self.hasForm("logo"):
            self._doc.addForm("logo", Objeto(imagen.objeto))
        self.addLiteral(f"q {ancho:.2f} 0 0 {alto:.2f} {x:.2f} {y:.2f} cm")
        self.doForm("logo")
        self.addLiteral("Q")

    def qr(self, codigo: QR, x: float, y: float, lado: float) -> None:
        """Draw a QR code with its quiet zone: an image of one bit a module."""
        self.addLiteral(
            f"q 0 g {lado:.2f} 0 0 {lado:.2f} {x:.2f} {y:.2f} cm "
            f"BI /W {codigo.lado} /H {codigo.lado} /IM true /D [1 0] /F /AHx ID "
            f"{codigo.hexadecimal}> EI Q"
        )

    def pasar_pagina(self) -> None:
        """Leave the page for later, when the number of pages is known, and begin another."""
        self._guardadas.append(dict(self.__dict__))
        self._startPage()
        self._marcas.append([])

    def terminar(self, raiz: Elemento, pie: Callable[[int, int], None]) -> bytes:
        """Return the file, whose structure tree begins with `raiz`.

        `pie` draws the foot of each page, and is told its number and how many there are.
        """
        self.pasar_pagina()
        self._marcas.pop()
        total = len(self._guardadas)
        for numero, estado in enumerate(self._guardadas, 1):
            self.__dict__.update(estado)
            pie(numero, total)
            self.showPage()
        doc = self._doc
        paginas = [
            self._preparar_pagina(indice, pagina) for indice, pagina in enumerate(doc.Pages.pages)
        ]
        catalogo = doc.Catalog
        catalogo.__NoDefault__ = [*catalogo.__NoDefault__, "OutputIntents"]
        catalogo.StructTreeRoot = Arbol(doc, paginas).escribir(raiz, self._marcas)
        catalogo.MarkInfo = Objeto(b"<</Marked true>>")
        catalogo.Metadata = Objeto(self._metadatos())
        catalogo.OutputIntents = (
            b"[<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
            b" /Info (sRGB IEC61966-2.1) /DestOutputProfile %s>>]" % agregar(doc, _perfil_color())
        )
        contenido: bytes = self.getpdfdata()
        return contenido

    def _preparar_pagina(self, indice: int, pagina: pdfdoc.PDFPage) -> bytes:
        """Give the page its place in the structure and a stream of ours; return its reference."""
        pagina.__NoDefault__ = [*pagina.__NoDefault__, "StructParents", "Tabs"]
        pagina.Trans = None
        pagina.StructParents = indice
        pagina.Tabs = b"/S"
        pagina.Contents = Objeto(flujo(pagina.stream.encode("latin-1")))
        return referencia(self._doc, pagina)

    def _metadatos(self) -> bytes:
        texto = XMP.format(
            fecha=self._dia.isoformat(),
            productor=PRODUCTOR,
            idioma=IDIOMA,
            **{clave: escape(valor) for clave, valor in self._datos.items()},
        )
        # Uncompressed, so that who looks for it without a PDF reader finds it.
        return flujo(texto.encode(), b"/Type /Metadata /Subtype /XML", comprimir=False)

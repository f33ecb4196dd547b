"""The structure tree of a tagged PDF: what each piece of content is (ISO 32000-1, 14.7, 14.8)."""

from dataclasses import dataclass, field

from reportlab.pdfbase import pdfdoc

from portal.pdf.objetos import Objeto, cadena, referencia


@dataclass(slots=True, eq=False)
class Elemento:
    """A node: its standard type, children, and pieces of content as (page, mark)."""

    tipo: str
    alternativo: str = ""
    atributos: bytes = b""
    hijos: list["Elemento"] = field(default_factory=list)
    marcas: list[tuple[int, int]] = field(default_factory=list)

    def hijo(self, tipo: str, alternativo: str = "", atributos: bytes = b"") -> "Elemento":
        """Add a child and return it."""
        nuevo = Elemento(tipo, alternativo, atributos)
        self.hijos.append(nuevo)
        return nuevo


class Arbol:
    """Writes a tree into a document."""

    def __init__(self, doc: pdfdoc.PDFDocument, paginas: list[bytes]) -> None:
        """Take the references of the pages, in order."""
        self._doc = doc
        self._paginas = paginas
        self._referencias: dict[Elemento, bytes] = {}

    def escribir(self, tronco: Elemento, marcas: list[list[Elemento]]) -> Objeto:
        """Add every element below `tronco`; `marcas` lists, page by page, whose each mark is.

        Return the root, for the catalogue.
        """
        raiz = Objeto()
        hijo = self._agregar(tronco, referencia(self._doc, raiz))
        nums = b" ".join(
            b"%d [%s]" % (pagina, b" ".join(self._referencias[e] for e in elementos))
            for pagina, elementos in enumerate(marcas)
        )
        raiz.contenido = b"<</Type /StructTreeRoot /K %s /ParentTree <</Nums [%s]>>>>" % (
            hijo,
            nums,
        )
        return raiz

    def _agregar(self, elemento: Elemento, padre: bytes) -> bytes:
        objeto = Objeto()
        propia = self._referencias[elemento] = referencia(self._doc, objeto)
        hijos = [self._agregar(hijo, propia) for hijo in elemento.hijos]
        pagina = b""
        if elemento.marcas:
            primera = elemento.marcas[0][0]
            pagina = b" /Pg " + self._paginas[primera]
            hijos += [
                b"%d" % marca
                if donde == primera
                else b"<</Type /MCR /Pg %s /MCID %d>>" % (self._paginas[donde], marca)
                for donde, marca in elemento.marcas
            ]
        alternativo = b" /Alt " + cadena(elemento.alternativo) if elemento.alternativo else b""
        objeto.contenido = b"<</S /%s /P %s%s /K [%s]%s%s>>" % (
            elemento.tipo.encode(),
            padre,
            pagina,
            b" ".join(hijos),
            alternativo,
            elemento.atributos,
        )
        return propia

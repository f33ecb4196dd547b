"""PDF objects whose bytes are ready: reportlab numbers them and writes them down as they are.

What is the same in every document (font programs, colour profile, logo) is made once; and streams
end as PDF/A wants them (ISO 19005-2, 6.1.7.1: a line end before `endstream`), which reportlab's
own do not.
"""

import zlib

from reportlab.pdfbase import pdfdoc

# Deflate's levels above cost more time than they save bytes on streams of a few kB.
NIVEL = 6


class Objeto(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object; `contenido` may be filled in after its number is known."""

    def __init__(self, contenido: bytes = b"") -> None:
        self.contenido = contenido

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Answer reportlab, which writes the file."""
        return self.contenido


def agregar(doc: pdfdoc.PDFDocument, contenido: bytes) -> bytes:
    """Add an object to `doc` and return its reference, «12 0 R»."""
    return referencia(doc, Objeto(contenido))


def referencia(
    doc: pdfdoc.PDFDocument, objeto: pdfdoc.PDFObject, nombre: str | None = None
) -> bytes:
    """Return the reference to `objeto`, which gets its number now if it had none."""
    numero: bytes = doc.Reference(objeto).format(doc)
    return numero


def flujo(datos: bytes, entradas: bytes = b"", *, comprimir: bool = True) -> bytes:
    """Return a stream object with `datos`; `entradas` are more entries of its dictionary."""
    if comprimir:
        datos = zlib.compress(datos, NIVEL)
        entradas += b" /Filter /FlateDecode"
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entradas, len(datos), datos)


def cadena(texto: str) -> bytes:
    """Return a text string: UTF-16 in hexadecimal, which needs no escaping."""
    return b"<FEFF%s>" % texto.encode("utf-16-be").hex().upper().encode("ascii")

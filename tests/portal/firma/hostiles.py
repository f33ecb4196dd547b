"""PDFs that nobody sends in good faith."""

import struct
import zlib
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer


def armar(objetos: list[bytes], trailer: bytes = b"") -> bytes:
    """Put objects 1, 2, … (the first is the catalogue) into a file with its table."""
    pdf = bytearray(b"%PDF-1.7\n")
    lugares = []
    for numero, objeto in enumerate(objetos, 1):
        lugares.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (numero, objeto)
    tabla = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objetos) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % lugar for lugar in lugares)
    pdf += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objetos) + 1, trailer)
    return bytes(pdf + b"startxref\n%d\n%%%%EOF\n" % tabla)


def tabla_que_se_muerde_la_cola() -> bytes:
    """The table says that the one before it is itself."""
    sin_vuelta = armar([b"<</Type/Catalog>>"])
    inicio = sin_vuelta.index(b"xref\n")
    return armar([b"<</Type/Catalog>>"], b"/Prev %d" % inicio)


def anidado(profundidad: int = 200_000) -> bytes:
    """Lists within lists, where the form should be."""
    return armar([b"<</Type/Catalog/AcroForm %s>>" % (b"[" * profundidad + b"]" * profundidad)])


def campos_en_circulo() -> bytes:
    """A field that is its own child."""
    return armar(
        [
            b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>",
            b"<</T(a)/Kids[3 0 R]>>",
            b"<</T(b)/Kids[2 0 R]/Parent 2 0 R>>",
        ]
    )


def bomba(megas: int = 300) -> bytes:
    """An object stream of a few kilobytes that unpacks into `megas`."""
    compresor = zlib.compressobj(9)
    pedazo = bytes(1024 * 1024)
    relleno = compresor.compress(b"3 0 <</Fields[]>>")
    relleno += b"".join(compresor.compress(pedazo) for _ in range(megas)) + compresor.flush()
    pdf = bytearray(b"%PDF-1.7\n")
    catalogo = len(pdf)
    pdf += b"1 0 obj\n<</Type/Catalog/AcroForm 3 0 R>>\nendobj\n"
    paquete = len(pdf)
    pdf += b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(
        relleno
    )
    pdf += relleno + b"\nendstream\nendobj\n"
    tabla = len(pdf)
    entradas = ((0, 0, 65535), (1, catalogo, 0), (1, paquete, 0), (2, 2, 0), (1, tabla, 0))
    filas = b"".join(struct.pack(">BIH", *entrada) for entrada in entradas)
    pdf += b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(filas)
    return bytes(pdf + filas + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % tabla)


def cifrado(pdf: bytes, clave: str = "secreta") -> bytes:
    """Protect a PDF with a password."""
    escritor = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    escritor.encrypt(owner_pass=clave, user_pass=clave)
    salida = BytesIO()
    escritor.write(salida)
    return salida.getvalue()

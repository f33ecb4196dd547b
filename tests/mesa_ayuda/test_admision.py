"""Which files are taken, by what they hold."""

import io

import pytest
from PIL import Image

from mesa_ayuda.admision import WINMAIL, motivo_de_rechazo
from tests.mesa_ayuda.entrada.muestras import PDF, PNG, bomba_zip, zip_con

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CONTENT = {"[Content_Types]_p_xml": b"<x/>"}


def bmp_enorme() -> bytes:
    """Return a picture of a few bytes that says that it has 60,000 by 60,000 points."""
    memoria = io.BytesIO()
    Image.new("1", (8, 8)).save(memoria, "BMP")
    octetos = bytearray(memoria.getvalue())
    octetos[18:26] = (60_000).to_bytes(4, "little") * 2
    return bytes(octetos)


@pytest.mark.parametrize(
    ("nombre", "contenido"),
    [
        ("cédula.pdf", PDF),
        ("pantalla.png", PNG),
        ("notas.txt", "La contraseña no sirve".encode("latin-1")),
        ("datos.csv", b"a;b\n1;2\n"),
        ("carta.docx", zip_con(**CONTENT, word__document_p_xml=b"<x/>")),
        ("fotos.zip", zip_con(a_p_png=PNG, b_p_pdf=PDF)),
        ("carta.doc", OLE),
        ("winmail.dat", WINMAIL + bytes(40)),
        ("firma.p7m", b"0\x80\x06\x09" + bytes(30)),
        ("certificado.cer", b"0\x82\x03\x00" + bytes(30)),
        ("certificado.pem", b"-----BEGIN CERTIFICATE-----\nMII\n"),
        ("log", b"ERROR 500\n"),
    ],
)
def test_lo_que_sirve_en_un_caso_se_recibe(nombre: str, contenido: bytes) -> None:
    assert motivo_de_rechazo(nombre, contenido) == ""


@pytest.mark.parametrize(
    ("nombre", "contenido", "motivo"),
    [
        ("a.pdf", b"", "vacío"),
        ("factura.pdf.exe", PDF, "programa"),
        ("factura.pdf", b"MZ\x90\x00", "programa"),
        ("correr", b"#!/bin/sh\n", "programa"),
        ("a.EXE ", b"x", "programa"),
        ("a.exe. .", b"x", "programa"),
        ("pagina.html", b"<p>x", "programa"),
        ("logo.svg", b"<svg/>", "programa"),
        ("pagina.txt", b"  <!DOCTYPE html><script>", "página web"),
        ("macro.docm", zip_con(**CONTENT, word__document_p_xml=b"<x/>"), "programa"),
        ("carta.docx", zip_con(**CONTENT, word__vbaProject_p_bin=b"x"), "macros"),
        ("carta.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("fotos.zip", zip_con(a__virus_p_exe=b"x"), "programa"),
        ("fotos.zip", zip_con(**{"virus_p_exe_p_ ": b"x"}), "programa"),
        ("fotos.zip", bomba_zip(201), "ocupa demasiado"),
        ("fotos.zip", b"PK\x03\x04roto", "dañado"),
        ("foto.png", PNG[:40], "no es una imagen"),
        ("foto.bmp", bmp_enorme(), "no es una imagen"),
        ("llave.p12", b"0\x82", "clave privada"),
        ("llave.txt", b"-----BEGIN RSA PRIVATE KEY-----\n", "clave privada"),
        ("raro.xyz", b"\x00\x01\x02", "tipo que no recibimos"),
    ],
)
def test_lo_peligroso_se_rechaza_y_se_dice_por_que(
    nombre: str, contenido: bytes, motivo: str
) -> None:
    assert motivo in motivo_de_rechazo(nombre, contenido)

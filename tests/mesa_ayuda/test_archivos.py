"""Attachments: type by content, names of ours, one copy on disk."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from openpyxl import Workbook

from mesa_ayuda.archivos import (
    NOMBRE_MAXIMO,
    adjuntar,
    guardar_archivos,
    nombre_de_descarga,
    nombre_visible,
    tipo_de,
)
from mesa_ayuda.enums import TipoMensaje
from mesa_ayuda.models import Adjunto, Mensaje
from tests.mesa_ayuda.recetas import crear_caso

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def comprimido(*nombres: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        for nombre in nombres:
            archivo.writestr(nombre, "x")
    return salida.getvalue()


def libro() -> bytes:
    salida = io.BytesIO()
    Workbook().save(salida)
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "tipo"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (libro(), XLSX),
        (comprimido("a.txt"), "application/zip"),
        (b"PK\x03\x04 roto", "application/octet-stream"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "text/plain"),
        ("tildes áéí".encode("latin-1"), "text/plain"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_el_tipo_lo_dice_el_contenido(contenido: bytes, tipo: str) -> None:
    assert tipo_de(contenido) == tipo


@pytest.mark.parametrize(
    ("nombre", "visible"),
    [
        ("factura.pdf", "factura.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fotos\\error 1.png", "error 1.png"),
        ("factura\u202efdp.exe", "factura fdp.exe"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie: x"),
        ("", "adjunto"),
        ("carpeta/", "adjunto"),
    ],
)
def test_el_nombre_que_se_muestra_no_engana(nombre: str, visible: str) -> None:
    assert nombre_visible(nombre) == visible


def test_un_nombre_largo_se_corta_y_conserva_su_final() -> None:
    corto = nombre_visible("á" * 400 + ".pdf")
    assert len(corto) == NOMBRE_MAXIMO
    assert corto.endswith("á.pdf")


@pytest.mark.parametrize(
    ("nombre", "tipo", "descarga"),
    [
        ("Error al firmar ñ.PNG", "image/png", "CS0000007-error-al-firmar-n.png"),
        ("malo.html", "text/plain", "CS0000007-malo.txt"),
        ("virus.exe", "application/octet-stream", "CS0000007-virus.bin"),
        ("foto.exe", "image/png", "CS0000007-foto.png"),
        ("mi.cer", "application/octet-stream", "CS0000007-mi.cer"),
        ("datos.csv", "text/plain", "CS0000007-datos.csv"),
        ("漢字", "application/pdf", "CS0000007-adjunto.pdf"),
    ],
)
def test_se_descarga_con_un_nombre_nuestro(nombre: str, tipo: str, descarga: str) -> None:
    assert nombre_de_descarga(Adjunto(nombre=nombre, tipo=tipo), "CS0000007") == descarga


@pytest.mark.django_db
def test_el_mismo_contenido_se_guarda_una_vez_y_lo_cortado_no_se_reutiliza() -> None:
    uno, otro = guardar_archivos([("a.png", io.BytesIO(PNG)), ("b.png", io.BytesIO(PNG))])
    assert uno.ruta == otro.ruta
    with default_storage.open(uno.ruta, "wb") as archivo:
        archivo.write(PNG[:5])
    (nuevo,) = guardar_archivos([("c.png", io.BytesIO(PNG))])
    assert nuevo.ruta != uno.ruta
    caso = crear_caso()
    mensaje = Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="x")
    adjuntar(mensaje, [nuevo])
    assert mensaje.adjuntos.get().archivo.read() == PNG

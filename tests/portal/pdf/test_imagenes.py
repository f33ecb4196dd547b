"""Logos of every kind, and rubbish in their place."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from portal.pdf.imagenes import (
    LOGO_ALTO,
    LOGO_ANCHO,
    LogoInvalido,
    preparar_logo,
    preparar_qr,
)
from tests.lectura_pdf import ejecutar
from tests.portal.pdf.recetas import crear_completo, crear_logo


def en_pixeles(contenido: bytes) -> Image.Image:
    """Return a prepared logo as an image."""
    logo = preparar_logo(contenido)
    corriente = logo.objeto.split(b"\nstream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    return Image.frombytes("RGB", (logo.ancho, logo.alto), zlib.decompress(corriente))


@pytest.mark.parametrize("formato", ["PNG", "JPEG", "GIF", "WEBP"])
def test_acepta_los_formatos_usuales(formato: str) -> None:
    imagen = en_pixeles(crear_logo(formato))
    assert imagen.width <= LOGO_ANCHO
    assert imagen.height <= LOGO_ALTO
    assert imagen.width / imagen.height == pytest.approx(900 / 260, rel=0.02)


def test_lo_transparente_queda_sobre_blanco() -> None:
    imagen = en_pixeles(crear_logo())
    assert imagen.getpixel((imagen.width - 1, 0)) == (255, 255, 255)
    # Half of (200, 120, 0) on white.
    mitad = imagen.getpixel((int(600 / 900 * imagen.width), imagen.height // 2))
    assert mitad == pytest.approx((227, 187, 127), abs=2)


def test_un_logo_pequeno_no_se_agranda() -> None:
    assert en_pixeles(crear_logo(tamano=(120, 40))).size == (120, 40)


def test_se_ve_en_el_documento() -> None:
    lista = ejecutar("pdfimages", "-list", "PDF", pdf=crear_completo(crear_logo()))
    assert "rgb" in lista
    assert "smask" not in lista


@pytest.mark.parametrize(
    "contenido",
    [
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        crear_logo()[:400],
        crear_logo()[:60],
    ],
)
def test_rehusa_lo_que_no_es_una_imagen(contenido: bytes) -> None:
    with pytest.raises(LogoInvalido):
        preparar_logo(contenido)


def test_rehusa_una_imagen_que_no_cabe_en_memoria() -> None:
    salida = BytesIO()
    Image.new("1", (9000, 9000)).save(salida, "PNG")
    assert len(salida.getvalue()) < 20_000
    with pytest.raises(LogoInvalido):
        preparar_logo(salida.getvalue())


def test_el_qr_tiene_su_margen_blanco() -> None:
    codigo = preparar_qr("https://portal.example/")
    octetos = -(-codigo.lado // 8)
    filas = bytes.fromhex(codigo.hexadecimal)
    assert len(filas) == octetos * codigo.lado
    assert not any(filas[: octetos * 4])
    assert not any(filas[-octetos * 4 :])
    assert all(filas[octetos * n] & 0xF0 == 0 for n in range(codigo.lado))

"""The picture: its size, its contrast, and that only text and seed decide it."""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageColor

from portal.captcha.desafio import ALFABETO
from portal.captcha.imagen import ALTO, ANCHO, ESCALA, TINTAS, dibujar


def abrir(png: bytes) -> Image.Image:
    imagen = Image.open(BytesIO(png))
    assert imagen.format == "PNG"
    return imagen


def luminancia(color: str) -> float:
    """Relative luminance, WCAG 2.1."""
    lineales = [
        canal / 12.92 if canal <= 0.03928 else ((canal + 0.055) / 1.055) ** 2.4
        for canal in (valor / 255 for valor in ImageColor.getrgb(color)[:3])
    ]
    return 0.2126 * lineales[0] + 0.7152 * lineales[1] + 0.0722 * lineales[2]


def test_mide_el_doble_de_lo_que_ocupa_en_la_pagina() -> None:
    assert abrir(dibujar("2F5X8P", b"s")).size == (ANCHO * ESCALA, ALTO * ESCALA) == (520, 168)


def test_cabe_en_una_pantalla_de_320_puntos() -> None:
    assert ANCHO <= 320 - 2 * 16


def test_la_misma_semilla_da_la_misma_imagen() -> None:
    assert dibujar("2F5X8P", b"s") == dibujar("2F5X8P", b"s")


def test_otra_semilla_da_otra_imagen_del_mismo_texto() -> None:
    assert dibujar("2F5X8P", b"s") != dibujar("2F5X8P", b"t")


def test_otro_texto_da_otra_imagen() -> None:
    assert dibujar("2F5X8P", b"s") != dibujar("2F5X8R", b"s")


def test_no_toca_el_azar_global() -> None:
    estado = random.getstate()
    dibujar("2F5X8P", b"s")
    assert random.getstate() == estado


@pytest.mark.parametrize("tinta", TINTAS)
def test_la_tinta_contrasta_siete_a_uno_con_la_tarjeta(tinta: str) -> None:
    assert 1.05 / (luminancia(tinta) + 0.05) >= 7


def test_la_tarjeta_es_blanca_y_opaca_en_paginas_claras_y_oscuras() -> None:
    imagen = abrir(dibujar("2F5X8P", b"s")).convert("RGBA")
    colores = imagen.getcolors(imagen.width * imagen.height)
    assert colores is not None
    assert all(color[3] == 255 for _, color in colores)  # type: ignore[index]
    assert max(colores)[1] == (255, 255, 255, 255)


@pytest.mark.parametrize("letra", ALFABETO)
def test_cada_caracter_deja_tinta_en_su_sexta_parte(letra: str) -> None:
    imagen = abrir(dibujar(letra * 6, letra.encode())).convert("L")
    paso = imagen.width // 6
    for indice in range(6):
        parte = imagen.crop((indice * paso, 0, (indice + 1) * paso, imagen.height))
        oscuros = sum(parte.histogram()[:128])
        assert 0.05 < oscuros / (parte.width * parte.height) < 0.6


def test_pesa_poco() -> None:
    assert len(dibujar("WWMMWW", b"s")) < 20_000

"""Letters that the typefaces have, and lines that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pdf.renglones import ancho, legible, partir
from portal.pdf.tipografia import fuentes


@pytest.mark.parametrize(
    ("texto", "leido"),
    [
        ("Peñaranda y Gutiérrez", "Peñaranda y Gutiérrez"),
        ("  dos   espacios\ty\nrenglones ", "dos espacios y renglones"),
        ("n\u0303andu\u0301", "ñandú"),
        ("Łódź", "Łódź"),
        ("in\u200bvisi\u202eble\x00", "invisible"),
        ("ȧ en 𝐧egrita", "ȧ en negrita"),
        ("漢字", "??"),
        ("ok\r\x1b", "ok"),
        ("", ""),
    ],
)
def test_deja_letras_que_la_fuente_tiene(texto: str, leido: str) -> None:
    assert legible(texto) == leido


@given(st.text(), st.sampled_from(["normal", "negrita", "mono"]))
def test_todo_texto_se_puede_escribir(texto: str, fuente: str) -> None:
    leido = legible(texto, fuente)
    glifos = fuentes()[fuente].face.charToGlyph
    assert all(ord(letra) in glifos for letra in leido)
    assert leido.isprintable()
    assert legible(leido, fuente) == leido


@given(st.text(max_size=300), st.floats(30, 500))
def test_ningun_renglon_se_sale_y_nada_se_pierde(texto: str, espacio: float) -> None:
    renglones = partir(texto, "normal", 10, espacio)
    assert all(ancho(renglon, "normal", 10) <= espacio + 0.01 for renglon in renglones)
    assert "".join(renglones).replace(" ", "") == legible(texto).replace(" ", "")


def test_parte_entre_palabras_si_puede() -> None:
    assert partir("uno dos tres", "normal", 10, 40) == ("uno dos", "tres")
    largo = partir("a" * 100, "normal", 10, 100)
    assert len(largo) > 3
    assert "".join(largo) == "a" * 100

"""Subjects and log lines."""

import unicodedata
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.mensajes.lineas import sin_direcciones, una_linea


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("Su código", "Su código"),
        ("  dos   espacios ", "dos espacios"),
        ("uno\r\nBcc: otro@empresa.example", "uno Bcc: otro@empresa.example"),
        ("uno\u2028dos\u2029tres\x85cuatro\x0bcinco", "uno dos tres cuatro cinco"),
        ("nulo\x00 y campana\x07", "nulo y campana"),
        ("", ""),
    ],
)
def test_un_asunto_queda_en_una_linea(texto: str, esperado: str) -> None:
    assert una_linea(texto, maximo=200) == esperado


def test_un_asunto_largo_termina_en_puntos_suspensivos() -> None:
    assert una_linea("palabra " * 100, maximo=20) == "palabra palabra pal…"


@given(st.text())
def test_ningun_texto_se_escapa_de_su_cabecera(texto: str) -> None:
    linea = una_linea(texto, maximo=200)
    mensaje = EmailMessage()
    mensaje["Subject"] = linea

    leido = message_from_bytes(mensaje.as_bytes())

    assert len(linea) <= 200
    assert not any(unicodedata.category(letra) in ("Cc", "Zl", "Zp") for letra in linea)
    assert leido.keys() == ["Subject"]


@pytest.mark.parametrize(
    ("respuesta", "esperado"),
    [
        ("550 5.1.1 <ana.perez@empresa.example>: no existe", "550 5.1.1 <[correo]>: no existe"),
        ("The 'To' number +57 310 555-0123 is not valid", "The 'To' number [número] is not valid"),
        ("To=3105550123&From=+15005550006", "To=[número]&From=[número]"),
        ('{"to": ["a@b.example","c@d.example"]}', '{"to": ["[correo]","[correo]"]}'),
        ("HTTP 429 error: Too many requests", "HTTP 429 error: Too many requests"),
    ],
)
def test_la_respuesta_del_proveedor_no_nombra_a_nadie_en_el_registro(
    respuesta: str, esperado: str
) -> None:
    assert sin_direcciones(respuesta) == esperado


def test_una_respuesta_larga_del_proveedor_se_corta() -> None:
    assert len(sin_direcciones("error " * 1000)) == 300

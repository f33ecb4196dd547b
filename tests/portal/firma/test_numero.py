"""The number as people type it."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.firma.numero import NumeroInvalido, leer

NUMERO = uuid.UUID("0b1c0de5-7d1f-4a53-9a4e-0123456789ab")


@pytest.mark.parametrize(
    "texto",
    [
        "0b1c0de5-7d1f-4a53-9a4e-0123456789ab",
        "0B1C0DE5-7D1F-4A53-9A4E-0123456789AB",
        "0b1c0de57d1f4a539a4e0123456789ab",
        " 0b1c0de5 7d1f 4a53 9a4e 0123 4567 89ab ",
        "0b1c0de5–7d1f–4a53–9a4e–0123456789ab",
        "{0b1c0de5-7d1f-4a53-9a4e-0123456789ab}.",
        "urn:uuid:0b1c0de5-7d1f-4a53-9a4e-0123456789ab",
        "https://portal.example/verificar/0b1c0de5-7d1f-4a53-9a4e-0123456789ab/",
        "https://portal.example/verificar/0b1c0de5-7d1f-4a53-9a4e-0123456789ab/?utm=x#pie",
        "Ob1cOde5-7dlf-4a53-9a4e-Ol23456789ab",
    ],
)
def test_se_entiende_como_quiera_que_se_escriba(texto: str) -> None:
    assert leer(texto) == NUMERO


@pytest.mark.parametrize(
    ("texto", "explicacion"),
    [
        ("0b1c0de5-7d1f", "usted escribió 12"),
        ("0b1c0de5-7d1f-4a53-9a4e-0123456789ab00", "usted escribió 34"),
        ("no sé cuál es", "de la A a la F"),
        ("", "de la A a la F"),
        ("٣" * 32, "de la A a la F"),
    ],
)
def test_lo_que_no_es_un_numero_se_explica(texto: str, explicacion: str) -> None:
    with pytest.raises(NumeroInvalido, match=explicacion):
        leer(texto)


@given(st.uuids())
def test_todo_numero_se_lee_de_vuelta(numero: uuid.UUID) -> None:
    for escrito in (str(numero), numero.hex, numero.urn, str(numero).upper()):
        assert leer(escrito) == numero


@given(st.text(max_size=300))
def test_ningun_texto_lo_rompe(texto: str) -> None:
    try:
        leer(texto)
    except NumeroInvalido:
        return

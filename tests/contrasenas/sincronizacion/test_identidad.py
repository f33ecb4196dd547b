"""The SII's classes of identification in the portal's own form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrasenas.sincronizacion.identidad import leer
from portal.identificacion import IdentificacionInvalida, TipoIdentificacion, normalizar


@pytest.mark.parametrize(
    ("idclase", "numid", "esperada"),
    [
        ("1", "1013592259", ("CC", "1013592259")),
        ("1", "00001013592259", ("CC", "1013592259")),
        ("1", "1.013.592.259", ("CC", "1013592259")),
        ("2", "860069804-2", ("NIT", "860069804")),
        ("2", "008600698042", ("NIT", "860069804")),
        ("3", "0000345678", ("CE", "345678")),
        ("4", "99010112345", ("TI", "99010112345")),
        ("5", "ab123456", ("PA", "AB123456")),
        ("R", "1013592259", ("RC", "1013592259")),
        ("E", "X-12345", ("DE", "X12345")),
        ("P", "1234567", ("PPT", "1234567")),
        ("V", "912345678901234", ("PEP", "912345678901234")),
    ],
)
def test_cada_clase_tiene_su_tipo(idclase: str, numid: str, esperada: tuple[str, str]) -> None:
    assert leer(idclase, numid) == esperada


@pytest.mark.parametrize(
    ("idclase", "numid"),
    [
        *(("", "1013592259"), ("0", "1013592259"), ("7", "1013592259"), ("Z", "1013592259")),
        *(("1", ""), ("1", "0"), ("1", "0000000"), ("1", "12"), ("1", "12345678901")),
        *(("1", "12A45"), ("5", ""), ("2", "860069804-3")),
    ],
)
def test_lo_que_no_nombra_a_nadie_queda_en_blanco(idclase: str, numid: str) -> None:
    assert leer(idclase, numid) == ("", "")


@given(st.text("0123456789", max_size=14))
def test_el_camino_corto_de_las_cedulas_dice_lo_mismo_que_el_largo(numid: str) -> None:
    try:
        esperada = ("CC", normalizar(TipoIdentificacion.CC, numid))
    except IdentificacionInvalida:
        esperada = ("", "")
    assert leer("1", numid) == esperada

"""Mobile numbers."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.mensajes.errores import MensajeInvalido
from portal.mensajes.telefono import CelularInvalido, normalizar_celular


@pytest.mark.parametrize(
    "escrito",
    [
        "3105550123",
        "310 555 0123",
        "310-555-01-23",
        "(310) 555.0123",
        "+57 310 555 0123",
        "57 3105550123",
        "0057 310 555 0123",
        " +573105550123 ",
    ],
)
def test_toda_escritura_corriente_da_el_mismo_numero(escrito: str) -> None:
    assert normalizar_celular(escrito) == "+573105550123"


@pytest.mark.parametrize(
    "escrito",
    [
        "6017442727",  # landline of Bogotá
        "(601) 744 2725",
        "018000181531",  # toll-free
        "+1 415 555 2671",
        "+34 612 345 678",
        "310555012",
        "31055501234",
        "310 555 0123 ext. 4",
        "310 JUANITA",
        "",
        "celular",
        "+57",
        "999",
    ],
)
def test_lo_que_no_es_un_celular_colombiano_se_rechaza_con_una_explicacion(escrito: str) -> None:
    with pytest.raises(CelularInvalido, match="diez dígitos que empiezan por 3"):
        normalizar_celular(escrito)


def test_es_uno_de_los_errores_de_un_mensaje() -> None:
    assert issubclass(CelularInvalido, MensajeInvalido)


@given(st.text(max_size=40))
def test_ningun_texto_lo_rompe(texto: str) -> None:
    try:
        numero = normalizar_celular(texto)
    except CelularInvalido:
        return
    assert (
        phonenumbers.number_type(phonenumbers.parse(numero)) == phonenumbers.PhoneNumberType.MOBILE
    )

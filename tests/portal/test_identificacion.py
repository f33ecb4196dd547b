"""Identification: every spelling that people use, one canonical number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.co import nit as oraculo

from portal.identificacion import (
    FORMAS,
    LONGITUD_MAXIMA,
    PESOS_NIT,
    IdentificacionInvalida,
    TipoIdentificacion,
    digito_verificacion,
    mostrar,
    normalizar,
)

CC, CE, NIT, PA = (
    TipoIdentificacion.CC,
    TipoIdentificacion.CE,
    TipoIdentificacion.NIT,
    TipoIdentificacion.PA,
)
SEPARADORES = st.sampled_from([".", ",", " ", "-", "'", "\u00a0", "\u200b", "\u2009", "·", "\t"])
# Separators that cannot set a check digit apart.
SEPARADORES_SIN_GUION = st.sampled_from([".", ",", " ", "'", "\u00a0", "\u200b"])
NUMEROS_NIT = st.one_of(
    st.integers(800_000_000, 999_999_999), st.integers(1_000_000_000, 1_999_999_999)
).map(str)


@pytest.mark.parametrize(
    "texto",
    [
        "1013592259",
        "1.013.592.259",
        "1'013.592.259",
        "1´013.592.259",
        " 1 013 592 259 ",
        "1,013,592,259",
        "0001013592259",
        "1-013-592-259",
        "1\u2013013\u2212592\u2014259",
        "１０１３５９２２５９",
        "١٠١٣٥٩٢٢٥٩",
        "\ufeff1013\u200b592\u00a0259\n",
    ],
)
def test_la_cedula_se_entiende_como_se_escriba(texto: str) -> None:
    assert normalizar(CC, texto) == "1013592259"


@pytest.mark.parametrize(
    "texto",
    [
        "860069804",
        "860069804-2",
        "860.069.804-2",
        "860.069.804 - 2",
        "860 069 804\u20132",
        "860069804--2",
        "8600698042",
        "860.069.804.2",
        "0860069804-2",
        "860069804-",
    ],
)
def test_el_nit_de_una_empresa_se_guarda_sin_digito_de_verificacion(texto: str) -> None:
    assert normalizar(NIT, texto) == "860069804"


@pytest.mark.parametrize(
    "texto", ["1013592259", "1.013.592.259-8", "10135922598", "1013592259-8", "1 013 592 259"]
)
def test_el_nit_de_una_persona_es_su_cedula(texto: str) -> None:
    assert digito_verificacion("1013592259") == 8
    assert normalizar(NIT, texto) == "1013592259"


def test_una_cedula_antigua_con_digito_separado_tambien_es_un_nit() -> None:
    digito = digito_verificacion("79123456")
    assert normalizar(NIT, f"79.123.456-{digito}") == normalizar(NIT, "79123456") == "79123456"


@pytest.mark.parametrize("texto", ["860069804-3", "8600698043", "860.069.804–9"])
def test_un_digito_de_verificacion_errado_se_explica(texto: str) -> None:
    with pytest.raises(IdentificacionInvalida) as excepcion:
        normalizar(NIT, texto)
    assert str(excepcion.value) == (
        "El dígito de verificación no corresponde: para 860069804 es 2."
    )


@pytest.mark.parametrize(
    "texto",
    ["", "-", "7001234567", "8600698042-5", "12", "20135922593", "123456789012", "86A", "0"],
)
def test_un_nit_que_no_se_entiende_dice_como_escribirlo(texto: str) -> None:
    with pytest.raises(IdentificacionInvalida, match="después de un guion: por ejemplo 860069804"):
        normalizar(NIT, texto)


@pytest.mark.parametrize("numero", ["860069804-2", "900544472-2", "830084433-7"])
def test_los_nit_conocidos_tienen_su_digito(numero: str) -> None:
    base, _, digito = numero.partition("-")
    assert digito_verificacion(base) == int(digito)
    assert mostrar(NIT, base) == numero


def test_el_digito_de_verificacion_puede_ser_cero_o_uno() -> None:
    digitos = {digito_verificacion(str(numero)) for numero in range(800_000_000, 800_000_100)}
    assert digitos == set(range(10))


@pytest.mark.parametrize("numero", ["", "86006980a", "1" * 16, "٨٦", "-5"])
def test_el_digito_sólo_existe_para_digitos(numero: str) -> None:
    with pytest.raises(ValueError, match="1 to 15 digits"):
        digito_verificacion(numero)


@pytest.mark.parametrize(
    ("texto", "numero"),
    [("ab 123456", "AB123456"), ("AV-123.456", "AV123456"), ("００１２a", "0012A")],
)
def test_el_pasaporte_va_en_mayusculas_y_conserva_los_ceros(texto: str, numero: str) -> None:
    assert normalizar(PA, texto) == numero


@pytest.mark.parametrize(
    "texto", ["", "hola", "AB1", "Ñ123456", "12345678901234567", "AB#1234", "ß12345"]
)
def test_un_pasaporte_imposible_dice_que_se_espera(texto: str) -> None:
    with pytest.raises(IdentificacionInvalida, match="entre 4 y 16 letras y dígitos"):
        normalizar(PA, texto)


@pytest.mark.parametrize(
    "texto", ["", "12", "000", "12345678901", "10135922x9", "hola", "²½", "\ud800"]
)
def test_una_cedula_imposible_dice_que_se_espera(texto: str) -> None:
    with pytest.raises(IdentificacionInvalida, match="de 3 a 10 dígitos"):
        normalizar(CC, texto)


def test_un_texto_desmesurado_no_se_procesa() -> None:
    with pytest.raises(IdentificacionInvalida):
        normalizar(CC, "1013592259" + " " * 1_000_000)


def test_el_tipo_tambien_se_acepta_como_lo_guarda_la_base_de_datos() -> None:
    assert normalizar(TipoIdentificacion("CC"), "79.123.456") == "79123456"


def test_cada_tipo_tiene_su_forma() -> None:
    assert {*FORMAS, NIT} == set(TipoIdentificacion)
    assert all(forma.maximo <= LONGITUD_MAXIMA for forma in FORMAS.values())


def test_los_demas_numeros_se_muestran_como_son() -> None:
    assert mostrar(CC, "1013592259") == "1013592259"
    assert mostrar(PA, "AB123456") == "AB123456"


TIPOS = st.sampled_from(TipoIdentificacion)
PARECIDOS = st.text(alphabet="0123456789ABZabz.-, '\u2013\u00a0\u200b", max_size=24)


@given(tipo=TIPOS, texto=st.one_of(st.text(max_size=120), PARECIDOS))
def test_ningun_texto_la_hace_fallar_y_normalizar_dos_veces_es_igual_que_una(
    tipo: TipoIdentificacion, texto: str
) -> None:
    try:
        numero = normalizar(tipo, texto)
    except IdentificacionInvalida:
        return
    assert numero.isascii()
    assert numero.isalnum()
    assert numero == numero.upper()
    assert len(numero) <= LONGITUD_MAXIMA
    assert normalizar(tipo, numero) == numero
    assert normalizar(tipo, mostrar(tipo, numero)) == numero


@given(
    numero=st.integers(100, 9_999_999_999).map(str),
    separadores=st.lists(SEPARADORES, min_size=11, max_size=11),
    ceros=st.integers(0, 5),
    tipo=st.sampled_from([CC, CE]),
)
def test_ningun_separador_ni_cero_a_la_izquierda_cambia_una_cedula(
    numero: str, separadores: list[str], ceros: int, tipo: TipoIdentificacion
) -> None:
    letras = "0" * ceros + separadores[0]
    letras += "".join(a + b for a, b in zip(numero, separadores[1:], strict=False))
    assert normalizar(tipo, letras) == numero


@given(numero=NUMEROS_NIT, separadores=st.lists(SEPARADORES_SIN_GUION, min_size=10, max_size=10))
def test_ningun_separador_cambia_un_nit(numero: str, separadores: list[str]) -> None:
    separado = "".join(a + b for a, b in zip(numero, separadores, strict=False))
    digito = digito_verificacion(numero)
    for texto in (separado, f"{separado}-{digito}", f"{separado}{digito}"):
        assert normalizar(NIT, texto) == numero


@given(numero=NUMEROS_NIT, digito=st.integers(0, 9))
def test_con_guion_sólo_pasa_el_digito_correcto(numero: str, digito: int) -> None:
    if digito == digito_verificacion(numero):
        assert normalizar(NIT, f"{numero}-{digito}") == numero
    else:
        with pytest.raises(IdentificacionInvalida, match=f"para {numero} es"):
            normalizar(NIT, f"{numero}-{digito}")


@given(numero=st.text(alphabet="0123456789", min_size=1, max_size=len(PESOS_NIT)))
def test_el_digito_es_el_de_python_stdnum(numero: str) -> None:
    assert str(digito_verificacion(numero)) == oraculo.calc_check_digit(numero)

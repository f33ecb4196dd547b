"""Serial numbers of certificates: every spelling, one canonical form."""

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from solicitudes.serial import (
    OCTETOS_MAXIMOS,
    SerialInvalido,
    con_dos_puntos,
    decimal,
    interpretaciones,
    normalizar,
)

# Manual 002 §4.
DEL_MANUAL = "3b00cdd4a8d648335efb415e3b273bd8"
SERIALES = st.integers(1, 2 ** (8 * OCTETOS_MAXIMOS) - 1).map(
    lambda numero: numero.to_bytes((numero.bit_length() + 7) // 8, "big").hex()
)


@pytest.mark.parametrize(
    "texto",
    [
        DEL_MANUAL,
        DEL_MANUAL.upper(),
        f"0x{DEL_MANUAL}",
        f"0X{DEL_MANUAL.upper()}",
        f"  {DEL_MANUAL}\n",
        f"00{DEL_MANUAL}",
        "3b:00:cd:d4:a8:d6:48:33:5e:fb:41:5e:3b:27:3b:d8",
        "3B:0:CD:D4:A8:D6:48:33:5E:FB:41:5E:3B:27:3B:D8",
        "3b 00 cd d4 a8 d6 48 33 5e fb 41 5e 3b 27 3b d8",
        "3b-00-cd-d4-a8-d6-48-33-5e-fb-41-5e-3b-27-3b-d8",
        "3b00cdd4 a8d64833 5efb415e 3b273bd8",
        "3b00.cdd4.a8d6.4833.5efb.415e.3b27.3bd8",
        "３ｂ００ｃｄｄ４ａ８ｄ６４８３３５ｅｆｂ４１５ｅ３ｂ２７３ｂｄ８",
        "\u200e3b00cdd4a8d648335efb415e3b273bd8\u00a0",
        "78428626493901770851199448068859050968",
        "78.428.626.493.901.770.851.199.448.068.859.050.968",
        "78 428 626 493 901 770 851 199 448 068 859 050 968",
        "78428626493901770851199448068859050968 (0x3b00cdd4a8d648335efb415e3b273bd8)",
    ],
)
def test_el_serial_del_manual_se_entiende_como_se_escriba(texto: str) -> None:
    assert normalizar(texto) == DEL_MANUAL
    assert DEL_MANUAL in interpretaciones(texto)


def test_decimal_y_dos_puntos_son_las_otras_formas_de_mostrarlo() -> None:
    assert decimal(DEL_MANUAL) == "78428626493901770851199448068859050968"
    assert con_dos_puntos(DEL_MANUAL) == "3b:00:cd:d4:a8:d6:48:33:5e:fb:41:5e:3b:27:3b:d8"


@pytest.mark.parametrize(
    ("texto", "canonico"),
    [("0xabc", "0abc"), ("f", "0f"), ("7", "07"), ("0001ff", "01ff"), ("00123", "0123")],
)
def test_la_forma_canonica_tiene_octetos_enteros(texto: str, canonico: str) -> None:
    assert normalizar(texto) == canonico


@pytest.mark.parametrize(
    ("texto", "canonico"),
    [("12:34", "1234"), ("12 34 56", "123456"), ("12-34", "1234"), ("0x1234", "1234")],
)
def test_los_pares_y_el_prefijo_dicen_que_es_hexadecimal(texto: str, canonico: str) -> None:
    assert normalizar(texto) == canonico
    assert interpretaciones(texto) == [canonico]


@pytest.mark.parametrize("texto", ["1.234.567", "1,234,567", "1 234 567", "1'234'567"])
def test_los_miles_dicen_que_es_decimal(texto: str) -> None:
    assert normalizar(texto) == "12d687"
    assert interpretaciones(texto) == ["12d687"]


def test_mas_de_cuarenta_digitos_sólo_pueden_ser_decimales() -> None:
    assert normalizar("1" * 45) == f"{int('1' * 45):038x}"
    assert len(interpretaciones("1" * 45)) == 1


def test_treinta_y_dos_digitos_se_leen_como_los_dieciseis_octetos_de_la_entidad() -> None:
    assert normalizar("12" * 16) == "12" * 16
    assert interpretaciones("12" * 16) == ["12" * 16, normalizar("12" * 16, base=10)]


@pytest.mark.parametrize("texto", ["12", "1234", "1234567890123456", "12.34", "1" * 40])
def test_un_numero_ambiguo_se_busca_de_las_dos_formas_pero_no_se_registra(texto: str) -> None:
    digitos = texto.replace(".", "")
    como_hexadecimal = normalizar(texto, base=16)
    como_decimal = normalizar(texto, base=10)
    assert interpretaciones(texto) == [como_hexadecimal, como_decimal]
    with pytest.raises(SerialInvalido) as excepcion:
        normalizar(texto)
    assert f"escriba 0x{digitos};" in str(excepcion.value)
    assert f"su equivalente 0x{como_decimal}." in str(excepcion.value)


def test_lo_que_propone_el_mensaje_de_ambiguedad_se_acepta() -> None:
    assert normalizar("0x04d2") == normalizar("1234", base=10) == "04d2"


@pytest.mark.parametrize("texto", ["0", "00", "0x0", "00:00", "-5", "\u22123b00", "0x-5"])
def test_un_serial_es_positivo(texto: str) -> None:
    with pytest.raises(SerialInvalido, match="positivo"):
        normalizar(texto)
    assert interpretaciones(texto) == []


@pytest.mark.parametrize("texto", ["f" * 41, "9" * 49, "0x1" + "0" * 40, "1" * 300])
def test_un_serial_no_pasa_de_veinte_octetos(texto: str) -> None:
    with pytest.raises(SerialInvalido, match="20 octetos"):
        normalizar(texto)
    assert interpretaciones(texto) == []


def test_veinte_octetos_si_caben() -> None:
    assert normalizar("f" * 40) == "f" * 40
    assert normalizar("00" + "f" * 40) == "f" * 40


@pytest.mark.parametrize(
    "texto", ["", " ", ":", "0x", "hola", "3b:00:cdd", "3b::00", "3g", "½", "1,23", "\0"]
)
def test_lo_que_no_es_un_serial_dice_que_se_espera(texto: str) -> None:
    with pytest.raises(SerialInvalido):
        normalizar(texto)
    assert interpretaciones(texto) == []


def test_las_dos_formas_de_openssl_deben_ser_el_mismo_numero() -> None:
    assert normalizar("4660 (0x1234)") == "1234"
    with pytest.raises(SerialInvalido, match="no son el mismo número"):
        normalizar("4661 (0x1234)")


def test_una_base_que_la_forma_de_escribir_contradice_se_rechaza() -> None:
    with pytest.raises(SerialInvalido):
        normalizar("3b:00", base=10)
    with pytest.raises(SerialInvalido):
        normalizar("1.234.567", base=16)
    with pytest.raises(ValueError, match="base must be"):
        normalizar("12", base=8)


@given(SERIALES)
def test_toda_forma_de_escribir_un_serial_vuelve_a_el(canonico: str) -> None:
    assert normalizar(f"0x{canonico}") == canonico
    assert normalizar(canonico, base=16) == canonico
    assert normalizar(decimal(canonico), base=10) == canonico
    assert normalizar(f"0x {con_dos_puntos(canonico).upper()}") == canonico
    if len(canonico) > 2:
        assert normalizar(con_dos_puntos(canonico)) == canonico
    miles = f"{int(canonico, 16):,}".replace(",", ".")
    for texto in (canonico, canonico.lstrip("0"), decimal(canonico), miles):
        assert canonico in interpretaciones(texto)


@given(st.one_of(st.text(max_size=250), st.text(alphabet="0123456789abcdefx:-., ", max_size=60)))
def test_ningun_texto_la_hace_fallar(texto: str) -> None:
    formas = interpretaciones(texto)
    assert len(formas) == len(set(formas)) <= 2
    for forma in formas:
        assert normalizar(forma, base=16) == forma
        assert 2 <= len(forma) <= 2 * OCTETOS_MAXIMOS
    try:
        registrable = normalizar(texto)
    except SerialInvalido:
        return
    assert registrable == formas[0]


def test_los_seriales_de_cryptography_son_canonicos() -> None:
    numero = x509.random_serial_number()
    assert int(normalizar(f"0x{numero:x}"), 16) == numero
    assert decimal(normalizar(f"0x{numero:x}")) == str(numero)

"""Which e-mail and which mobile number can be used, against the portal's own and Django's rules."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from contrasenas.enums import FaltaContacto
from contrasenas.sincronizacion.contacto import (
    CORREO_COMUN,
    elegir_celular,
    elegir_correo,
    es_correo,
)
from portal.mensajes.telefono import CelularInvalido, normalizar_celular


def _oraculo(escrito: str) -> str:
    try:
        return normalizar_celular(escrito)
    except CelularInvalido:
        return ""


def test_de_diez_digitos_que_empiezan_por_3_vale_lo_que_vale_para_los_sms() -> None:
    comienzos = [*range(3000, 4000), *range(33330, 33340), *range(333300, 333310)]
    numeros = [*(f"{n}555012300"[:10] for n in comienzos), *(f"333301{n}000" for n in range(10))]
    assert [elegir_celular([numero])[0] for numero in numeros] == [
        _oraculo(numero) for numero in numeros
    ]
    assert sum(bool(_oraculo(numero)) for numero in numeros) > 200


@given(st.text("0123456789 +-().", max_size=18))
@settings(max_examples=150, deadline=None)
def test_nunca_se_toma_un_numero_al_que_no_se_puede_enviar(escrito: str) -> None:
    hallado, falta = elegir_celular([escrito])
    assert bool(hallado) != bool(falta)
    if hallado:
        assert _oraculo(hallado) == hallado


@pytest.mark.parametrize(
    "escrito",
    [
        *("3105550123", "310 555 0123", "310-555-0123", "(310) 5550123", "310.555.0123"),
        *("+57 310 5550123", "573105550123", "0057 3105550123", "3105550123 / 6045550123"),
        *("6045550123 - 3105550123", "3105550123 3115550124", "CEL 3105550123", "3105550123 ext 2"),
    ],
)
def test_se_lee_el_celular_como_lo_escriban(escrito: str) -> None:
    assert elegir_celular(["", escrito]) == ("+573105550123", "")


@pytest.mark.parametrize(
    ("candidatos", "falta"),
    [
        ([], FaltaContacto.NO_TIENE),
        (["", "0", "0000000", "-", " "], FaltaContacto.NO_TIENE),
        (["6045550123"], FaltaContacto.SOLO_FIJO),
        (["5550123", "0"], FaltaContacto.SOLO_FIJO),
        (["+57 604 555 0123"], FaltaContacto.SOLO_FIJO),
        (["310555012"], FaltaContacto.INVALIDO),
        (["6045550123", "310555012"], FaltaContacto.INVALIDO),
        (["310555012", "6045550123"], FaltaContacto.INVALIDO),
        (["3990000000"], FaltaContacto.INVALIDO),
        (["٣١٠٥٥٥٠١٢٣"], FaltaContacto.INVALIDO),
    ],
)
def test_si_no_hay_celular_se_dice_por_que(candidatos: list[str], falta: FaltaContacto) -> None:
    assert elegir_celular(candidatos) == ("", falta)


def test_priman_los_datos_de_notificacion_y_si_no_sirven_siguen_los_demas() -> None:
    assert elegir_celular(["3105550123", "3115550124"])[0] == "+573105550123"
    assert elegir_celular(["6045550123", "malo", "3115550124"])[0] == "+573115550124"
    assert elegir_correo(["UNO@correo.example", "dos@correo.example"])[0] == "uno@correo.example"
    assert elegir_correo(["malo", "", "dos@correo.example"])[0] == "dos@correo.example"


@given(
    st.one_of(
        st.emails().map(str.lower),
        st.from_regex(CORREO_COMUN, fullmatch=True),
        st.text("ab.@-_+", max_size=12),
    )
)
@settings(max_examples=150, deadline=None)
def test_todo_correo_que_se_toma_lo_acepta_django(correo: str) -> None:
    if es_correo(correo):
        validate_email(correo)
        assert len(correo) <= 254
        assert correo.isascii()


@given(
    st.from_regex(
        r"[a-z0-9]{1,8}([._-][a-z0-9]{1,6})?@[a-z]{1,8}(\.[a-z]{2,3}){1,2}", fullmatch=True
    )
)
@settings(max_examples=100, deadline=None)
def test_y_los_correos_corrientes_que_acepta_django_se_toman(correo: str) -> None:
    try:
        validate_email(correo)
    except ValidationError:
        assert not es_correo(correo)
    else:
        assert es_correo(correo)


@pytest.mark.parametrize(
    "escrito",
    [
        *("sin arroba", "a@b", "a@@b.co", "a b@c.co", "a@c.co;b@c.co", ".a@c.co", "a.@c.co"),
        *("a@-c.co", "á@c.co", "a@ñ.co", "a" * 65 + "@c.co", "a@" + "c." * 130 + "co"),
    ],
)
def test_un_correo_malo_no_se_toma(escrito: str) -> None:
    assert elegir_correo([escrito]) == ("", FaltaContacto.INVALIDO)


@pytest.mark.parametrize(
    "escrito",
    [
        "",
        "NO TIENE",
        "notiene@hotmail.com",
        "NO REGISTRA",
        "ninguno",
        "N/A",
        "no@no.com",
        "sin correo",
    ],
)
def test_lo_que_se_escribe_donde_no_hay_correo_no_es_el_de_nadie(escrito: str) -> None:
    assert elegir_correo([escrito]) == ("", FaltaContacto.NO_TIENE)


def test_un_correo_parecido_a_esos_si_es_de_alguien() -> None:
    for correo in ("nora@correo.example", "notienes@correo.example", "ningunobueno@correo.example"):
        assert re.fullmatch(CORREO_COMUN, correo)
        assert elegir_correo([correo]) == (correo, "")

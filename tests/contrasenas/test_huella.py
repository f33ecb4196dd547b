"""What remains of passwords and links: argon2id for the ones, SHA-256 for the others."""

import re

from contrasenas.clave import generar
from contrasenas.huella import calcular, huella_de_ficha, nueva_ficha, verificar


def test_la_huella_es_argon2id_con_los_parametros_de_owasp_y_sal_propia() -> None:
    clave = generar()
    huella = calcular(clave)
    assert huella.startswith("$argon2id$v=19$m=12288,t=3,p=1$")
    assert len(huella) <= 128
    assert calcular(clave) != huella
    assert clave not in huella


def test_solo_la_clave_exacta_se_verifica() -> None:
    clave = generar()
    huella = calcular(clave)
    assert verificar(clave, huella)
    assert not verificar(clave.swapcase(), huella)
    assert not verificar(clave + " ", huella)
    assert not verificar("", huella)


def test_sin_huella_nada_se_verifica_y_una_danada_no_revienta() -> None:
    assert not verificar("cualquiera", "")
    assert not verificar("cualquiera", "esto no es una huella")


def test_la_ficha_va_en_una_direccion_y_su_huella_es_siempre_la_misma() -> None:
    ficha = nueva_ficha()
    assert re.fullmatch(r"[\w-]{43}", ficha, re.ASCII)
    assert huella_de_ficha(ficha) == huella_de_ficha(ficha)
    assert len(huella_de_ficha(ficha)) == 64
    assert nueva_ficha() != ficha


def test_una_ficha_con_letras_sueltas_de_utf16_tambien_tiene_huella() -> None:
    assert len(huella_de_ficha("\ud800")) == 64

"""Passwords: their length, their alphabet, and that no symbol is favoured."""

from collections import Counter
from math import sqrt

from contrasenas.clave import ALFABETO, LARGO, generar


def test_el_alfabeto_no_tiene_letras_ni_numeros_que_se_confundan() -> None:
    assert not set(ALFABETO) & set("iloILO01")
    assert len(set(ALFABETO)) == len(ALFABETO) == 54
    assert ALFABETO.isascii()
    assert ALFABETO.isalnum()


def test_cada_clave_tiene_diez_simbolos_del_alfabeto() -> None:
    for _ in range(2_000):
        clave = generar()
        assert len(clave) == LARGO == 10
        assert set(clave) <= set(ALFABETO)


def test_no_se_repiten() -> None:
    assert len({generar() for _ in range(20_000)}) == 20_000


def test_ningun_simbolo_es_mas_probable_que_otro() -> None:
    cuenta = Counter("".join(generar() for _ in range(20_000)))
    esperado = 20_000 * LARGO / len(ALFABETO)
    # Six standard deviations: once in some hundred million runs by chance.
    assert all(abs(cuenta[letra] - esperado) < 6 * sqrt(esperado) for letra in ALFABETO)

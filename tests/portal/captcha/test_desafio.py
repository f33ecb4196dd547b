"""Challenges: unpredictable, and made of characters that nobody confuses."""

import random
from itertools import pairwise

import pytest
from captcha.conf import settings as de_la_biblioteca

from portal.captcha.desafio import ALFABETO, CONFUSIONES, LONGITUD, canonizar, generar


def test_un_desafio_tiene_seis_caracteres_del_alfabeto() -> None:
    for _ in range(50):
        texto, respuesta = generar()
        assert len(texto) == LONGITUD == 6
        assert set(texto) <= set(ALFABETO)
        assert respuesta == texto.lower()


def test_fijar_el_azar_global_no_predice_el_desafio() -> None:
    random.seed(1)
    antes = [generar() for _ in range(3)]
    random.seed(1)
    assert [generar() for _ in range(3)] != antes


def test_generar_no_toca_el_azar_global() -> None:
    estado = random.getstate()
    generar()
    assert random.getstate() == estado


def test_la_biblioteca_tambien_usa_este_generador() -> None:
    assert de_la_biblioteca.get_challenge() is generar


def test_se_usan_todos_los_caracteres_del_alfabeto() -> None:
    vistos = {letra for _ in range(400) for letra in generar()[0]}
    assert vistos == set(ALFABETO)


@pytest.mark.parametrize(
    "parecidos", ["0OQD", "1IL7T", "B8", "S5", "Z2", "6G", "UVY", "MN", "C", "A4"]
)
def test_de_los_que_se_parecen_a_la_vista_queda_a_lo_sumo_uno(parecidos: str) -> None:
    assert len(set(parecidos) & set(ALFABETO)) <= 1


@pytest.mark.parametrize("parecidos", ["BCDEGPTV", "LMNS", "AK", "36", "IY", "UQ"])
def test_de_los_que_suenan_parecido_queda_a_lo_sumo_uno(parecidos: str) -> None:
    assert len(set(parecidos) & set(ALFABETO)) <= 1


@pytest.mark.parametrize(
    "escrita", ["2f5x8p", "2F5X8P", " 2f5 x8p ", "2-F-5-X-8-P", "２Ｆ５Ｘ８Ｐ", "2.f.5.x.8.p"]
)
def test_la_respuesta_se_entiende_como_se_escriba(escrita: str) -> None:
    assert canonizar(escrita) == canonizar("2F5X8P")


def test_confundir_una_letra_con_una_que_no_esta_se_perdona() -> None:
    assert canonizar("ZFSXBP") == canonizar("2F5X8P")
    assert canonizar("G1NDTF") == canonizar("97MP7F")


def test_ninguna_confusion_que_se_perdona_esta_en_el_alfabeto() -> None:
    confundidas = {chr(letra).upper() for letra in CONFUSIONES}
    assert not confundidas & set(ALFABETO)
    assert {sustituta.upper() for sustituta in CONFUSIONES.values()} <= set(ALFABETO)


def test_dos_caracteres_del_alfabeto_nunca_valen_lo_mismo() -> None:
    canonicos = sorted(map(canonizar, ALFABETO))
    assert all(uno != otro for uno, otro in pairwise(canonicos))


@pytest.mark.parametrize("texto", ["", "\0", "ñ\ud800", "²" * 1000])
def test_ninguna_respuesta_hace_fallar_la_comparacion(texto: str) -> None:
    assert canonizar(texto) != canonizar("2F5X8P")

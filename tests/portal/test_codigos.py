"""One-time codes: how they are made, kept and read."""

import re

import pytest
from django import forms

from portal.campo_codigo import CampoCodigo
from portal.codigos import coincide, generar, huella, limpiar

USO = "prueba"


def test_el_codigo_tiene_seis_digitos_y_no_se_repite_en_serie() -> None:
    codigos = {generar() for _ in range(200)}
    assert all(re.fullmatch(r"\d{6}", codigo) for codigo in codigos)
    assert len(codigos) > 190


def test_la_huella_depende_de_la_fila_y_no_muestra_el_codigo() -> None:
    assert huella(USO, 1, "123456") == huella(USO, 1, "123456")
    assert huella(USO, 1, "123456") != huella(USO, 2, "123456")
    assert re.fullmatch(r"[0-9a-f]{64}", huella(USO, 1, "123456"))


@pytest.mark.parametrize("escrito", ["123456", " 123 456 ", "123-456", "123.456", "123\u200b456\n"])
def test_el_codigo_se_lee_como_se_copie(escrito: str) -> None:
    assert limpiar(escrito) == "123456"


def test_solo_coincide_el_codigo_de_ese_uso_y_de_esa_fila() -> None:
    guardada = huella(USO, 1, "123456")
    assert coincide(USO, 1, "123456", guardada)
    assert not coincide(USO, 1, "123457", guardada)
    assert not coincide(USO, 2, "123456", guardada)
    assert not coincide("otro", 1, "123456", guardada)


@pytest.mark.parametrize("escrito", ["12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5", ""])
def test_el_campo_rechaza_lo_que_no_es_un_codigo(escrito: str) -> None:
    with pytest.raises(forms.ValidationError):
        CampoCodigo().clean(escrito)


def test_el_campo_da_las_seis_cifras() -> None:
    assert CampoCodigo().clean(" 012-345 ") == "012345"

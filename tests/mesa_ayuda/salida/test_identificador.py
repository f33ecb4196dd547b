"""Message-IDs that nobody else can make."""

import pytest
from pytest_django import Settings

from mesa_ayuda.models import Caso
from mesa_ayuda.salida.identificador import caso_firmado, firmados_en, firmar

CASO = Caso(pk=53363)


def test_el_identificador_dice_su_caso_y_cada_uno_es_distinto() -> None:
    uno, otro = (firmar(CASO, dominio="portal.example") for _ in range(2))
    assert uno != otro
    assert uno.startswith("<CS0053363.")
    assert caso_firmado(uno) == caso_firmado(otro) == 53363


@pytest.mark.parametrize("lugar", range(1, 60))
def test_cambiar_una_letra_lo_invalida(lugar: int) -> None:
    bueno = firmar(CASO, dominio="portal.example")
    letra = "0" if bueno[lugar] != "0" else "1"
    assert caso_firmado(bueno[:lugar] + letra + bueno[lugar + 1 :]) is None


@pytest.mark.parametrize(
    "ajeno",
    ["", "<a@b.example>", "<CS0053363@portal.example>", "<CS0053363.0.0@x>", "<CS." + "0" * 300],
)
def test_el_de_otro_no_es_nuestro(ajeno: str) -> None:
    assert caso_firmado(ajeno) is None


def test_el_sello_de_un_caso_no_sirve_para_otro() -> None:
    bueno = firmar(CASO, dominio="portal.example")
    assert caso_firmado(bueno.replace("CS0053363", "CS0053364")) is None


def test_con_la_clave_anterior_sigue_valiendo(settings: Settings) -> None:
    viejo = firmar(CASO, dominio="portal.example")
    anterior, settings.SECRET_KEY = settings.SECRET_KEY, "otra clave secreta bien larga y distinta"
    assert caso_firmado(viejo) is None
    settings.SECRET_KEY_FALLBACKS = [anterior]
    assert caso_firmado(viejo) == 53363


def test_en_un_texto_se_hallan_los_nuestros_y_no_los_falsos() -> None:
    bueno = firmar(CASO, dominio="portal.example")
    falso = bueno.replace("CS0053363", "CS0000001")
    texto = f"Message-ID: {falso}\nReferences: <x@y>\n {bueno} {bueno}"
    assert firmados_en(texto) == [bueno]

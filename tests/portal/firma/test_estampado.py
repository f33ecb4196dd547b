"""RFC 3161 time stamps, over HTTP."""

import threading
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pytest_django import Settings

from portal.firma import firmador as modulo
from portal.firma.certificado import leer_pkcs12
from portal.firma.firmador import Firmador, FirmaImposible
from portal.firma.firmante import FirmanteEnMemoria, a_asn1
from portal.firma.validadores import url_tsa_segura
from tests.portal.firma.conftest import Tsa
from tests.portal.firma.recetas import (
    FRASE,
    archivo_del_titular,
    autoridad,
    esta_bien_formado,
    hacer_pdf,
    juicio,
)


def con_tsa(url: str) -> Firmador:
    material = leer_pkcs12(archivo_del_titular(), FRASE)
    return Firmador(FirmanteEnMemoria(material), material.certificado, material.cadena, url)


def test_la_firma_lleva_la_hora_de_un_tercero(tsa: Tsa, tmp_path: Path) -> None:
    firmado = con_tsa(tsa.url).firmar(hacer_pdf(), motivo="Con hora")
    assert tsa.pedidos == 1
    assert "Signature is Valid." in juicio(firmado, tmp_path)
    assert esta_bien_formado(firmado, tmp_path)
    [firma] = PdfFileReader(BytesIO(firmado)).embedded_regular_signatures
    confianza = ValidationContext(trust_roots=[a_asn1(autoridad())])
    estado = validate_pdf_signature(firma, confianza)
    assert estado.bottom_line
    assert estado.timestamp_validity is not None
    assert estado.timestamp_validity.valid
    assert estado.timestamp_validity.trusted


@pytest.mark.parametrize("modo", ["caida", "basura"])
def test_una_tsa_que_falla_es_pasajera_y_nada_sale_sin_hora(tsa: Tsa, modo: str) -> None:
    tsa.modo = modo
    firmador = con_tsa(tsa.url)
    with pytest.raises(FirmaImposible, match="estampado de tiempo") as fallo:
        firmador.firmar(hacer_pdf(), motivo="Con hora")
    assert not fallo.value.permanente
    tsa.modo = "bien"
    assert firmador.firmar(hacer_pdf(), motivo="Con hora")


def test_una_tsa_que_no_existe_es_pasajera() -> None:
    with pytest.raises(FirmaImposible, match="estampado de tiempo") as fallo:
        con_tsa("http://127.0.0.1:9/").firmar(hacer_pdf(), motivo="Con hora")
    assert not fallo.value.permanente


def test_una_firma_que_se_cuelga_se_abandona(monkeypatch: pytest.MonkeyPatch) -> None:
    suelta = threading.Event()
    firmador = con_tsa("")
    monkeypatch.setattr(modulo, "PLAZO_FIRMA", 0.05)
    monkeypatch.setattr(firmador, "_firmar", lambda *_: suelta.wait(5))
    try:
        with pytest.raises(FirmaImposible, match="tardó demasiado") as fallo:
            firmador.firmar(hacer_pdf(), motivo="Prueba")
    finally:
        suelta.set()
    assert not fallo.value.permanente


@pytest.mark.parametrize(
    ("url", "vale"),
    [
        ("https://tsa.ejemplo.co/tsr", True),
        ("http://tsa.ejemplo.co/tsr", False),
        ("ftp://tsa.ejemplo.co", False),
        ("https://usuario:clave@tsa.ejemplo.co", False),
        ("https://[mal", False),
        ("tsa.ejemplo.co", False),
    ],
)
def test_la_direccion_de_la_tsa_va_cifrada(settings: Settings, url: str, vale: bool) -> None:
    settings.DESARROLLO = False
    if vale:
        url_tsa_segura(url)
    else:
        with pytest.raises(ValidationError):
            url_tsa_segura(url)


def test_en_desarrollo_se_admite_http(settings: Settings) -> None:
    settings.DESARROLLO = True
    url_tsa_segura("http://127.0.0.1:8080/")

"""Signing: what other programs say of it, what breaks it, and what is refused."""

import asyncio
import logging
import random
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from portal.firma.certificado import leer_pkcs12
from portal.firma.enums import TipoCredencial
from portal.firma.firmador import Firmador, FirmaImposible, firmador_de
from portal.firma.firmante import FirmanteEnMemoria
from portal.firma.models import Credencial
from portal.firma.servicios import reemplazar_pkcs12
from tests.portal.firma.recetas import (
    FRASE,
    TITULAR,
    archivo_del_titular,
    emitido,
    en_pkcs12,
    esta_bien_formado,
    hacer_credencial,
    hacer_pdf,
    juicio,
    llave_ec,
    llave_rsa,
)

NUMERO = uuid.UUID("0b1c0de5-7d1f-4a53-9a4e-0123456789ab")


def hacer_firmador(archivo: bytes) -> Firmador:
    material = leer_pkcs12(archivo, FRASE)
    return Firmador(FirmanteEnMemoria(material), material.certificado, material.cadena)


@pytest.fixture(scope="module")
def firmador() -> Firmador:
    return hacer_firmador(archivo_del_titular())


@pytest.fixture(scope="module")
def firmado(firmador: Firmador) -> bytes:
    return firmador.firmar(hacer_pdf(), motivo="Constancia de prueba", documento=NUMERO)


def firma_de(pdf: bytes) -> EmbeddedPdfSignature:
    firma: EmbeddedPdfSignature
    [firma] = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    return firma


def test_otros_programas_dan_la_firma_por_valida(firmado: bytes, tmp_path: Path) -> None:
    dicho = juicio(firmado, tmp_path)
    assert "Signature is Valid." in dicho
    assert "Total document signed" in dicho
    assert "Signature Type: ETSI.CAdES.detached" in dicho
    assert f"Signer Certificate Common Name: {TITULAR}" in dicho
    assert esta_bien_formado(firmado, tmp_path)


def test_un_octeto_cambiado_en_cualquier_parte_la_invalida(firmado: bytes, tmp_path: Path) -> None:
    [_, fin_primera, inicio_segunda, largo_segunda] = firma_de(firmado).byte_range
    azar = random.Random(7)
    posiciones = [
        *azar.sample(range(20, fin_primera), 8),
        *azar.sample(range(inicio_segunda, inicio_segunda + largo_segunda), 4),
    ]
    for posicion in posiciones:
        alterado = bytearray(firmado)
        alterado[posicion] ^= 1
        assert "Signature is Valid." not in juicio(bytes(alterado), tmp_path), posicion


def test_va_certificado_para_que_no_admita_cambios(firmado: bytes) -> None:
    firma = firma_de(firmado)
    assert firma.docmdp_level == MDPPerm.NO_CHANGES
    assert firma.sig_object["/Reason"] == "Constancia de prueba"


def test_lleva_la_cadena_y_nada_mas(firmado: bytes) -> None:
    sujetos = [c.subject.native["common_name"] for c in firma_de(firmado).other_embedded_certs]
    assert sorted(sujetos) == ["Autoridad intermedia de prueba", "Autoridad raíz de prueba"]


def test_lleva_su_numero_dentro_de_lo_firmado(firmado: bytes) -> None:
    assert PdfFileReader(BytesIO(firmado)).trailer["/Info"]["/Documento"] == NUMERO.urn
    assert firma_de(firmado).evaluate_signature_coverage().name == "ENTIRE_FILE"


def test_un_pdf_sin_datos_recibe_su_numero(firmador: Firmador, tmp_path: Path) -> None:
    pdf = hacer_pdf()
    sin_datos = pdf.replace(b"/Info ", b"/Xnfo ")
    assert sin_datos != pdf
    firmado = firmador.firmar(sin_datos, motivo="Prueba", documento=NUMERO)
    assert PdfFileReader(BytesIO(firmado)).trailer["/Info"]["/Documento"] == NUMERO.urn
    assert "Signature is Valid." in juicio(firmado, tmp_path)


def test_firma_con_curva_eliptica(tmp_path: Path) -> None:
    llave = llave_ec()
    firmador = hacer_firmador(en_pkcs12(llave, emitido("Con curva", llave)))
    firmado = firmador.firmar(hacer_pdf(paginas=3), motivo="Prueba")
    assert "Signature is Valid." in juicio(firmado, tmp_path)
    assert esta_bien_formado(firmado, tmp_path)


def test_cabe_una_llave_grande_con_su_cadena(tmp_path: Path) -> None:
    llave = llave_rsa("grande", 4096)
    firmador = hacer_firmador(en_pkcs12(llave, emitido("Con llave grande", llave)))
    assert "Signature is Valid." in juicio(firmador.firmar(hacer_pdf(), motivo="Prueba"), tmp_path)


def test_no_guarda_mas_sitio_del_que_hace_falta(firmado: bytes) -> None:
    assert len(firmado) < 20_000


@pytest.mark.parametrize("dias", [-30, 400])
def test_fuera_de_la_vigencia_no_firma(firmador: Firmador, dias: int) -> None:
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(days=dias)),
        pytest.raises(FirmaImposible, match=r"certificado (venció|sólo es válido)") as fallo,
    ):
        firmador.firmar(hacer_pdf(), motivo="Prueba")
    assert fallo.value.permanente


@pytest.mark.parametrize("basura", [b"", b"esto no es un PDF", b"%PDF-1.4\n%%EOF"])
def test_lo_que_no_es_un_pdf_no_se_firma(firmador: Firmador, basura: bytes) -> None:
    with pytest.raises(FirmaImposible, match="no es un PDF válido") as fallo:
        firmador.firmar(basura, motivo="Prueba")
    assert fallo.value.permanente


def test_lo_ya_certificado_no_se_firma_otra_vez(firmador: Firmador, firmado: bytes) -> None:
    with pytest.raises(FirmaImposible, match="ya está certificado"):
        firmador.firmar(firmado, motivo="Prueba")


def test_se_carga_y_firma_aunque_corra_un_bucle_de_eventos() -> None:
    async def dentro() -> bytes:
        return hacer_firmador(archivo_del_titular()).firmar(hacer_pdf(), motivo="Prueba")

    assert asyncio.run(dentro()).startswith(b"%PDF")


def test_ni_la_llave_ni_la_frase_asoman(caplog: pytest.LogCaptureFixture) -> None:
    material = leer_pkcs12(archivo_del_titular(), FRASE)
    firmador = Firmador(FirmanteEnMemoria(material), material.certificado, material.cadena)
    secreto = format(llave_rsa().private_numbers().d, "x")[:24]
    with caplog.at_level(logging.DEBUG):
        firmador.firmar(hacer_pdf(), motivo="Prueba")
    visible = f"{firmador!r} {material!r} {firmador._firmante!r} {caplog.text}"
    assert FRASE not in visible
    assert secreto not in visible
    assert TITULAR in repr(firmador)


def test_la_llave_se_carga_una_vez_y_otra_si_cambia(db: None) -> None:
    credencial = hacer_credencial()
    primero = firmador_de(credencial)
    assert firmador_de(Credencial.objects.get(pk=credencial.pk)) is primero
    llave = llave_ec()
    reemplazar_pkcs12(
        credencial=credencial,
        archivo=en_pkcs12(llave, emitido("Otro titular", llave)),
        frase=FRASE,
        actor=None,
    )
    segundo = firmador_de(Credencial.objects.get(pk=credencial.pk))
    assert segundo is not primero
    assert segundo.nombre == "Otro titular"


def test_una_credencial_desactivada_no_firma(db: None) -> None:
    credencial = hacer_credencial()
    credencial.activa = False
    credencial.save()
    with pytest.raises(FirmaImposible, match="desactivada") as fallo:
        firmador_de(credencial)
    assert fallo.value.permanente


def test_un_archivo_que_ya_no_abre_es_un_fallo_permanente(db: None) -> None:
    credencial = hacer_credencial()
    credencial.frase = "otra"
    credencial.save()
    for _ in range(2):
        with pytest.raises(FirmaImposible, match="frase de paso") as fallo:
            firmador_de(credencial)
        assert fallo.value.permanente
    assert credencial.tipo == TipoCredencial.PKCS12

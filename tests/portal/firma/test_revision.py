"""Reading strangers' PDFs: what is told of each, and what can't be made to hang or to swell."""

import random
import resource
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.firma import validador
from portal.firma.certificado import huella, leer_pkcs12, serial_hex
from portal.firma.firmador import Firmador
from portal.firma.firmante import FirmanteEnMemoria
from portal.firma.revision import revisar
from tests.portal.firma import hostiles
from tests.portal.firma.conftest import Tsa
from tests.portal.firma.recetas import (
    FRASE,
    TITULAR,
    archivo_del_titular,
    del_titular,
    hacer_pdf,
)

NUMERO = uuid.UUID("0b1c0de5-7d1f-4a53-9a4e-0123456789ab")


def firmar(pdf: bytes, documento: uuid.UUID | None = NUMERO, tsa: str = "") -> bytes:
    material = leer_pkcs12(archivo_del_titular(), FRASE)
    firmador = Firmador(FirmanteEnMemoria(material), material.certificado, material.cadena, tsa)
    return firmador.firmar(pdf, motivo="Prueba", documento=documento)


@pytest.fixture(scope="module")
def firmado() -> bytes:
    return firmar(hacer_pdf())


def test_cuenta_quien_firmo_cuando_y_que_cubre(firmado: bytes) -> None:
    hallado = revisar(firmado)
    [firma] = hallado["firmas"]
    assert hallado["motivo"] == ""
    assert hallado["documento"] == NUMERO.urn
    assert firma["firmante"] == TITULAR
    assert firma["emisor"] == "Autoridad intermedia de prueba"
    assert firma["huella"] == huella(del_titular())
    assert int(firma["serial"], 16) == int(serial_hex(del_titular()), 16)
    assert firma["fecha"] is not None
    assert firma["estampa"] is None
    assert (firma["integra"], firma["completa"], firma["admitida"]) == (True, True, True)


def test_cuenta_la_hora_que_puso_un_tercero(tsa: Tsa) -> None:
    [firma] = revisar(firmar(hacer_pdf(), tsa=tsa.url))["firmas"]
    assert firma["estampa"] is not None


def test_un_octeto_cambiado_se_nota(firmado: bytes) -> None:
    alterado = bytearray(firmado)
    alterado[firmado.index(b"stream") + 20] ^= 1
    [firma] = revisar(bytes(alterado))["firmas"]
    assert not firma["integra"]


def test_lo_agregado_despues_se_nota_y_no_se_admite(firmado: bytes) -> None:
    escritor = IncrementalPdfFileWriter(BytesIO(firmado))
    escritor.root["/Agregado"] = generic.pdf_string("después")
    escritor.update_root()
    salida = BytesIO()
    escritor.write(salida)
    [firma] = revisar(salida.getvalue())["firmas"]
    assert firma["integra"]
    assert not firma["completa"]
    assert not firma["admitida"]


def test_unos_octetos_al_final_tambien_se_notan(firmado: bytes) -> None:
    [firma] = revisar(firmado + b"\n% cola\n")["firmas"]
    assert not firma["completa"]


@pytest.mark.parametrize("donde", ["/Subject", "/Documento"])
def test_el_numero_se_lee_de_cualquiera_de_los_dos_lugares(donde: str) -> None:
    escritor = IncrementalPdfFileWriter(BytesIO(hacer_pdf()))
    datos = escritor.trailer.raw_get("/Info")
    datos.get_object()[generic.pdf_name(donde)] = generic.pdf_string(f"Documento {NUMERO.urn}")
    escritor.mark_update(datos)
    salida = BytesIO()
    escritor.write(salida)
    assert revisar(firmar(salida.getvalue(), None))["documento"] == NUMERO.urn


def test_un_pdf_sin_firma_no_tiene_ninguna() -> None:
    assert revisar(hacer_pdf()) == {"motivo": "", "firmas": [], "documento": ""}


@pytest.mark.parametrize("basura", [b"", b"hola", b"PK\x03\x04" + bytes(2000), b"%PDF" * 3])
def test_lo_que_no_es_un_pdf_se_dice(basura: bytes) -> None:
    assert revisar(basura)["motivo"] == "no_es_pdf"


def test_un_pdf_con_contrasena_se_dice() -> None:
    assert revisar(hostiles.cifrado(hacer_pdf()))["motivo"] == "cifrado"


@pytest.mark.parametrize(
    "hostil",
    [hostiles.tabla_que_se_muerde_la_cola, hostiles.anidado, hostiles.campos_en_circulo],
)
def test_lo_hecho_para_romper_se_rechaza_pronto(hostil: Callable[[], bytes]) -> None:
    inicio = time.process_time()
    hallado = revisar(hostil())
    assert hallado["firmas"] == []
    assert time.process_time() - inicio < 2


def test_una_bomba_no_se_descomprime() -> None:
    assert revisar(hostiles.bomba(megas=1))["motivo"] == ""
    pdf = hostiles.bomba()
    assert len(pdf) < validador.TAMANO_MAXIMO
    antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert revisar(pdf)["motivo"] == "ilegible"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes < 150 * 1024


def test_ningun_archivo_danado_lo_rompe_ni_pasa_por_bueno(firmado: bytes) -> None:
    inicio = firmado.index(b"/Contents <") + len(b"/Contents ")
    fin = firmado.index(b">", inicio) + 1
    azar = random.Random(11)
    for _ in range(150):
        danado = bytearray(firmado)
        for _ in range(azar.choice((1, 3, 40))):
            danado[azar.randrange(len(danado))] = azar.randrange(256)
        recorte = bytes(danado[: azar.choice((None, azar.randrange(len(danado))))])
        fuera_de_la_firma = recorte[:inicio] + recorte[fin:]
        for firma in revisar(recorte)["firmas"]:
            if firma["integra"] and firma["completa"]:
                assert fuera_de_la_firma == firmado[:inicio] + firmado[fin:]


@pytest.mark.parametrize(
    ("abuso", "senales"),
    [
        ("while True: pass", {-signal.SIGXCPU, -signal.SIGKILL}),
        ("bytearray(1 << 30)", {1}),
        ("import os, tempfile; os.write(tempfile.mkstemp()[0], b'x')", {1, -signal.SIGXFSZ}),
    ],
)
def test_el_proceso_no_puede_tomar_mas_de_lo_suyo(abuso: str, senales: set[int]) -> None:
    carpeta = str(validador.GUION.parent)
    guion = (
        f"import sys; sys.path.insert(0, {carpeta!r}); import revision; revision.SEGUNDOS = 1\n"
        f"revision.limitar()\n{abuso}"
    )
    terminado = subprocess.run([sys.executable, "-c", guion], capture_output=True, timeout=30)
    assert terminado.returncode in senales

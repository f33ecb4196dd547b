"""The verdict on an uploaded file, and the process that reads it."""

import threading
import uuid
from pathlib import Path

import pytest
from cryptography import x509

from portal.firma import servicios, validador
from portal.firma.certificado import leer_pkcs12
from portal.firma.enums import MotivoRechazo, Veredicto
from portal.firma.firmador import Firmador, firmador_de
from portal.firma.firmante import FirmanteEnMemoria
from portal.firma.models import Credencial
from portal.firma.validador import ValidadorOcupado, validar
from tests.portal.firma.recetas import (
    FRASE,
    TITULAR,
    emitido,
    en_pkcs12,
    hacer_certificado,
    hacer_credencial,
    hacer_pdf,
    llave_ec,
)

pytestmark = pytest.mark.django_db
NUMERO = uuid.UUID("0b1c0de5-7d1f-4a53-9a4e-0123456789ab")


def firmar(credencial: Credencial) -> bytes:
    return firmador_de(credencial).firmar(hacer_pdf(), motivo="Prueba", documento=NUMERO)


def firmar_como(certificado: x509.Certificate) -> bytes:
    material = leer_pkcs12(en_pkcs12(llave_ec(), certificado), FRASE)
    ajeno = Firmador(FirmanteEnMemoria(material), material.certificado, material.cadena)
    return ajeno.firmar(hacer_pdf(), motivo="Prueba", documento=NUMERO)


def test_lo_que_firmo_el_portal_es_autentico() -> None:
    resultado = validar(firmar(hacer_credencial()))
    assert resultado.veredicto == Veredicto.AUTENTICO
    assert resultado.documento == NUMERO
    assert resultado.firma is not None
    assert resultado.firma.firmante == TITULAR
    assert resultado.firma.propia


def test_lo_es_tambien_despues_de_reemplazar_la_llave() -> None:
    credencial = hacer_credencial()
    firmado = firmar(credencial)
    servicios.reemplazar_pkcs12(
        credencial=credencial,
        archivo=en_pkcs12(llave_ec(), emitido("Titular nuevo", llave_ec())),
        frase=FRASE,
        actor=None,
    )
    assert validar(firmado).veredicto == Veredicto.AUTENTICO


def test_lo_cambiado_no_lo_es_y_su_numero_no_se_cree() -> None:
    alterado = bytearray(firmar(hacer_credencial()))
    alterado[alterado.index(b"stream") + 20] ^= 1
    resultado = validar(bytes(alterado))
    assert resultado.veredicto == Veredicto.ALTERADO
    assert resultado.documento is None


def test_lo_agregado_al_final_lo_altera() -> None:
    assert validar(firmar(hacer_credencial()) + b"\n").veredicto == Veredicto.ALTERADO


@pytest.mark.parametrize("de_la_misma_autoridad", [True, False])
def test_el_nombre_de_la_camara_no_basta(de_la_misma_autoridad: bool) -> None:
    hacer_credencial()
    hacer = emitido if de_la_misma_autoridad else hacer_certificado
    resultado = validar(firmar_como(hacer(TITULAR, llave_ec())))
    assert resultado.veredicto == Veredicto.AJENO
    assert resultado.documento is None
    assert resultado.firma is not None
    assert not resultado.firma.propia


def test_lo_ajeno_y_cambiado_esta_alterado() -> None:
    alterado = bytearray(firmar_como(emitido("Otro", llave_ec())))
    alterado[alterado.index(b"stream") + 20] ^= 1
    assert validar(bytes(alterado)).veredicto == Veredicto.ALTERADO


def test_sin_firma_y_sin_pdf_se_distinguen() -> None:
    assert validar(hacer_pdf()).veredicto == Veredicto.SIN_FIRMA
    resultado = validar(b"hola")
    assert (resultado.veredicto, resultado.motivo) == (
        Veredicto.RECHAZADO,
        MotivoRechazo.NO_ES_PDF,
    )


def test_un_archivo_enorme_ni_se_lee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validador, "_revisar_aparte", lambda _: pytest.fail("it was read"))
    resultado = validar(b"%PDF-" + bytes(validador.TAMANO_MAXIMO))
    assert resultado.motivo == MotivoRechazo.GRANDE


@pytest.mark.parametrize(
    "guion", ["while True: pass", "raise SystemExit(3)", "print('esto no es JSON')"]
)
def test_un_proceso_que_se_cuelga_o_muere_es_un_archivo_ilegible(
    guion: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruta = tmp_path / "revision.py"
    ruta.write_text(guion)
    monkeypatch.setattr(validador, "GUION", ruta)
    monkeypatch.setattr(validador, "PLAZO", 1)
    assert validar(hacer_pdf()).motivo == MotivoRechazo.ILEGIBLE


def test_el_proceso_no_recibe_los_secretos_del_entorno(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruta = tmp_path / "revision.py"
    ruta.write_text(
        "import os, json\n"
        "visto = 'PORTAL_SECRET_KEY' in os.environ\n"
        "print(json.dumps({'motivo': 'cifrado' if visto else '', 'firmas': [], 'documento': ''}))"
    )
    monkeypatch.setenv("PORTAL_SECRET_KEY", "secreto")
    monkeypatch.setattr(validador, "GUION", ruta)
    assert validar(hacer_pdf()).veredicto == Veredicto.SIN_FIRMA


def test_hay_turnos_para_que_nadie_se_quede_con_el_servidor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(validador, "_turnos", threading.BoundedSemaphore(1))
    monkeypatch.setattr(validador, "ESPERA", 0.01)
    with validador._turnos, pytest.raises(ValidadorOcupado):
        validar(hacer_pdf())

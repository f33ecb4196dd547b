"""Credentials and the register: what is kept, what is written down, what is refused."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, connection, transaction

from portal.auditoria.models import Evento
from portal.firma import servicios
from portal.firma.certificado import huella, serial_hex
from portal.firma.enums import EstadoDocumento, TipoCredencial
from portal.firma.errores import CredencialInvalida
from portal.firma.models import Credencial, DocumentoFirmado
from portal.usuarios.models import Usuario
from tests.portal.firma.recetas import (
    FRASE,
    TITULAR,
    archivo_del_titular,
    del_titular,
    emitido,
    en_pkcs12,
    hacer_credencial,
    hacer_pdf,
    juicio,
    llave_ec,
)

pytestmark = pytest.mark.django_db


def registrar(credencial: Credencial, numero: uuid.UUID | None = None) -> DocumentoFirmado:
    return servicios.registrar_documento(
        tipo="contrasena",
        titulo="Contraseña preasignada",
        emisor="Cámara de prueba",
        credencial=credencial,
        documento_id=numero,
    )


def test_la_credencial_guarda_los_datos_publicos_y_cifra_lo_demas(administrador: Usuario) -> None:
    credencial = servicios.cargar_pkcs12(
        archivo=archivo_del_titular(), frase=FRASE, nombre="Cámara 27", actor=administrador
    )
    credencial.refresh_from_db()
    assert credencial.tipo == TipoCredencial.PKCS12
    assert bytes(credencial.certificado) == del_titular().public_bytes(Encoding.DER)
    assert credencial.sujeto == f"CN={TITULAR}"
    assert credencial.valido_hasta == del_titular().not_valid_after_utc
    assert credencial.pkcs12 == archivo_del_titular()
    with connection.cursor() as cursor:
        cursor.execute("select pkcs12, frase from firma_credencial")
        archivo, frase = cursor.fetchone()
    assert bytes(archivo) != archivo_del_titular()
    assert FRASE not in frase


def test_cargarla_y_reemplazarla_queda_escrito_sin_secretos(administrador: Usuario) -> None:
    credencial = servicios.cargar_pkcs12(
        archivo=archivo_del_titular(), frase=FRASE, nombre="Cámara 27", actor=administrador
    )
    llave = llave_ec()
    nuevo = emitido("Titular nuevo", llave)
    servicios.reemplazar_pkcs12(
        credencial=credencial, archivo=en_pkcs12(llave, nuevo), frase=FRASE, actor=administrador
    )
    segundo, primero = Evento.objects.de(credencial)
    assert (primero.accion, primero.actor) == ("Cargó la llave de firma", administrador)
    assert segundo.accion == "Reemplazó la llave de firma"
    assert segundo.cambios["sujeto del certificado"] == [f"CN={TITULAR}", "CN=Titular nuevo"]
    assert FRASE not in str([primero.cambios, segundo.cambios])
    assert set(credencial.certificados.values_list("huella", flat=True)) == {
        huella(del_titular()),
        huella(nuevo),
    }


def test_un_certificado_vencido_no_se_carga() -> None:
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(days=400)),
        pytest.raises(CredencialInvalida, match="venció"),
    ):
        hacer_credencial()
    assert not Credencial.objects.exists()


def test_un_reemplazo_rechazado_deja_todo_como_estaba() -> None:
    credencial = hacer_credencial()
    with pytest.raises(CredencialInvalida):
        servicios.reemplazar_pkcs12(
            credencial=credencial, archivo=archivo_del_titular(), frase="otra", actor=None
        )
    credencial.refresh_from_db()
    assert credencial.frase == FRASE


@pytest.mark.parametrize(
    "cambio",
    [
        {"pkcs12": None},
        {"frase": None},
        {"pin": "1234"},
        {"ficha": "token"},
        {"tipo": TipoCredencial.PKCS11},
        {"nombre": ""},
        {"valido_hasta": datetime(2000, 1, 1, tzinfo=UTC)},
    ],
)
def test_la_base_de_datos_no_admite_una_credencial_incompleta(cambio: dict[str, object]) -> None:
    credencial = hacer_credencial()
    with pytest.raises(IntegrityError), transaction.atomic():
        Credencial.objects.filter(pk=credencial.pk).update(**cambio)


def test_firmar_registra_y_anota_la_huella(tmp_path: Path) -> None:
    credencial, numero = hacer_credencial(), uuid.uuid4()
    firmado = servicios.firmar_documento(
        pdf=hacer_pdf(),
        motivo="Constancia de entrega",
        tipo="contrasena",
        titulo="Contraseña preasignada",
        emisor="Cámara de prueba",
        credencial=credencial,
        documento_id=numero,
    )
    documento = DocumentoFirmado.objects.get(pk=numero)
    assert documento.sha256 == hashlib.sha256(firmado).hexdigest()
    assert documento.tamano == len(firmado)
    assert documento.firmado_en is not None
    assert documento.estado == EstadoDocumento.VIGENTE
    assert documento.firmante == TITULAR
    assert documento.serial_certificado == serial_hex(del_titular())
    assert "Signature is Valid." in juicio(firmado, tmp_path)


def test_firmado_otra_vez_conserva_el_numero_y_toma_la_ultima_huella() -> None:
    credencial, numero = hacer_credencial(), uuid.uuid4()
    registrar(credencial, numero)
    servicios.anotar_firma(documento_id=numero, pdf=b"primera")
    registrar(credencial, numero)
    servicios.anotar_firma(documento_id=numero, pdf=b"segunda")
    documento = DocumentoFirmado.objects.get()
    assert documento.pk == numero
    assert documento.sha256 == hashlib.sha256(b"segunda").hexdigest()


def test_registrar_de_nuevo_no_resucita_lo_anulado() -> None:
    credencial, numero = hacer_credencial(), uuid.uuid4()
    registrar(credencial, numero)
    DocumentoFirmado.objects.all().pasar_a(EstadoDocumento.ANULADO)
    assert registrar(credencial, numero).estado == EstadoDocumento.ANULADO


def test_lo_que_nadie_registro_no_se_anota() -> None:
    with pytest.raises(DocumentoFirmado.DoesNotExist):
        servicios.anotar_firma(documento_id=uuid.uuid4(), pdf=b"algo")


def test_cambiar_el_estado_toca_solo_a_los_vigentes() -> None:
    credencial = hacer_credencial()
    usado, otro = registrar(credencial), registrar(credencial)
    todos = DocumentoFirmado.objects.all()
    una = DocumentoFirmado.objects.filter(pk=usado.pk)
    assert servicios.cambiar_estado(documentos=una, estado=EstadoDocumento.USADO) == 1
    assert servicios.cambiar_estado(documentos=todos, estado=EstadoDocumento.ANULADO) == 1
    usado.refresh_from_db()
    otro.refresh_from_db()
    assert (usado.estado, otro.estado) == (EstadoDocumento.USADO, EstadoDocumento.ANULADO)
    assert usado.estado_en > usado.creado


def test_nada_vuelve_a_estar_vigente() -> None:
    with pytest.raises(ValueError, match="never"):
        DocumentoFirmado.objects.all().pasar_a(EstadoDocumento.VIGENTE)


@pytest.mark.parametrize(
    "cambio",
    [
        {"estado": "otro"},
        {"sha256": "0" * 64},
        {"firmado_en": datetime(2026, 1, 1, tzinfo=UTC)},
        {"firmado_en": datetime(2026, 1, 1, tzinfo=UTC), "sha256": "ABC", "tamano": 3},
    ],
)
def test_la_base_de_datos_no_admite_un_registro_a_medias(cambio: dict[str, object]) -> None:
    documento = registrar(hacer_credencial())
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentoFirmado.objects.filter(pk=documento.pk).update(**cambio)


def test_una_credencial_con_documentos_no_se_borra() -> None:
    credencial = hacer_credencial()
    registrar(credencial)
    with pytest.raises(IntegrityError):
        credencial.delete()

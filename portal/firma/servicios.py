"""Acts on credentials and on the register of signed documents."""

import hashlib
import uuid
from collections.abc import Collection
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils import timezone

from portal.auditoria.servicios import registrar
from portal.firma import dispositivo
from portal.firma.certificado import (
    comprobar_vigencia,
    huella,
    leer_pkcs12,
    nombre_comun,
    serial_hex,
)
from portal.firma.enums import EstadoDocumento, TipoCredencial
from portal.firma.errores import CredencialInvalida, FirmaImposible
from portal.firma.firmador import firmador_de, soltar_dispositivo
from portal.firma.models import (
    CertificadoPropio,
    Credencial,
    DocumentoFirmado,
    DocumentoQuerySet,
)
from portal.usuarios.models import Usuario


def registrar_documento(
    *,
    tipo: str,
    titulo: str,
    emisor: str,
    credencial: Credencial,
    documento_id: uuid.UUID | None = None,
) -> DocumentoFirmado:
    """Enter a document before it is signed, so that nothing signed is unknown to the register.

    `titulo` and `emisor` are public: no personal data. Called again with the number of one that
    was registered (a worker died), it takes the credential of now and keeps state and hash.
    """
    datos = _datos_publicos(tipo, titulo, emisor, credencial)
    if documento_id is None:
        return DocumentoFirmado.objects.create(**datos)
    documento, _ = DocumentoFirmado.objects.update_or_create(pk=documento_id, defaults=datos)
    return documento


def registrar_documentos(
    *,
    tipo: str,
    titulo: str,
    emisor: str,
    credencial: Credencial,
    documentos: Collection[uuid.UUID],
) -> None:
    """Enter many at once, as `registrar_documento` does with one."""
    datos = _datos_publicos(tipo, titulo, emisor, credencial)
    DocumentoFirmado.objects.bulk_create(
        [DocumentoFirmado(pk=numero, **datos) for numero in documentos],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(datos),
    )


def _datos_publicos(tipo: str, titulo: str, emisor: str, credencial: Credencial) -> dict[str, Any]:
    certificado = x509.load_der_x509_certificate(bytes(credencial.certificado))
    return {
        "tipo": tipo,
        "titulo": titulo,
        "emisor": emisor,
        "credencial": credencial,
        "firmante": nombre_comun(certificado),
        "serial_certificado": serial_hex(certificado),
    }


def anotar_firma(*, documento_id: uuid.UUID, pdf: bytes) -> None:
    """Record the hash of the signed PDF, the last one if it was signed again.

    Raises `DocumentoFirmado.DoesNotExist`.
    """
    anotados = DocumentoFirmado.objects.filter(pk=documento_id).update(
        sha256=hashlib.sha256(pdf).hexdigest(), tamano=len(pdf), firmado_en=timezone.now()
    )
    if not anotados:
        raise DocumentoFirmado.DoesNotExist(f"no document {documento_id} was registered")


def firmar_documento(
    *,
    pdf: bytes,
    motivo: str,
    tipo: str,
    titulo: str,
    emisor: str,
    credencial: Credencial,
    documento_id: uuid.UUID,
) -> bytes:
    """Register, sign with no transaction open, record the hash; return the signed PDF.

    Raises `FirmaImposible`, and `RuntimeError` inside a transaction: a signature may take long.
    """
    firmador = firmador_de(credencial)
    with transaction.atomic(durable=True):
        registrar_documento(
            tipo=tipo,
            titulo=titulo,
            emisor=emisor,
            credencial=credencial,
            documento_id=documento_id,
        )
    firmado = firmador.firmar(pdf, motivo=motivo, documento=documento_id)
    anotar_firma(documento_id=documento_id, pdf=firmado)
    return firmado


def cambiar_estado(*, documentos: DocumentoQuerySet, estado: EstadoDocumento) -> int:
    """Move the documents that still stand to a final state; return how many changed."""
    return documentos.pasar_a(estado)


def cargar_pkcs12(
    *,
    archivo: bytes,
    frase: str,
    nombre: str,
    actor: Usuario | None,
    origen: str = "",
    url_tsa: str = "",
) -> Credencial:
    """Make a credential out of a PKCS#12 file. Raises `CredencialInvalida`."""
    nueva = Credencial(nombre=nombre, tipo=TipoCredencial.PKCS12, url_tsa=url_tsa)
    return _guardar_pkcs12(nueva, archivo, frase, actor, origen)


def reemplazar_pkcs12(
    *, credencial: Credencial, archivo: bytes, frase: str, actor: Usuario | None
) -> Credencial:
    """Give a credential another file: what the old one signed stays ours.

    Raises `CredencialInvalida`.
    """
    return _guardar_pkcs12(credencial, archivo, frase, actor, "")


def cargar_pkcs11(
    *,
    nombre: str,
    ficha: str,
    etiqueta: str,
    pin: str,
    actor: Usuario | None,
    url_tsa: str = "",
) -> Credencial:
    """Make a credential out of a key in the PKCS#11 device. Raises `CredencialInvalida`."""
    nueva = Credencial(nombre=nombre, tipo=TipoCredencial.PKCS11, url_tsa=url_tsa)
    return _guardar_pkcs11(nueva, ficha, etiqueta, pin, actor)


def reemplazar_pkcs11(
    *, credencial: Credencial, ficha: str, etiqueta: str, pin: str, actor: Usuario | None
) -> Credencial:
    """Point a credential at another key of the device. Raises `CredencialInvalida`."""
    return _guardar_pkcs11(credencial, ficha, etiqueta, pin, actor)


def _guardar_pkcs12(
    credencial: Credencial, archivo: bytes, frase: str, actor: Usuario | None, origen: str
) -> Credencial:
    material = leer_pkcs12(archivo, frase)
    credencial.tipo = TipoCredencial.PKCS12
    credencial.pkcs12, credencial.frase = archivo, frase
    credencial.ficha, credencial.etiqueta, credencial.pin = "", "", None
    return _guardar(credencial, material.certificado, actor, origen)


def _guardar_pkcs11(
    credencial: Credencial, ficha: str, etiqueta: str, pin: str, actor: Usuario | None
) -> Credencial:
    soltar_dispositivo()
    try:
        llavero = dispositivo.abrir(ficha=ficha, etiqueta=etiqueta, pin=pin)
    except FirmaImposible as error:
        raise CredencialInvalida(error.mensaje) from error
    llavero.cerrar()
    credencial.tipo = TipoCredencial.PKCS11
    credencial.ficha, credencial.etiqueta, credencial.pin = ficha, etiqueta, pin
    credencial.pkcs12 = credencial.frase = None
    return _guardar(credencial, llavero.certificado, actor, "")


def _guardar(
    credencial: Credencial, certificado: x509.Certificate, actor: Usuario | None, origen: str
) -> Credencial:
    """Keep the certificate's public data beside the key, and write down who put it there."""
    comprobar_vigencia(certificado, timezone.now())
    nueva = credencial.pk is None
    antes = None if nueva else credencial.sujeto
    credencial.certificado = certificado.public_bytes(Encoding.DER)
    credencial.sujeto = certificado.subject.rfc4514_string()[:500]
    credencial.valido_desde = certificado.not_valid_before_utc
    credencial.valido_hasta = certificado.not_valid_after_utc
    with transaction.atomic():
        credencial.save()
        CertificadoPropio.objects.get_or_create(credencial=credencial, huella=huella(certificado))
        registrar(
            credencial,
            "Cargó la llave de firma" if nueva else "Reemplazó la llave de firma",
            actor=actor,
            cambios={
                "sujeto del certificado": [antes, credencial.sujeto],
                "serial del certificado": [None, serial_hex(certificado)],
                "válido hasta": [None, f"{credencial.valido_hasta:%d/%m/%Y}"],
            },
            origen=origen,
        )
    return credencial

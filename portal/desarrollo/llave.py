"""Keys that sign in the demo: made on the spot, of an authority that nobody trusts."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from portal.firma.models import Credencial
from portal.firma.servicios import cargar_pkcs12

VIGENCIA: Final = timedelta(days=730)


def asegurar_credencial(nombre: str, titular: str) -> Credencial:
    """Return the credential of that name, made for `titular` if it isn't there."""
    credencial = Credencial.objects.filter(nombre=nombre).first()
    if credencial is not None:
        return credencial
    frase = secrets.token_urlsafe(16)
    return cargar_pkcs12(
        archivo=_pkcs12(titular, frase), frase=frase, nombre=nombre, actor=None, origen="demo"
    )


def _pkcs12(titular: str, frase: str) -> bytes:
    """Return a PKCS#12 file: an RSA-2048 key, its certificate, and that of its authority."""
    autoridad_llave, llave = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    autoridad = _nombre("Autoridad de demostración")
    raiz = (
        _certificado(autoridad, autoridad, autoridad_llave)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usos(firma=False), critical=True)
        .sign(autoridad_llave, hashes.SHA256())
    )
    hoja = (
        _certificado(_nombre(titular), autoridad, llave)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usos(firma=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .sign(autoridad_llave, hashes.SHA256())
    )
    cifrado = BestAvailableEncryption(frase.encode())
    return pkcs12.serialize_key_and_certificates(b"demo", llave, hoja, [raiz], cifrado)


def _nombre(comun: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CO"),
            x509.NameAttribute(NameOID.COMMON_NAME, comun[:64]),
        ]
    )


def _certificado(
    sujeto: x509.Name, emisor: x509.Name, llave: rsa.RSAPrivateKey
) -> x509.CertificateBuilder:
    ahora = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(sujeto)
        .issuer_name(emisor)
        .public_key(llave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ahora - timedelta(hours=1))
        .not_valid_after(ahora + VIGENCIA)
    )


def _usos(*, firma: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=firma,
        content_commitment=firma,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not firma,
        crl_sign=not firma,
        encipher_only=False,
        decipher_only=False,
    )

"""Makers of X.509 files for tests: certificates, and what people upload in their place."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generar_clave
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOMBRE = "SAMUEL ANDRÉS DUARTE ARBELÁEZ"
SERIAL = 0x3B00CDD4A8D648335EFB415E3B273BD8


@cache
def clave() -> EllipticCurvePrivateKey:
    """One key for all: making it is the slow part."""
    return generar_clave(SECP256R1())


def hacer_nombre(nombre: str, identificacion: str = "") -> x509.Name:
    """Make a subject: common name, country and (if given) serialNumber with the identification."""
    atributos = [
        x509.NameAttribute(NameOID.COMMON_NAME, nombre),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CO"),
    ]
    if identificacion:
        atributos.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, identificacion))
    return x509.Name(atributos)


def hacer_certificado(
    *,
    nombre: str = NOMBRE,
    identificacion: str = "1013592259",
    serial: int = SERIAL,
    desde: datetime | None = None,
    hasta: datetime | None = None,
) -> x509.Certificate:
    """Make a certificate; valid since yesterday for a year unless told."""
    ahora = datetime.now(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(hacer_nombre(nombre, identificacion))
        .issuer_name(hacer_nombre("Autoridad de prueba"))
        .public_key(clave().public_key())
        .serial_number(serial)
        .not_valid_before(desde or ahora - timedelta(days=1))
        .not_valid_after(hasta or ahora + timedelta(days=365))
        .sign(clave(), SHA256())
    )


def en_pem(certificado: x509.Certificate) -> bytes:
    """Return its PEM."""
    return certificado.public_bytes(Encoding.PEM)


def en_der(certificado: x509.Certificate) -> bytes:
    """Return its DER."""
    return certificado.public_bytes(Encoding.DER)

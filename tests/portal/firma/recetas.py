"""Makers of keys, certificates and PDFs for tests of signing, and the judges of what was signed."""

import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from reportlab.pdfgen.canvas import Canvas

from portal.firma import servicios
from portal.firma.models import Credencial

FRASE = "una frase de paso 7 larga"
TITULAR = "Cámara de Comercio de Prueba"
Llave = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def llave_rsa(nombre: str = "titular", bits: int = 2048) -> rsa.RSAPrivateKey:
    """One RSA key for each name: making them is the slow part."""
    return rsa.generate_private_key(65537, bits)


@cache
def llave_ec(nombre: str = "titular") -> ec.EllipticCurvePrivateKey:
    """One P-256 key for each name."""
    return ec.generate_private_key(ec.SECP256R1())


def hacer_certificado(
    sujeto: str,
    llave: Llave,
    *,
    emisor: tuple[str, Llave] | None = None,
    desde: datetime | None = None,
    hasta: datetime | None = None,
    ca: bool = False,
    firma: bool = True,
    estampa: bool = False,
) -> x509.Certificate:
    """Make a certificate: self-signed unless told, valid since yesterday for a year."""
    nombre_emisor, llave_emisor = emisor or (sujeto, llave)
    ahora = datetime.now(UTC).replace(microsecond=0)
    constructor = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, sujeto)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nombre_emisor)]))
        .public_key(llave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(desde or ahora - timedelta(days=1))
        .not_valid_after(hasta or ahora + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=firma,
                content_commitment=firma and not estampa,
                key_encipherment=not firma,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=ca,
                crl_sign=ca,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if estampa:
        uso = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        constructor = constructor.add_extension(uso, critical=True)
    return constructor.sign(llave_emisor, SHA256())


@cache
def autoridad() -> x509.Certificate:
    """The root of the tests."""
    return hacer_certificado("Autoridad raíz de prueba", llave_ec("raiz"), ca=True)


@cache
def intermedia() -> x509.Certificate:
    """The authority between the root and whoever signs."""
    return hacer_certificado(
        "Autoridad intermedia de prueba",
        llave_ec("intermedia"),
        emisor=("Autoridad raíz de prueba", llave_ec("raiz")),
        ca=True,
    )


def emitido(sujeto: str, llave: Llave, **opciones: datetime | bool | None) -> x509.Certificate:
    """Make a certificate that the intermediate authority issued."""
    emisor = ("Autoridad intermedia de prueba", llave_ec("intermedia"))
    return hacer_certificado(sujeto, llave, emisor=emisor, **opciones)  # type: ignore[arg-type]


@cache
def del_titular() -> x509.Certificate:
    """The chamber's certificate."""
    return emitido(TITULAR, llave_rsa())


def en_pkcs12(
    llave: Llave | None = None,
    certificado: x509.Certificate | None = None,
    cadena: list[x509.Certificate] | None = None,
    frase: str = FRASE,
) -> bytes:
    """Pack key, certificate and chain; the chamber's unless told."""
    return pkcs12.serialize_key_and_certificates(
        b"firma",
        llave or llave_rsa(),
        certificado or del_titular(),
        [autoridad(), intermedia()] if cadena is None else cadena,
        BestAvailableEncryption(frase.encode()),
    )


@cache
def archivo_del_titular() -> bytes:
    """The chamber's file, packed once: deriving its key takes long."""
    return en_pkcs12()


def hacer_credencial(nombre: str = "Cámara de prueba") -> Credencial:
    """Load the chamber's file as a person would."""
    return servicios.cargar_pkcs12(
        archivo=archivo_del_titular(), frase=FRASE, nombre=nombre, actor=None
    )


def hacer_pdf(lineas: int = 20, paginas: int = 1, titulo: str = "Documento de prueba") -> bytes:
    """Lay out a document with reportlab."""
    salida = BytesIO()
    lienzo = Canvas(salida, pagesize=(612, 792), invariant=True)
    lienzo.setTitle(titulo)
    for _ in range(paginas):
        for linea in range(lineas):
            lienzo.drawString(72, 720 - 18 * linea, f"Línea {linea + 1} del documento")
        lienzo.showPage()
    lienzo.save()
    return salida.getvalue()


def juicio(pdf: bytes, carpeta: Path) -> str:
    """Return what poppler's `pdfsig` says, in English, of signatures alone (no trust)."""
    ruta = carpeta / "juzgado.pdf"
    ruta.write_bytes(pdf)
    orden = ["pdfsig", "-nocert", str(ruta)]
    return subprocess.run(orden, capture_output=True, text=True, env={"LC_ALL": "C"}).stdout


def esta_bien_formado(pdf: bytes, carpeta: Path) -> bool:
    """Ask `qpdf --check`."""
    ruta = carpeta / "juzgado.pdf"
    ruta.write_bytes(pdf)
    return subprocess.run(["qpdf", "--check", str(ruta)], capture_output=True).returncode == 0

"""What must hold of a certificate and its key before they sign for the portal. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from cryptography.x509.oid import NameOID

from portal.firma.errores import CredencialInvalida

TAMANO_MAXIMO = 256 * 1024
# NIST SP 800-57: what is shorter no longer protects.
BITS_RSA = 2048
BITS_EC = 256
# More certificates than any chain has: a guard against files made to loop.
ESLABONES = 10

FRASE_EQUIVOCADA = (
    "No se pudo abrir el archivo: la frase de paso no es la correcta o no es un archivo PKCS#12 "
    "(.p12 o .pfx)."
)
ALGORITMO = "La llave debe ser RSA o de curva elíptica (EC)."

Llave = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Material:
    """A key, its certificate, and the certificates above it, the issuer first."""

    llave: Llave
    certificado: x509.Certificate
    cadena: tuple[x509.Certificate, ...]

    def __repr__(self) -> str:
        return f"<Material de {nombre_comun(self.certificado)}>"


def leer_pkcs12(archivo: bytes, frase: str) -> Material:
    """Open a PKCS#12 file: its key is read and checked whole, this once.

    Raises `CredencialInvalida` with a sentence for whoever uploaded it. The dates are not looked
    at here: see `comprobar_vigencia`.
    """
    if not archivo:
        raise CredencialInvalida("El archivo está vacío.")
    if len(archivo) > TAMANO_MAXIMO:
        raise CredencialInvalida("El archivo pesa más de 256 KB: no parece una credencial.")
    try:
        contenido = pkcs12.load_pkcs12(archivo, frase.encode() if frase else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CredencialInvalida(FRASE_EQUIVOCADA) from error
    llave = contenido.key
    if llave is None:
        raise CredencialInvalida("El archivo no trae la llave privada: expórtelo con ella.")
    if not isinstance(llave, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise CredencialInvalida(ALGORITMO)
    otros = [hallado.certificate for hallado in contenido.additional_certs]
    propio = contenido.cert.certificate if contenido.cert else None
    candidatos = [propio, *otros] if propio else otros
    certificado = _el_de_la_llave(llave, candidatos)
    if certificado is None:
        raise CredencialInvalida(
            "El archivo no trae el certificado de la llave privada: la llave y el certificado no "
            "corresponden."
            if candidatos
            else "El archivo no trae ningún certificado: expórtelo con el suyo y con su cadena."
        )
    comprobar_uso(certificado)
    return Material(llave, certificado, cadena_de(certificado, candidatos))


def comprobar_uso(certificado: x509.Certificate) -> None:
    """Raise `CredencialInvalida` where its key is too weak, or was not issued to sign."""
    try:
        publica = certificado.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CredencialInvalida(ALGORITMO) from error
    if isinstance(publica, rsa.RSAPublicKey):
        if publica.key_size < BITS_RSA:
            raise CredencialInvalida(
                f"La llave RSA es de {publica.key_size} bits: se exigen {BITS_RSA} o más."
            )
    elif isinstance(publica, ec.EllipticCurvePublicKey):
        if publica.curve.key_size < BITS_EC:
            raise CredencialInvalida(
                f"La curva es de {publica.curve.key_size} bits: se exigen {BITS_EC} o más."
            )
    else:
        raise CredencialInvalida(ALGORITMO)
    try:
        uso = certificado.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except ValueError as error:
        raise CredencialInvalida("El certificado está mal formado.") from error
    if not (uso.digital_signature or uso.content_commitment):
        raise CredencialInvalida("El certificado no fue emitido para firmar documentos.")


def comprobar_vigencia(certificado: x509.Certificate, ahora: datetime) -> None:
    """Raise `CredencialInvalida` where the certificate has expired or does not hold yet."""
    if ahora > certificado.not_valid_after_utc:
        raise CredencialInvalida(
            f"El certificado venció el {certificado.not_valid_after_utc:%d/%m/%Y}."
        )
    if ahora < certificado.not_valid_before_utc:
        raise CredencialInvalida(
            f"El certificado sólo es válido desde el {certificado.not_valid_before_utc:%d/%m/%Y}."
        )


def cadena_de(
    hoja: x509.Certificate, otros: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Return those of `otros` that lead from `hoja` to its root, in order; strangers stay out."""
    restantes = [otro for otro in otros if otro != hoja]
    cadena: list[x509.Certificate] = []
    actual = hoja
    while len(cadena) < ESLABONES and actual.issuer != actual.subject:
        emisor = next((otro for otro in restantes if _emitio(otro, actual)), None)
        if emisor is None:
            break
        cadena.append(emisor)
        restantes.remove(emisor)
        actual = emisor
    return tuple(cadena)


def nombre_comun(certificado: x509.Certificate) -> str:
    """Return the subject's common name, its organization, or the whole of it."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        hallados = certificado.subject.get_attributes_for_oid(oid)
        if hallados:
            return str(hallados[0].value)[:200]
    return certificado.subject.rfc4514_string()[:200]


def serial_hex(certificado: x509.Certificate) -> str:
    """Return the serial number in lowercase hex, two digits an octet."""
    texto = f"{certificado.serial_number:x}"
    return texto.zfill(len(texto) + len(texto) % 2)


def huella(certificado: x509.Certificate) -> str:
    """Return the SHA-256 of the whole certificate, in lowercase hex."""
    return certificado.fingerprint(SHA256()).hex()


def _el_de_la_llave(
    llave: Llave, candidatos: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    forma = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    publica = llave.public_key().public_bytes(*forma)
    for candidato in candidatos:
        try:
            if candidato.public_key().public_bytes(*forma) == publica:
                return candidato
        except (ValueError, UnsupportedAlgorithm):
            continue
    return None


def _emitio(emisor: x509.Certificate, hijo: x509.Certificate) -> bool:
    try:
        hijo.verify_directly_issued_by(emisor)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True

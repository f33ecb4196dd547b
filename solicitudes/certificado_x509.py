"""Reading an X.509 certificate's file, and comparing it with whom it is for (RFC 5280). Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key
from cryptography.x509.oid import NameOID

from portal.busqueda import sin_acentos
from solicitudes import serial
from solicitudes.excepciones import CertificadoInvalido

TAMANO_MAXIMO = 64 * 1024
NOMBRES = {NameOID.SERIAL_NUMBER: "serialNumber"}
"""Attributes that RFC 4514 knows by number only; the holder's identification stands in this one."""
PEM = b"-----BEGIN CERTIFICATE-----"
PETICION = re.compile(rb"-----BEGIN (NEW )?CERTIFICATE REQUEST-----")
# RFC 7292: a PFX is a sequence that starts with version 3 and holds another sequence.
PFX = re.compile(rb"0[\x80-\x84].{0,4}\x02\x01\x030", re.DOTALL)

CON_CLAVE = "El archivo contiene una clave privada. No la comparta: suba sólo el certificado."
ILEGIBLE = "El archivo no es un certificado X.509 en formato PEM o DER."


@dataclass(frozen=True)
class DatosCertificado:
    """What is registered of a certificate: serial in canonical hex, aware dates, maybe the DER."""

    serial: str
    valido_desde: datetime
    valido_hasta: datetime
    emisor: str = ""
    sujeto: str = ""
    titular: str = ""
    identificaciones: tuple[str, ...] = ()
    der: bytes | None = None


def leer(contenido: bytes) -> DatosCertificado:
    """Read one certificate in PEM or DER.

    Raises CertificadoInvalido with a Spanish sentence: too large, not a certificate, several
    certificates, a serial number that RFC 5280 does not allow, or a private key that should never
    have been uploaded.
    """
    _descartar(contenido)
    try:
        if PEM in contenido:
            certificado = x509.load_pem_x509_certificate(contenido)
        else:
            certificado = x509.load_der_x509_certificate(contenido)
        numero = certificado.serial_number
        sujeto, emisor = certificado.subject, certificado.issuer
        desde, hasta = certificado.not_valid_before_utc, certificado.not_valid_after_utc
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise CertificadoInvalido(ILEGIBLE) from error
    return DatosCertificado(
        serial=_serial(numero),
        valido_desde=desde,
        valido_hasta=hasta,
        emisor=emisor.rfc4514_string(NOMBRES)[:500],
        sujeto=sujeto.rfc4514_string(NOMBRES)[:500],
        titular=_titular(sujeto),
        identificaciones=_identificaciones(sujeto),
        der=certificado.public_bytes(Encoding.DER),
    )


def es_del_titular(datos: DatosCertificado, nombre: str) -> bool:
    """Tell whether the common name holds the words of `nombre`, in any order, accents or case."""
    return _palabras(nombre) <= _palabras(datos.titular)


def trae_identificacion(datos: DatosCertificado, numeros: Collection[str]) -> bool:
    """Tell whether the subject carries one of the canonical `numeros`, with its type before or not.

    Certificates write «1013592259», «CC1013592259» or, as ETSI EN 319 412-1 §5.1.3 has it,
    «IDCCO-1013592259».
    """
    return any(
        hallado == numero or (hallado.endswith(numero) and hallado.removesuffix(numero).isalpha())
        for hallado in datos.identificaciones
        for numero in numeros
    )


def _descartar(contenido: bytes) -> None:
    """Refuse what is no single certificate, with the reason."""
    if len(contenido) > TAMANO_MAXIMO:
        raise CertificadoInvalido("El archivo pesa más de 64 KB: no parece un certificado.")
    if b"PRIVATE KEY-----" in contenido or _es_clave_der(contenido):
        raise CertificadoInvalido(CON_CLAVE)
    if PFX.match(contenido):
        raise CertificadoInvalido(f"Es un archivo PKCS#12 (.p12 o .pfx). {CON_CLAVE}")
    if PETICION.search(contenido):
        raise CertificadoInvalido(
            "El archivo es una petición (CSR), no el certificado que se emitió para ella."
        )
    if contenido.count(PEM) > 1:
        raise CertificadoInvalido("El archivo trae varios certificados: suba sólo el del titular.")


def _es_clave_der(contenido: bytes) -> bool:
    try:
        load_der_private_key(contenido, None)
    except TypeError:
        # Encrypted, and no password was given: a key all the same.
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _serial(numero: int) -> str:
    try:
        return serial.normalizar(f"0x{numero:x}")
    except serial.SerialInvalido as error:
        raise CertificadoInvalido(
            "El número de serie del certificado no es válido: debe ser positivo y de 20 octetos "
            "a lo sumo."
        ) from error


def _textos(nombre: x509.Name) -> Iterator[str]:
    for atributo in nombre:
        if isinstance(atributo.value, str):
            yield atributo.value


def _titular(sujeto: x509.Name) -> str:
    hallados = sujeto.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(hallados[0].value) if hallados else ""


def _identificaciones(sujeto: x509.Name) -> tuple[str, ...]:
    """Return every word of the subject that has a digit, without dots and dashes, in capitals."""
    texto = " ".join(_textos(sujeto)).upper()
    palabras = re.findall(r"[0-9A-Z]{3,}", re.sub(r"[.\-]", "", texto))
    return tuple(palabra for palabra in palabras if any(map(str.isdigit, palabra)))


def _palabras(texto: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", sin_acentos(texto)))

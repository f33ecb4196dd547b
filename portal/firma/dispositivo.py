"""Client of the PKCS#11 device: opens a session and finds a key and its certificates in it.

One library a process, named by `settings.PORTAL_PKCS11_MODULO`. A refused PIN is permanent: tried
again and again it would lock the device. Everything else may be a cable: temporary.
"""

from contextlib import suppress
from dataclasses import dataclass

import pkcs11
from cryptography import x509
from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from portal.firma.certificado import cadena_de, comprobar_uso
from portal.firma.errores import CredencialInvalida, FirmaImposible

DEL_PIN = (
    pkcs11.PinIncorrect,
    pkcs11.PinInvalid,
    pkcs11.PinLenRange,
    pkcs11.PinLocked,
    pkcs11.exceptions.PinExpired,
    pkcs11.exceptions.UserPinNotInitialized,
)
SIN_MODULO = (
    "No hay un dispositivo PKCS#11 configurado en este servidor (variable PORTAL_PKCS11_MODULO)."
)
PIN_RECHAZADO = "El dispositivo PKCS#11 rechazó el PIN, o lo tiene bloqueado."
SIN_DISPOSITIVO = "El dispositivo PKCS#11 no responde o no está conectado."


@dataclass(frozen=True, slots=True)
class Llavero:
    """An open session with the key found in it, its certificate and the chain above it."""

    sesion: pkcs11.Session
    etiqueta: str
    certificado: x509.Certificate
    cadena: tuple[x509.Certificate, ...]

    def __repr__(self) -> str:
        return f"<Llavero {self.etiqueta}>"

    def cerrar(self) -> None:
        """End the session, and with it the login: the next one has to know the PIN again."""
        with suppress(pkcs11.PKCS11Error):
            self.sesion.close()


def abrir(*, ficha: str, etiqueta: str, pin: str) -> Llavero:
    """Open the device with label `ficha` and find key and certificate labelled `etiqueta`.

    Raises `FirmaImposible` (see the module) or `CredencialInvalida` for what was found there.
    """
    if not settings.PORTAL_PKCS11_MODULO:
        raise FirmaImposible(SIN_MODULO, permanente=True)
    try:
        sesion = _sesion(ficha, pin)
        try:
            return _buscar(sesion, etiqueta)
        except BaseException:
            sesion.close()
            raise
    except DEL_PIN as error:
        raise FirmaImposible(PIN_RECHAZADO, permanente=True) from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise FirmaImposible(
            f"{SIN_DISPOSITIVO} Compruebe las etiquetas del dispositivo y de la llave.",
            permanente=False,
        ) from error


def _buscar(sesion: pkcs11.Session, etiqueta: str) -> Llavero:
    firmante = PKCS11Signer(
        sesion, cert_label=etiqueta, key_label=etiqueta, other_certs_to_pull=None
    )
    # Asks the device for the key and every certificate.
    hoja = _leer(firmante.signing_cert.dump())
    otros = [_leer(otro.dump()) for otro in firmante.cert_registry]
    comprobar_uso(hoja)
    return Llavero(sesion, etiqueta, hoja, cadena_de(hoja, otros))


def _sesion(ficha: str, pin: str) -> pkcs11.Session:
    modulo, criterio = settings.PORTAL_PKCS11_MODULO, TokenCriteria(label=ficha)
    try:
        return open_pkcs11_session(modulo, token_criteria=criterio, user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        # Another session of this process logged in: the login is the process's.
        return open_pkcs11_session(modulo, token_criteria=criterio)


def _leer(der: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise CredencialInvalida("El certificado del dispositivo no se puede leer.") from error

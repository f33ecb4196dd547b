"""Signs PDFs: PAdES baseline B-B, or B-T with a time-stamping authority, certified, no changes.

A `Firmador` keeps its key loaded, so it is kept a process long: `firmador_de` gives the one of a
credential as it stands now. It has a thread of its own: one signature at a time (neither a PKCS#11
session nor an ASN.1 tree is for two), a bound on how long a device may hang, and no quarrel with
an event loop that the caller may be running.
"""

import asyncio
import os
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from io import BytesIO

import pkcs11
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from portal.cifrado import DescifradoImposible
from portal.firma import dispositivo
from portal.firma.certificado import comprobar_vigencia, leer_pkcs12, nombre_comun, serial_hex
from portal.firma.enums import TipoCredencial
from portal.firma.errores import CredencialInvalida, FirmaImposible
from portal.firma.firmante import ALGORITMO, FirmanteEnMemoria, en_dispositivo
from portal.firma.models import Credencial

__all__ = ["FirmaImposible", "Firmador", "firmador_de", "olvidar"]

CAMPO = "Firma"
# Key of the document's information dictionary that holds its number, as a URN (RFC 9562 §4).
CLAVE_DOCUMENTO = "/Documento"
# Seconds: the time-stamping authority's answer; a whole signature; letting go of a device.
PLAZO_TSA = 10
PLAZO_FIRMA = 30
PLAZO_CIERRE = 5
# Octets: what the CMS structure takes besides certificates, RSA-4096 included; a time stamp with
# its authority's chain.
HOLGURA = 2048
HOLGURA_TSA = 16 * 1024


class Sellador(RequestsHTTPTimeStamper):
    """pyHanko's RFC 3161 client; an answer that is not one is an outage like any other."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=PLAZO_TSA)  # type: ignore[no-untyped-call]

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask for one time stamp. Raises `TimestampRequestError`."""
        try:
            respuesta = await super().async_request_tsa_response(req)
            respuesta.native  # noqa: B018 - parsed whole here, or not at all
        except (ValueError, TypeError) as error:
            raise TimestampRequestError("unreadable answer") from error
        return respuesta


class Firmador:
    """Signs with one credential. Its `repr` and its errors hold no secret."""

    def __init__(
        self,
        firmante: Signer,
        certificado: x509.Certificate,
        cadena: tuple[x509.Certificate, ...] = (),
        url_tsa: str = "",
        al_cerrar: Callable[[], None] | None = None,
    ) -> None:
        self.certificado = certificado
        self.cadena = cadena
        self._firmante = firmante
        self._al_cerrar = al_cerrar
        self._sellador = Sellador(url_tsa) if url_tsa else None
        octetos = sum(len(c.public_bytes(Encoding.DER)) for c in (certificado, *cadena))
        # Twice: the PDF holds them in hexadecimal.
        self._reserva = 2 * (octetos + HOLGURA + (HOLGURA_TSA if url_tsa else 0))
        self._hilo = ThreadPoolExecutor(1, thread_name_prefix="firma")

    def __repr__(self) -> str:
        return f"<Firmador de {self.nombre}>"

    @property
    def nombre(self) -> str:
        """Common name of the certificate's subject."""
        return nombre_comun(self.certificado)

    @property
    def serial(self) -> str:
        """Serial number of the certificate, lowercase hex."""
        return serial_hex(self.certificado)

    @property
    def en_dispositivo(self) -> bool:
        """Whether it holds a session with the PKCS#11 device."""
        return self._al_cerrar is not None

    def cerrar(self) -> None:
        """Let go of the device, after the signature in course: it signs no more."""
        if self._al_cerrar is None:
            return
        with suppress(TimeoutError):
            self._hilo.submit(self._al_cerrar).result(timeout=PLAZO_CIERRE)

    def firmar(self, pdf: bytes, *, motivo: str, documento: uuid.UUID | None = None) -> bytes:
        """Return `pdf` signed, with the document's number in it where one is given.

        Raises `FirmaImposible`: permanent for an expired certificate or what is no PDF, temporary
        where the device or the time-stamping authority does not answer.
        """
        try:
            comprobar_vigencia(self.certificado, timezone.now())
        except CredencialInvalida as error:
            raise FirmaImposible(str(error), permanente=True) from error
        futuro = self._hilo.submit(self._firmar, pdf, motivo, documento)
        try:
            return futuro.result(timeout=PLAZO_FIRMA)
        except TimeoutError as error:
            futuro.cancel()
            olvidar(self)
            raise FirmaImposible(
                "La firma tardó demasiado: el dispositivo no responde.", permanente=False
            ) from error
        except TimestampRequestError as error:
            raise FirmaImposible(
                "El servicio de estampado de tiempo no respondió.", permanente=False
            ) from error
        except dispositivo.DEL_PIN as error:
            olvidar(self)
            raise FirmaImposible(dispositivo.PIN_RECHAZADO, permanente=True) from error
        except pkcs11.PKCS11Error as error:
            # The session is lost: the next signature opens another.
            olvidar(self)
            raise FirmaImposible(dispositivo.SIN_DISPOSITIVO, permanente=False) from error
        except (PdfError, SigningError, ValueError, TypeError, LookupError) as error:
            raise FirmaImposible(
                "El documento no se puede firmar: no es un PDF válido o ya está certificado.",
                permanente=True,
            ) from error

    def _firmar(self, pdf: bytes, motivo: str, documento: uuid.UUID | None) -> bytes:
        escritor = IncrementalPdfFileWriter(BytesIO(pdf))
        if documento is not None:
            _anotar_numero(escritor, documento)
        datos = PdfSignatureMetadata(
            field_name=CAMPO,
            md_algorithm=ALGORITMO,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=motivo,
        )
        firmado = asyncio.run(
            PdfSigner(datos, self._firmante, timestamper=self._sellador).async_sign_pdf(
                escritor, bytes_reserved=self._reserva, in_place=True
            )
        )
        assert isinstance(firmado, BytesIO)
        return firmado.getvalue()


def _anotar_numero(escritor: IncrementalPdfFileWriter, documento: uuid.UUID) -> None:
    """Write the number into the information dictionary, in the revision that is signed."""
    clave, valor = generic.pdf_name(CLAVE_DOCUMENTO), generic.pdf_string(documento.urn)
    if "/Info" not in escritor.trailer:
        datos = generic.DictionaryObject({clave: valor})
        escritor.set_info(datos)
        return
    referencia = escritor.trailer.raw_get("/Info")
    referencia.get_object()[clave] = valor
    escritor.mark_update(referencia)


# Primary key of a credential → process, time of its last change, and what came of loading it.
_Cargado = tuple[int, datetime, Firmador | FirmaImposible]
_cargados: dict[int, _Cargado] = {}
_cerrojo = threading.Lock()


def firmador_de(credencial: Credencial) -> Firmador:
    """Return the signer of a credential as it stands, loaded the first time in each process.

    Raises `FirmaImposible`. A permanent failure is remembered until the credential changes: a
    device would lock a PIN that is tried again with each document.
    """
    if not credencial.activa:
        raise FirmaImposible("La credencial de firma está desactivada.", permanente=True)
    with _cerrojo:
        guardado = _cargados.get(credencial.pk)
        if guardado is None or guardado[:2] != (os.getpid(), credencial.actualizada):
            _soltar(guardado)
            cargado = _cargar(credencial)
            _cargados[credencial.pk] = (os.getpid(), credencial.actualizada, cargado)
        else:
            cargado = guardado[2]
    if isinstance(cargado, FirmaImposible):
        raise FirmaImposible(cargado.mensaje, permanente=True)
    return cargado


def olvidar(firmador: Firmador) -> None:
    """Let the next `firmador_de` load the credential anew."""
    with _cerrojo:
        for pk, guardado in list(_cargados.items()):
            if guardado[2] is firmador:
                del _cargados[pk]


def soltar_dispositivo() -> None:
    """Close every session of this process with the device.

    While one is open the device asks nobody for the PIN: a wrong one would be taken for right.
    """
    with _cerrojo:
        for pk, guardado in list(_cargados.items()):
            if isinstance(guardado[2], Firmador) and guardado[2].en_dispositivo:
                _soltar(guardado)
                del _cargados[pk]


def _soltar(guardado: _Cargado | None) -> None:
    if guardado and guardado[0] == os.getpid() and isinstance(guardado[2], Firmador):
        guardado[2].cerrar()


def _cargar(credencial: Credencial) -> Firmador | FirmaImposible:
    """Return the signer, or the permanent failure. Raises `FirmaImposible` where it may pass."""
    try:
        if credencial.tipo == TipoCredencial.PKCS11:
            llavero = dispositivo.abrir(
                ficha=credencial.ficha, etiqueta=credencial.etiqueta, pin=credencial.pin or ""
            )
            return Firmador(
                en_dispositivo(llavero),
                llavero.certificado,
                llavero.cadena,
                credencial.url_tsa,
                llavero.cerrar,
            )
        material = leer_pkcs12(credencial.pkcs12 or b"", credencial.frase or "")
        return Firmador(
            FirmanteEnMemoria(material), material.certificado, material.cadena, credencial.url_tsa
        )
    except CredencialInvalida as error:
        return FirmaImposible(str(error), permanente=True)
    except DescifradoImposible as error:
        raise FirmaImposible(
            "La credencial se cifró con una clave que este servidor ya no tiene.", permanente=True
        ) from error
    except FirmaImposible as error:
        if not error.permanente:
            raise
        return error

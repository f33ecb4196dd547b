"""pyHanko signers whose key is loaded once and whose constant attribute is encoded once.

Measured with cProfile on pyHanko 0.38: 120 of its 135 ms a document go into checking the RSA key
anew and signing twice to learn the size; of the 10 ms that are left, 8 go into encoding anew, at
every level of the structure, the signing-certificate-v2 attribute, which never changes while the
certificate does not. Everything here goes through pyHanko's public extension points.
"""

from collections.abc import Iterable

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.attributes import (
    CMSAttributeProvider,
    SignedAttributeProviderSpec,
)
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.firma.certificado import Llave, Material
from portal.firma.dispositivo import Llavero

ALGORITMO = "sha256"


class _Fijo(CMSAttributeProvider):
    """An attribute that was encoded beforehand."""

    def __init__(self, der: bytes) -> None:
        self._der = der

    async def get_attribute(self, dry_run: bool = False) -> cms.CMSAttribute:
        return cms.CMSAttribute.load(self._der)


class AtributosPades(SignedAttributeProviderSpec):
    """The signed attributes of PAdES baseline besides pyHanko's own: signing-certificate-v2."""

    def __init__(self, certificado: asn1.Certificate) -> None:
        valor = as_signing_certificate_v2(certificado)
        self._fijo = _Fijo(simple_cms_attribute("signing_certificate_v2", valor).dump())

    def signed_attr_providers(
        self, data_digest: bytes, digest_algorithm: str
    ) -> Iterable[CMSAttributeProvider]:
        """Return the one provider; pyHanko adds content-type and message-digest."""
        return [self._fijo]


class FirmanteEnMemoria(Signer):
    """Signs with a key of `cryptography` that stays in memory and was checked when it was read."""

    def __init__(self, material: Material) -> None:
        self._llave: Llave = material.llave
        hoja = a_asn1(material.certificado)
        almacen = SimpleCertificateStore()
        almacen.register_multiple([a_asn1(superior) for superior in material.cadena])
        super().__init__(signing_cert=hoja, cert_registry=almacen)
        self.signed_attr_prov_spec = AtributosPades(a_asn1(material.certificado))

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the raw signature: PKCS#1 v1.5 or ECDSA, SHA-256."""
        if digest_algorithm != ALGORITMO:
            raise ValueError(f"unexpected digest: {digest_algorithm}")
        if isinstance(self._llave, ec.EllipticCurvePrivateKey):
            return self._llave.sign(data, ec.ECDSA(SHA256()))
        return self._llave.sign(data, padding.PKCS1v15(), SHA256())


def en_dispositivo(llavero: Llavero) -> PKCS11Signer:
    """Return pyHanko's own PKCS#11 signer on an open session, its objects found already."""
    firmante = PKCS11Signer(
        llavero.sesion,
        key_label=llavero.etiqueta,
        signing_cert=a_asn1(llavero.certificado),
        ca_chain=[a_asn1(superior) for superior in llavero.cadena],
    )
    firmante.signed_attr_prov_spec = AtributosPades(a_asn1(llavero.certificado))
    return firmante


def a_asn1(certificado: x509.Certificate) -> asn1.Certificate:
    """Return the certificate in the form that pyHanko takes."""
    return asn1.Certificate.load(certificado.public_bytes(Encoding.DER))

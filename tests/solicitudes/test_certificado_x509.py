"""Reading certificates: what is taken from them, and what is refused with which words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given
from hypothesis import strategies as st

from solicitudes.certificado_x509 import (
    TAMANO_MAXIMO,
    DatosCertificado,
    es_del_titular,
    leer,
    trae_identificacion,
)
from solicitudes.excepciones import CertificadoInvalido
from tests.solicitudes.certificados import (
    NOMBRE,
    clave,
    en_der,
    en_pem,
    hacer_certificado,
    hacer_nombre,
)

DESDE, HASTA = datetime(2026, 1, 5, 13, 0, 7, tzinfo=UTC), datetime(2028, 1, 5, 13, tzinfo=UTC)


def peticion() -> bytes:
    """A certificate request, which people confuse with the certificate."""
    constructor = x509.CertificateSigningRequestBuilder().subject_name(hacer_nombre(NOMBRE))
    return constructor.sign(clave(), SHA256()).public_bytes(Encoding.PEM)


def rechazo(contenido: bytes) -> str:
    """Return the words with which a file is refused."""
    with pytest.raises(CertificadoInvalido) as caso:
        leer(contenido)
    return str(caso.value)


@pytest.mark.parametrize("formato", [en_pem, en_der])
def test_se_leen_serial_fechas_y_nombres_de_pem_y_der(formato) -> None:  # type: ignore[no-untyped-def]
    certificado = hacer_certificado(desde=DESDE, hasta=HASTA)
    datos = leer(formato(certificado))
    assert datos.serial == "3b00cdd4a8d648335efb415e3b273bd8"
    assert (datos.valido_desde, datos.valido_hasta) == (DESDE, HASTA)
    assert datos.titular == NOMBRE
    assert NOMBRE in datos.sujeto
    assert "serialNumber=1013592259" in datos.sujeto
    assert "Autoridad de prueba" in datos.emisor
    assert datos.der == en_der(certificado)


def test_un_pem_con_texto_antes_se_lee_igual() -> None:
    contenido = b"Bag Attributes\n  friendlyName: x\n" + en_pem(hacer_certificado())
    assert leer(contenido).titular == NOMBRE


def test_un_serial_corto_conserva_octetos_enteros() -> None:
    assert leer(en_der(hacer_certificado(serial=0xABC))).serial == "0abc"


@pytest.mark.parametrize("cifrado", [NoEncryption(), BestAvailableEncryption(b"secreta")])
@pytest.mark.parametrize("codificacion", [Encoding.PEM, Encoding.DER])
def test_una_clave_privada_se_rechaza_y_se_dice(codificacion, cifrado) -> None:  # type: ignore[no-untyped-def]
    contenido = clave().private_bytes(codificacion, PrivateFormat.PKCS8, cifrado)
    assert "clave privada" in rechazo(contenido)


def test_un_certificado_seguido_de_su_clave_tambien_se_rechaza() -> None:
    privada = clave().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert "clave privada" in rechazo(en_pem(hacer_certificado()) + privada)


def test_un_pfx_se_reconoce_aunque_este_cifrado() -> None:
    contenido = pkcs12.serialize_key_and_certificates(
        b"x", clave(), hacer_certificado(), None, BestAvailableEncryption(b"secreta")
    )
    assert "PKCS#12" in rechazo(contenido)


def test_varios_certificados_se_rechazan() -> None:
    assert "varios certificados" in rechazo(en_pem(hacer_certificado()) * 2)


def test_una_peticion_no_es_el_certificado() -> None:
    assert "CSR" in rechazo(peticion())


def test_un_archivo_enorme_ni_se_mira() -> None:
    assert "64 KB" in rechazo(en_der(hacer_certificado()) + b"\0" * TAMANO_MAXIMO)


@pytest.mark.parametrize(
    "contenido",
    [
        b"",
        b"hola",
        b"%PDF-1.7",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        en_der(hacer_certificado())[:-1],
        en_der(hacer_certificado()) + b"\0",
    ],
)
def test_lo_que_no_es_un_certificado_se_rechaza_sin_romperse(contenido: bytes) -> None:
    assert "X.509" in rechazo(contenido)


def test_una_version_desconocida_se_rechaza() -> None:
    contenido = bytearray(en_der(hacer_certificado()))
    # [0] { INTEGER 2 }: version 3 (RFC 5280 §4.1.2.1).
    contenido[contenido.index(b"\xa0\x03\x02\x01\x02") + 4] = 9
    assert "X.509" in rechazo(bytes(contenido))


@given(st.binary(max_size=400))
def test_ningun_contenido_rompe_la_lectura(contenido: bytes) -> None:
    with pytest.raises(CertificadoInvalido):
        leer(contenido)


@given(st.integers(min_value=0, max_value=600), st.integers(min_value=0, max_value=255))
def test_un_certificado_danado_se_lee_o_se_rechaza(posicion: int, octeto: int) -> None:
    contenido = bytearray(en_der(hacer_certificado(desde=DESDE, hasta=HASTA)))
    contenido[posicion % len(contenido)] = octeto
    try:
        datos = leer(bytes(contenido))
    except CertificadoInvalido:
        return
    assert datos.serial


def datos_con(**cambios: object) -> DatosCertificado:
    """The data of a certificate, with some changed."""
    return replace(leer(en_der(hacer_certificado())), **cambios)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "nombre",
    ["SAMUEL ANDRÉS DUARTE ARBELÁEZ", "samuel andres duarte arbelaez", "Duarte Arbeláez, Samuel"],
)
def test_el_titular_se_reconoce_sin_tildes_ni_mayusculas_y_en_otro_orden(nombre: str) -> None:
    assert es_del_titular(datos_con(), nombre)


@pytest.mark.parametrize("nombre", ["SAMUEL DUARTE PÉREZ", "OTRA PERSONA", "SAM DUARTE"])
def test_otro_nombre_no_pasa_por_el_titular(nombre: str) -> None:
    assert not es_del_titular(datos_con(), nombre)


@pytest.mark.parametrize(
    ("escrito", "numero"),
    [
        ("1013592259", "1013592259"),
        ("CC1013592259", "1013592259"),
        ("CC 1.013.592.259", "1013592259"),
        ("IDCCO-1013592259", "1013592259"),
        ("900544472-2", "9005444722"),
        ("PA AB123456", "AB123456"),
        ("12345", "12345"),
    ],
)
def test_la_identificacion_se_halla_como_la_escriben_los_certificados(
    escrito: str, numero: str
) -> None:
    datos = leer(en_der(hacer_certificado(identificacion=escrito)))
    assert trae_identificacion(datos, {numero})


@pytest.mark.parametrize("escrito", ["", "11013592259", "10135922599", "2013592259"])
def test_otra_identificacion_no_pasa_por_la_del_titular(escrito: str) -> None:
    datos = leer(en_der(hacer_certificado(identificacion=escrito)))
    assert not trae_identificacion(datos, {"1013592259"})

"""What is refused of a PKCS#12 file, with which words."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)

from portal.firma.certificado import (
    TAMANO_MAXIMO,
    cadena_de,
    comprobar_vigencia,
    leer_pkcs12,
    nombre_comun,
    serial_hex,
)
from portal.firma.errores import CredencialInvalida
from tests.portal.firma.recetas import (
    FRASE,
    TITULAR,
    archivo_del_titular,
    autoridad,
    del_titular,
    emitido,
    en_pkcs12,
    hacer_certificado,
    intermedia,
    llave_ec,
    llave_rsa,
)


def test_lee_la_llave_su_certificado_y_la_cadena_en_orden() -> None:
    material = leer_pkcs12(archivo_del_titular(), FRASE)
    assert material.certificado == del_titular()
    assert material.cadena == (intermedia(), autoridad())


def test_un_archivo_sin_frase_tambien_se_lee() -> None:
    archivo = pkcs12.serialize_key_and_certificates(
        b"firma", llave_rsa(), del_titular(), None, NoEncryption()
    )
    assert leer_pkcs12(archivo, "").cadena == ()


@pytest.mark.parametrize(
    ("archivo", "frase"),
    [
        (archivo_del_titular, "equivocada"),
        (archivo_del_titular, ""),
        (lambda: b"no es un PKCS#12", FRASE),
        (lambda: archivo_del_titular()[:-40], FRASE),
    ],
)
def test_la_frase_equivocada_y_la_basura_se_explican(archivo, frase) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CredencialInvalida, match="frase de paso no es la correcta"):
        leer_pkcs12(archivo(), frase)


def test_un_archivo_vacio_o_enorme_ni_se_abre() -> None:
    with pytest.raises(CredencialInvalida, match="vacío"):
        leer_pkcs12(b"", FRASE)
    with pytest.raises(CredencialInvalida, match="256 KB"):
        leer_pkcs12(bytes(TAMANO_MAXIMO + 1), FRASE)


def test_sin_llave_privada_no_sirve() -> None:
    archivo = pkcs12.serialize_key_and_certificates(
        b"firma", None, del_titular(), [intermedia()], BestAvailableEncryption(FRASE.encode())
    )
    with pytest.raises(CredencialInvalida, match="no trae la llave privada"):
        leer_pkcs12(archivo, FRASE)


def test_sin_certificado_no_sirve() -> None:
    archivo = pkcs12.serialize_key_and_certificates(
        b"firma", llave_rsa(), None, None, BestAvailableEncryption(FRASE.encode())
    )
    with pytest.raises(CredencialInvalida, match="no trae ningún certificado"):
        leer_pkcs12(archivo, FRASE)


def test_el_certificado_de_otra_llave_no_sirve() -> None:
    archivo = pkcs12.serialize_key_and_certificates(
        b"firma", llave_rsa(), None, [intermedia()], BestAvailableEncryption(FRASE.encode())
    )
    with pytest.raises(CredencialInvalida, match="no corresponden"):
        leer_pkcs12(archivo, FRASE)


def test_una_llave_rsa_corta_no_sirve() -> None:
    llave = llave_rsa("corta", 1024)
    with pytest.raises(CredencialInvalida, match="1024 bits"):
        leer_pkcs12(en_pkcs12(llave, emitido("Corta", llave)), FRASE)


def test_un_algoritmo_que_nadie_valida_no_sirve() -> None:
    llave = ed25519.Ed25519PrivateKey.generate()
    archivo = pkcs12.serialize_key_and_certificates(
        b"firma", llave, None, None, BestAvailableEncryption(FRASE.encode())
    )
    with pytest.raises(CredencialInvalida, match="RSA o de curva"):
        leer_pkcs12(archivo, FRASE)


def test_un_certificado_que_no_es_para_firmar_no_sirve() -> None:
    llave = llave_ec()
    with pytest.raises(CredencialInvalida, match="no fue emitido para firmar"):
        leer_pkcs12(en_pkcs12(llave, emitido("De cifrado", llave, firma=False)), FRASE)


def test_los_certificados_ajenos_se_quedan_fuera() -> None:
    ajeno = hacer_certificado("Ajeno", llave_ec("ajeno"), ca=True)
    # The same name as the true authority, another key.
    impostor = hacer_certificado("Autoridad intermedia de prueba", llave_ec("otra"), ca=True)
    assert cadena_de(del_titular(), [ajeno, autoridad(), impostor, intermedia()]) == (
        intermedia(),
        autoridad(),
    )


def test_la_vigencia_dice_la_fecha() -> None:
    certificado = emitido(
        "Con fechas",
        llave_ec(),
        desde=datetime(2026, 3, 1, tzinfo=UTC),
        hasta=datetime(2026, 4, 1, tzinfo=UTC),
    )
    comprobar_vigencia(certificado, datetime(2026, 3, 15, tzinfo=UTC))
    with pytest.raises(CredencialInvalida, match=r"venció el 01/04/2026"):
        comprobar_vigencia(certificado, datetime(2026, 4, 1, tzinfo=UTC) + timedelta(seconds=1))
    with pytest.raises(CredencialInvalida, match=r"desde el 01/03/2026"):
        comprobar_vigencia(certificado, datetime(2026, 2, 1, tzinfo=UTC))


def test_nombre_y_serial_se_leen_como_los_demas() -> None:
    assert nombre_comun(del_titular()) == TITULAR
    assert int(serial_hex(del_titular()), 16) == del_titular().serial_number
    assert len(serial_hex(del_titular())) % 2 == 0

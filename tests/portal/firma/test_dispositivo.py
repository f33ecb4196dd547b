"""Keys that never leave a PKCS#11 device, with SoftHSM for a device."""

from pathlib import Path

import pkcs11
import pytest
from django.db import connection
from pytest_django import Settings

from portal.firma import dispositivo, servicios
from portal.firma.certificado import leer_pkcs12
from portal.firma.enums import TipoCredencial
from portal.firma.errores import CredencialInvalida
from portal.firma.firmador import FirmaImposible, firmador_de
from portal.firma.models import Credencial
from portal.usuarios.models import Usuario
from tests.portal.firma.conftest import ETIQUETA, FICHA, PIN
from tests.portal.firma.recetas import (
    FRASE,
    archivo_del_titular,
    autoridad,
    del_titular,
    esta_bien_formado,
    hacer_pdf,
    intermedia,
    juicio,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _con_dispositivo(softhsm: str, settings: Settings) -> None:
    settings.PORTAL_PKCS11_MODULO = softhsm


def cargar(
    actor: Usuario | None = None, ficha: str = FICHA, etiqueta: str = ETIQUETA
) -> Credencial:
    return servicios.cargar_pkcs11(
        nombre="En el HSM", ficha=ficha, etiqueta=etiqueta, pin=PIN, actor=actor
    )


def test_firma_con_la_llave_del_dispositivo(tmp_path: Path, administrador: Usuario) -> None:
    credencial = cargar(administrador)
    assert credencial.tipo == TipoCredencial.PKCS11
    firmador = firmador_de(Credencial.objects.get(pk=credencial.pk))
    assert firmador.certificado == del_titular()
    assert firmador.cadena == (intermedia(), autoridad())
    for _ in range(2):
        firmado = firmador.firmar(hacer_pdf(), motivo="Desde el HSM")
        assert "Signature is Valid." in juicio(firmado, tmp_path)
        assert esta_bien_formado(firmado, tmp_path)


def test_el_pin_queda_cifrado_y_no_asoma() -> None:
    credencial = cargar()
    with connection.cursor() as cursor:
        cursor.execute("select pin from firma_credencial")
        assert PIN not in cursor.fetchone()[0]
    assert PIN not in f"{firmador_de(credencial)!r}"


@pytest.mark.parametrize(("ficha", "etiqueta"), [("no-existe", ETIQUETA), (FICHA, "no existe")])
def test_lo_que_no_esta_en_el_dispositivo_se_explica(ficha: str, etiqueta: str) -> None:
    with pytest.raises(CredencialInvalida, match="no está conectado"):
        cargar(ficha=ficha, etiqueta=etiqueta)
    assert not Credencial.objects.exists()


def test_un_pin_equivocado_no_se_prueba_dos_veces(monkeypatch: pytest.MonkeyPatch) -> None:
    credencial = cargar()
    intentos: list[str] = []

    def rechazar(*_: object, user_pin: str, **__: object) -> pkcs11.Session:
        intentos.append(user_pin)
        raise pkcs11.PinIncorrect

    monkeypatch.setattr(dispositivo, "open_pkcs11_session", rechazar)
    for _ in range(3):
        with pytest.raises(FirmaImposible, match="rechazó el PIN") as fallo:
            firmador_de(credencial)
        assert fallo.value.permanente
    assert intentos == [PIN]


def test_un_pin_equivocado_se_descubre_aunque_haya_una_sesion_abierta(tmp_path: Path) -> None:
    credencial = cargar()
    firmador_de(credencial).firmar(hacer_pdf(), motivo="Prueba")
    with pytest.raises(CredencialInvalida, match="rechazó el PIN"):
        servicios.reemplazar_pkcs11(
            credencial=credencial, ficha=FICHA, etiqueta=ETIQUETA, pin="0000", actor=None
        )
    credencial.refresh_from_db()
    assert credencial.pin == PIN
    firmado = firmador_de(credencial).firmar(hacer_pdf(), motivo="Prueba")
    assert "Signature is Valid." in juicio(firmado, tmp_path)


def test_un_dispositivo_desconectado_es_pasajero() -> None:
    credencial = cargar()
    Credencial.objects.update(ficha="desconectado")
    credencial.refresh_from_db()
    with pytest.raises(FirmaImposible, match="no está conectado") as fallo:
        firmador_de(credencial)
    assert not fallo.value.permanente


def test_una_sesion_perdida_se_abre_de_nuevo(tmp_path: Path) -> None:
    credencial = cargar()
    firmador = firmador_de(credencial)
    firmador._firmante.pkcs11_session.close()  # type: ignore[attr-defined]
    with pytest.raises(FirmaImposible) as fallo:
        firmador.firmar(hacer_pdf(), motivo="Prueba")
    assert not fallo.value.permanente
    nuevo = firmador_de(credencial)
    assert nuevo is not firmador
    assert "Signature is Valid." in juicio(nuevo.firmar(hacer_pdf(), motivo="Prueba"), tmp_path)


def test_sin_modulo_configurado_se_dice_cual_variable_falta(settings: Settings) -> None:
    credencial = cargar()
    settings.PORTAL_PKCS11_MODULO = ""
    Credencial.objects.get(pk=credencial.pk).save()
    credencial.refresh_from_db()
    with pytest.raises(FirmaImposible, match="PORTAL_PKCS11_MODULO") as fallo:
        firmador_de(credencial)
    assert fallo.value.permanente


def test_de_un_dispositivo_se_puede_pasar_a_un_archivo() -> None:
    credencial = cargar()
    servicios.reemplazar_pkcs12(
        credencial=credencial, archivo=archivo_del_titular(), frase=FRASE, actor=None
    )
    credencial.refresh_from_db()
    assert (credencial.tipo, credencial.pin, credencial.ficha) == (TipoCredencial.PKCS12, None, "")
    assert leer_pkcs12(credencial.pkcs12 or b"", FRASE).certificado == del_titular()
    servicios.reemplazar_pkcs11(
        credencial=credencial, ficha=FICHA, etiqueta=ETIQUETA, pin=PIN, actor=None
    )
    credencial.refresh_from_db()
    assert (credencial.tipo, credencial.pkcs12) == (TipoCredencial.PKCS11, None)

"""The SMS client behind the real twilio library."""

import base64
import logging
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings

from portal.mensajes.clientes import sms as cliente
from portal.mensajes.clientes.fallo import FalloDeEnvio
from portal.mensajes.models import MensajeBuzon, SmsSaliente
from tests.portal.mensajes.dobles import ProveedorHttp, Respuesta

pytestmark = pytest.mark.django_db
ACEPTADO = Respuesta(201, '{"sid": "SM0123", "status": "queued"}')


def fallo_de(sms: SmsSaliente) -> FalloDeEnvio:
    with pytest.raises(FalloDeEnvio) as recogido:
        cliente.enviar(sms)
    return recogido.value


def test_twilio_recibe_el_mensaje(sms: SmsSaliente, proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [ACEPTADO]

    acuse = cliente.enviar(sms)

    assert (acuse.respuesta, acuse.sid, acuse.entrega) == ("queued SM0123", "SM0123", "en_cola")
    peticion = proveedor.peticiones[0]
    ficha = peticion.cabeceras["Authorization"].removeprefix("Basic ")
    cuenta = "AC00000000000000000000000000000000"
    assert peticion.ruta == f"/2010-04-01/Accounts/{cuenta}/Messages.json"
    assert base64.b64decode(ficha).decode() == f"{cuenta}:secreto-de-prueba"
    assert parse_qs(peticion.cuerpo) == {
        "To": ["+573105550123"],
        "From": ["+15005550006"],
        "Body": ["Su PIN es 123456."],
    }


def test_twilio_sabe_donde_avisar_de_la_entrega(
    sms: SmsSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.PORTAL_URL = "https://portal.example"
    proveedor.respuestas = [ACEPTADO]

    cliente.enviar(sms)

    datos = parse_qs(proveedor.peticiones[0].cuerpo)
    aviso = f"https://portal.example/webhooks/twilio/estado/?mensaje={sms.pk}"
    assert datos["StatusCallback"] == [aviso]


def test_un_servicio_de_mensajeria_reemplaza_al_numero(
    sms: SmsSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.TWILIO_NUMERO = "MG00000000000000000000000000000000"
    proveedor.respuestas = [ACEPTADO]

    cliente.enviar(sms)

    datos = parse_qs(proveedor.peticiones[0].cuerpo)
    assert datos["MessagingServiceSid"] == [settings.TWILIO_NUMERO]
    assert "From" not in datos


@pytest.mark.parametrize(
    ("estado", "codigo", "permanente"),
    [
        (400, 21211, True),  # invalid number
        (400, 21610, True),  # the person unsubscribed
        (400, 21614, True),  # not a mobile
        (404, 20404, True),
        (400, 21611, False),  # queue of the sender full
        (401, 20003, False),  # credentials
        (429, 20429, False),
        (500, 20500, False),
        (503, 20503, False),
    ],
)
def test_los_rechazos_de_twilio_se_distinguen(
    sms: SmsSaliente, proveedor: ProveedorHttp, estado: int, codigo: int, permanente: bool
) -> None:
    cuerpo = f'{{"code": {codigo}, "message": "no se pudo", "status": {estado}}}'
    proveedor.respuestas = [Respuesta(estado, cuerpo)]

    fallo = fallo_de(sms)

    assert fallo.permanente is permanente
    assert fallo.respuesta.startswith(f"{estado} {codigo}")
    assert "no se pudo" in fallo.respuesta


def test_se_entiende_el_formato_nuevo_de_errores(
    sms: SmsSaliente, proveedor: ProveedorHttp
) -> None:
    problema = '{"type": "about:blank", "title": "Número inválido", "status": 400, "code": 21211}'
    proveedor.respuestas = [Respuesta(400, problema)]

    fallo = fallo_de(sms)

    assert fallo.permanente is True
    assert "Número inválido" in fallo.respuesta


@pytest.mark.parametrize(
    ("respuesta", "permanente"),
    [
        (Respuesta(502, "<html>Bad gateway</html>"), False),
        (Respuesta(201, "<html>Entre a la red</html>"), False),
    ],
)
def test_una_respuesta_que_no_es_de_twilio_se_reintenta(
    sms: SmsSaliente, proveedor: ProveedorHttp, respuesta: Respuesta, permanente: bool
) -> None:
    proveedor.respuestas = [respuesta]

    assert fallo_de(sms).permanente is permanente


def test_si_twilio_calla_se_reintenta(
    sms: SmsSaliente, proveedor: ProveedorHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cliente, "ESPERA", 0.2)
    proveedor.respuestas = [Respuesta(retener=True)]

    fallo = fallo_de(sms)

    assert fallo.permanente is False
    assert "Timeout" in fallo.respuesta


def test_si_no_se_alcanza_a_twilio_se_reintenta(
    sms: SmsSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.TWILIO_API_URL = "http://127.0.0.1:9"

    assert fallo_de(sms).permanente is False


def test_sin_credenciales_no_se_llama_y_se_reintenta(
    sms: SmsSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_AUTH_TOKEN = ""

    assert fallo_de(sms).permanente is False
    assert proveedor.peticiones == []


def test_la_biblioteca_no_registra_ni_el_numero_ni_la_cuenta(
    sms: SmsSaliente, proveedor: ProveedorHttp, caplog: pytest.LogCaptureFixture
) -> None:
    proveedor.respuestas = [ACEPTADO]

    with caplog.at_level(logging.INFO):
        cliente.enviar(sms)

    assert "573105550123" not in caplog.text
    assert "AC0000" not in caplog.text


def test_en_la_demostracion_el_sms_va_al_buzon(
    sms: SmsSaliente, al_buzon: Callable[[], list[MensajeBuzon]]
) -> None:
    acuse = cliente.enviar(sms)

    guardado = al_buzon()[0]
    assert acuse.respuesta == f"buzón {guardado.pk}"
    assert (acuse.sid, acuse.entrega) == (None, "entregado")
    assert guardado.canal == "sms"
    assert guardado.destinatarios == "+573105550123"
    assert b"Su PIN es 123456." in bytes(guardado.crudo)

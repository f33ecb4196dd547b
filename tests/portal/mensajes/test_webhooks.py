"""Twilio's reports on the delivery of an SMS."""

from itertools import permutations
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from portal.mensajes import envio
from portal.mensajes.enums import EstadoEntrega, EstadoMensaje
from portal.mensajes.models import SmsSaliente
from tests.portal.mensajes.dobles import ProveedorHttp, Respuesta

pytestmark = pytest.mark.django_db
RUTA = "/webhooks/twilio/estado/"
PUBLICA = "https://portal.example"
SECRETO = "secreto-de-prueba"
SID = "SM" + "a1" * 16
OTRO_SID = "SM" + "b2" * 16


@pytest.fixture(autouse=True)
def _publicado(settings: Settings) -> None:
    settings.PORTAL_URL = PUBLICA
    settings.TWILIO_AUTH_TOKEN = SECRETO


def avisar(
    sms: SmsSaliente | None,
    estado: str,
    *,
    sid: str = SID,
    secreto: str = SECRETO,
    direccion: str = PUBLICA,
    **mas: str,
) -> HttpResponseBase:
    """Call as Twilio does: signed over the public address, whatever the request looks like."""
    consulta = f"{RUTA}?mensaje={sms.pk}" if sms else RUTA
    datos = {"MessageSid": sid, "MessageStatus": estado, "To": "+573105550123", **mas}
    firma = RequestValidator(secreto).compute_signature(f"{direccion}{consulta}", datos)
    return Client(enforce_csrf_checks=True).post(
        consulta, datos, headers={"X-Twilio-Signature": firma}
    )


def entrega(sms: SmsSaliente) -> tuple[str, str | None]:
    sms.refresh_from_db()
    return sms.entrega, sms.sid


def test_del_envio_a_la_entrega(sms: SmsSaliente, proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [Respuesta(201, f'{{"sid": "{SID}", "status": "queued"}}')]

    assert envio.enviar_sms(pk=sms.pk)
    assert entrega(sms) == (EstadoEntrega.EN_COLA, SID)

    assert avisar(sms, "sent").status_code == 204
    assert entrega(sms) == (EstadoEntrega.EN_CAMINO, SID)
    assert avisar(sms, "delivered").status_code == 204
    assert entrega(sms) == (EstadoEntrega.ENTREGADO, SID)
    assert sms.estado == EstadoMensaje.ENVIADO
    assert sms.entrega_en is not None


def test_un_mensaje_que_no_llega_dice_por_que(sms: SmsSaliente) -> None:
    avisar(sms, "undelivered", ErrorCode="30005")

    assert entrega(sms) == (EstadoEntrega.NO_ENTREGADO, SID)
    assert sms.entrega_error == "30005"


@pytest.mark.parametrize("orden", list(permutations(["queued", "sent", "delivered"])))
def test_lleguen_como_lleguen_los_avisos_el_ultimo_estado_queda(
    sms: SmsSaliente, orden: tuple[str, ...]
) -> None:
    for estado in orden:
        assert avisar(sms, estado).status_code == 204

    assert entrega(sms) == (EstadoEntrega.ENTREGADO, SID)


@pytest.mark.parametrize("primero", ["delivered", "undelivered", "failed"])
@pytest.mark.parametrize("despues", ["queued", "sent", "delivered", "undelivered", "failed"])
def test_un_estado_final_no_cambia(sms: SmsSaliente, primero: str, despues: str) -> None:
    avisar(sms, primero)
    antes = entrega(sms), sms.entrega_en

    avisar(sms, despues)

    assert (entrega(sms), sms.entrega_en) == antes


def test_un_aviso_repetido_no_hace_nada(sms: SmsSaliente, caplog: pytest.LogCaptureFixture) -> None:
    avisar(sms, "sent")
    antes = entrega(sms), sms.entrega_en
    caplog.clear()

    assert avisar(sms, "sent").status_code == 204

    assert (entrega(sms), sms.entrega_en) == antes
    assert "entrega de un SMS" not in caplog.text


@pytest.mark.parametrize(
    ("aviso", "queda"), [("delivered", "entregado"), ("failed", "fallido"), ("sent", "en_camino")]
)
def test_el_aviso_puede_llegar_antes_que_nuestra_anotacion(
    sms: SmsSaliente, proveedor: ProveedorHttp, aviso: str, queda: str
) -> None:
    avisar(sms, aviso)
    proveedor.respuestas = [Respuesta(201, f'{{"sid": "{SID}", "status": "queued"}}')]

    assert envio.enviar_sms(pk=sms.pk)

    assert entrega(sms) == (queda, SID)


def test_un_segundo_intento_estrena_estado_y_lo_entregado_no_se_olvida(sms: SmsSaliente) -> None:
    avisar(sms, "failed", sid=SID)
    avisar(sms, "sent", sid=OTRO_SID)
    assert entrega(sms) == (EstadoEntrega.EN_CAMINO, OTRO_SID)
    assert sms.entrega_error == ""

    avisar(sms, "delivered", sid=OTRO_SID)
    avisar(sms, "failed", sid=SID)

    assert entrega(sms) == (EstadoEntrega.ENTREGADO, OTRO_SID)


def test_sin_la_clave_en_la_direccion_basta_el_sid(sms: SmsSaliente) -> None:
    avisar(sms, "sent")

    avisar(None, "delivered")

    assert entrega(sms) == (EstadoEntrega.ENTREGADO, SID)


@pytest.mark.parametrize(
    ("sid", "estado"),
    [("SM" + "0" * 32, "delivered"), ("", "delivered"), ("x" * 500, "delivered"), (SID, "nuevo")],
)
def test_lo_desconocido_se_recibe_y_no_crea_nada(sid: str, estado: str) -> None:
    assert avisar(None, estado, sid=sid).status_code == 204
    assert not SmsSaliente.objects.exists()


@pytest.mark.parametrize("clave", ["", "no-es-una-clave", "00000000-0000-0000-0000-000000000000"])
def test_una_clave_que_no_es_de_nadie_no_molesta(clave: str) -> None:
    datos = {"MessageSid": SID, "MessageStatus": "sent"}
    direccion = f"{RUTA}?mensaje={clave}"
    firma = RequestValidator(SECRETO).compute_signature(f"{PUBLICA}{direccion}", datos)

    respuesta = Client().post(direccion, datos, headers={"X-Twilio-Signature": firma})

    assert respuesta.status_code == 204


@pytest.mark.parametrize(
    "como",
    [
        {"secreto": "otro"},
        {"direccion": "http://testserver"},
        {"direccion": "https://otro.example"},
    ],
)
def test_una_firma_que_no_es_de_twilio_se_rechaza(sms: SmsSaliente, como: dict[str, Any]) -> None:
    assert avisar(sms, "delivered", **como).status_code == 403
    assert entrega(sms) == ("", None)


@pytest.mark.parametrize("cabeceras", [{}, {"X-Twilio-Signature": ""}])
def test_sin_firma_se_rechaza(sms: SmsSaliente, cabeceras: dict[str, str]) -> None:
    datos = {"MessageSid": SID, "MessageStatus": "delivered"}

    assert Client().post(f"{RUTA}?mensaje={sms.pk}", datos, headers=cabeceras).status_code == 403


def test_un_dato_cambiado_invalida_la_firma(sms: SmsSaliente) -> None:
    datos = {"MessageSid": SID, "MessageStatus": "failed"}
    firma = RequestValidator(SECRETO).compute_signature(f"{PUBLICA}{RUTA}", datos)

    respuesta = Client().post(
        RUTA, datos | {"MessageStatus": "delivered"}, headers={"X-Twilio-Signature": firma}
    )

    assert respuesta.status_code == 403


def test_sin_credenciales_de_twilio_no_se_cree_a_nadie(
    sms: SmsSaliente, settings: Settings
) -> None:
    settings.TWILIO_AUTH_TOKEN = ""

    assert avisar(sms, "delivered", secreto="").status_code == 403


def test_abrir_la_direccion_no_cambia_nada(sms: SmsSaliente, client: Client) -> None:
    assert client.get(f"{RUTA}?mensaje={sms.pk}&MessageSid={SID}").status_code == 405
    assert entrega(sms) == ("", None)


def test_el_registro_no_lleva_el_numero(sms: SmsSaliente, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        avisar(sms, "delivered")

    assert "entrega de un SMS" in caplog.text
    assert "310555" not in caplog.text


def test_en_la_demostracion_todo_llega(sms: SmsSaliente, al_buzon: object) -> None:
    assert envio.enviar_sms(pk=sms.pk)

    assert entrega(sms) == (EstadoEntrega.ENTREGADO, None)

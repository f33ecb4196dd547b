"""Claim → commit → call → record, and the sweep that repairs."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.db.models.functions import Now
from pytest_django import Settings

from portal.mensajes import envio
from portal.mensajes.enums import EstadoMensaje
from portal.mensajes.models import CorreoSaliente, MensajeBuzon, SmsSaliente
from portal.mensajes.politica import BARRIDO_MAXIMO, INTENTOS_MAXIMOS
from tests.portal.mensajes.conftest import Encolar
from tests.portal.mensajes.dobles import ProveedorHttp, Respuesta

pytestmark = pytest.mark.django_db
ENVIAR_SMS = Respuesta(201, '{"sid": "SM0123", "status": "queued"}')


class BackendQueMira(BaseEmailBackend):
    """Looks at the row while the provider is being called, over a transaction if there is one."""

    visto: tuple[bool, str] | None = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        type(self).visto = (connection.in_atomic_block, CorreoSaliente.objects.get().estado)
        return 1


class BackendQueTarda(BaseEmailBackend):
    """Is cut off by the task's time limit."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SoftTimeLimitExceeded


@pytest.mark.django_db(transaction=True)
def test_se_llama_al_proveedor_sin_transaccion_y_con_el_reclamo_confirmado(
    correo: CorreoSaliente, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{BackendQueMira.__name__}"

    assert envio.enviar_correo(pk=correo.pk) is True

    assert BackendQueMira.visto == (False, "enviando")


def test_un_correo_sale_una_vez_aunque_se_pida_varias(
    correo: CorreoSaliente, proveedor: ProveedorHttp
) -> None:
    salidas = [envio.enviar_correo(pk=str(correo.pk)) for _ in range(3)]

    correo.refresh_from_db()
    assert salidas == [True, False, False]
    assert len(proveedor.peticiones) == 1
    assert correo.estado == EstadoMensaje.ENVIADO
    assert correo.respuesta_proveedor.startswith("queued ")


def test_un_sms_sale_una_vez_aunque_se_pida_varias(
    sms: SmsSaliente, proveedor: ProveedorHttp
) -> None:
    proveedor.respuestas = [ENVIAR_SMS]

    salidas = [envio.enviar_sms(pk=str(sms.pk)) for _ in range(3)]

    sms.refresh_from_db()
    assert salidas == [True, False, False]
    assert len(proveedor.peticiones) == 1
    assert sms.respuesta_proveedor == "queued SM0123"


def test_el_segundo_intento_es_el_mismo_correo(
    correo: CorreoSaliente, proveedor: ProveedorHttp
) -> None:
    proveedor.respuestas = [Respuesta(500), Respuesta(202)]

    envio.enviar_correo(pk=correo.pk)
    CorreoSaliente.objects.update(proximo_intento=Now())
    envio.enviar_correo(pk=correo.pk)

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.ENVIADO
    assert correo.intentos == 2
    assert [correo.message_id in peticion.cuerpo for peticion in proveedor.peticiones] == [True] * 2


def test_un_fallo_temporal_espera_en_la_fila(
    correo: CorreoSaliente, proveedor: ProveedorHttp
) -> None:
    proveedor.respuestas = [Respuesta(503, "mantenimiento")]

    assert envio.enviar_correo(pk=correo.pk) is False

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.PENDIENTE
    assert "mantenimiento" in correo.error
    assert envio.recuperar(CorreoSaliente) == []


def test_los_intentos_se_acaban(correo: CorreoSaliente, proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [Respuesta(503)]

    for _ in range(INTENTOS_MAXIMOS + 3):
        CorreoSaliente.objects.filter(estado="pendiente").update(proximo_intento=Now())
        envio.enviar_correo(pk=correo.pk)

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.FALLIDO
    assert len(proveedor.peticiones) == INTENTOS_MAXIMOS


def test_un_rechazo_permanente_no_se_reintenta(sms: SmsSaliente, proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [Respuesta(400, '{"code": 21211, "message": "inválido"}')]

    envio.enviar_sms(pk=sms.pk)

    sms.refresh_from_db()
    assert sms.estado == EstadoMensaje.FALLIDO
    assert "21211" in sms.error


def test_un_correo_confidencial_se_borra_al_salir(
    encolar: Encolar, proveedor: ProveedorHttp
) -> None:
    correo = encolar(confidencial=True)

    envio.enviar_correo(pk=correo.pk)

    correo.refresh_from_db()
    assert "482913" in proveedor.peticiones[0].cuerpo
    assert (correo.estado, correo.texto, correo.html) == ("enviado", None, None)


def test_una_tarea_cortada_devuelve_su_reclamo_y_deja_rastro(
    correo: CorreoSaliente, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{BackendQueTarda.__name__}"

    assert envio.enviar_correo(pk=correo.pk) is False

    rastro = next(linea for linea in caplog.records if linea.exc_info)
    assert rastro.exc_info is not None
    assert rastro.exc_info[0] is SoftTimeLimitExceeded
    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.PENDIENTE
    assert correo.error == "SoftTimeLimitExceeded"


def test_un_mensaje_que_ya_no_esta_no_es_un_error() -> None:
    assert envio.enviar_correo(pk=uuid4()) is False


@pytest.mark.parametrize("estado", [202, 400, 503])
def test_el_registro_nombra_la_fila_y_a_nadie(
    correo: CorreoSaliente,
    proveedor: ProveedorHttp,
    caplog: pytest.LogCaptureFixture,
    estado: int,
) -> None:
    proveedor.respuestas = [Respuesta(estado, "ana.perez@empresa.example no se pudo")]

    with caplog.at_level(logging.DEBUG, logger="portal"):
        envio.enviar_correo(pk=correo.pk)

    linea = next(registro for registro in caplog.records if registro.name == "portal.mensajes")
    assert linea.__dict__["mensaje"] == str(correo.pk)
    assert linea.__dict__["proposito"] == "prueba.aviso"
    assert "ana.perez" not in str(linea.__dict__)
    assert "482913" not in str(linea.__dict__)


def atascar(correo: CorreoSaliente) -> CorreoSaliente:
    reclamado = CorreoSaliente.reclamar(correo.pk)
    assert reclamado is not None
    CorreoSaliente.objects.update(reclamado_en=Now() - timedelta(hours=1))
    return reclamado


def test_el_barrido_nombra_lo_debido_empezando_por_lo_mas_viejo(encolar: Encolar) -> None:
    nuevo, viejo, futuro = encolar(), encolar(), encolar()
    CorreoSaliente.objects.filter(pk=viejo.pk).update(proximo_intento=Now() - timedelta(hours=1))
    CorreoSaliente.objects.filter(pk=futuro.pk).update(proximo_intento=Now() + timedelta(hours=1))

    assert envio.recuperar(CorreoSaliente) == [viejo.pk, nuevo.pk]


def test_el_barrido_libera_el_reclamo_de_un_trabajador_muerto(correo: CorreoSaliente) -> None:
    atascar(correo)

    envio.recuperar(CorreoSaliente)

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.PENDIENTE
    assert correo.intentos == 1
    assert correo.error == "El proceso que lo enviaba se interrumpió."


def test_el_barrido_no_molesta_a_quien_trabaja(correo: CorreoSaliente) -> None:
    CorreoSaliente.reclamar(correo.pk)

    assert envio.recuperar(CorreoSaliente) == []

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.ENVIANDO


def test_un_mensaje_que_mata_a_sus_trabajadores_se_abandona(correo: CorreoSaliente) -> None:
    CorreoSaliente.objects.update(intentos=INTENTOS_MAXIMOS - 1)
    atascar(correo)

    envio.recuperar(CorreoSaliente)

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.FALLIDO


def test_un_trabajador_dado_por_muerto_aun_puede_decir_que_entrego(
    correo: CorreoSaliente, al_buzon: Callable[[], list[MensajeBuzon]]
) -> None:
    lento = atascar(correo)
    envio.recuperar(CorreoSaliente)

    lento.marcar_enviado("al fin")
    CorreoSaliente.objects.filter(estado="pendiente").update(proximo_intento=Now())
    envio.enviar_correo(pk=correo.pk)

    assert al_buzon() == []


def test_un_barrido_toma_una_tanda_limitada(sms: SmsSaliente) -> None:
    SmsSaliente.objects.bulk_create(
        SmsSaliente(proposito="lote", destinatario="+573105550123", texto="x")
        for _ in range(BARRIDO_MAXIMO + 5)
    )

    assert len(envio.recuperar(SmsSaliente)) == BARRIDO_MAXIMO


@pytest.mark.parametrize(("minutos", "sale"), [(-1, False), (1, True)])
def test_lo_que_ya_no_sirve_no_se_envia_y_su_texto_se_borra(
    correo: CorreoSaliente, proveedor: ProveedorHttp, minutos: int, sale: bool
) -> None:
    caduca = Now() + timedelta(minutes=minutos)
    CorreoSaliente.objects.filter(pk=correo.pk).update(caduca=caduca, confidencial=True)

    assert envio.enviar_correo(pk=correo.pk) is sale

    correo.refresh_from_db()
    assert len(proveedor.peticiones) == int(sale)
    assert correo.estado == (EstadoMensaje.ENVIADO if sale else EstadoMensaje.FALLIDO)
    assert correo.texto is None
    assert (correo.error == envio.CADUCADO) is not sale

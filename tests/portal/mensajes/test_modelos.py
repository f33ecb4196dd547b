"""States of an outgoing message: what the model allows, and what the database never holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from portal.mensajes.enums import EstadoMensaje
from portal.mensajes.errores import EstadoInvalido
from portal.mensajes.models import AdjuntoSaliente, CorreoSaliente, MensajeBuzon, SmsSaliente
from portal.mensajes.politica import INTENTOS_MAXIMOS, PLAZO_RECLAMO
from portal.mensajes.servicios import Adjunto
from tests.portal.mensajes.conftest import Encolar

pytestmark = pytest.mark.django_db


def reclamado(correo: CorreoSaliente) -> CorreoSaliente:
    propio = CorreoSaliente.reclamar(correo.pk)
    assert propio is not None
    return propio


def test_un_reclamo_se_gana_una_vez(correo: CorreoSaliente) -> None:
    ganado = reclamado(correo)

    assert ganado.estado == EstadoMensaje.ENVIANDO
    assert ganado.intentos == 1
    assert ganado.reclamado_en is not None
    assert CorreoSaliente.reclamar(correo.pk) is None


def test_una_fila_que_no_existe_no_se_reclama() -> None:
    assert SmsSaliente.reclamar(uuid4()) is None


def test_un_mensaje_que_debe_esperar_no_se_reclama_antes(correo: CorreoSaliente) -> None:
    CorreoSaliente.objects.update(proximo_intento=Now() + timedelta(minutes=1))

    assert CorreoSaliente.reclamar(correo.pk) is None


@pytest.mark.django_db(transaction=True)
def test_un_reclamo_dentro_de_una_transaccion_se_rechaza(correo: CorreoSaliente) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        CorreoSaliente.reclamar(correo.pk)


def test_una_entrega_se_anota_con_la_respuesta_del_proveedor(correo: CorreoSaliente) -> None:
    propio = reclamado(correo)

    propio.marcar_enviado("queued 123")

    assert propio.estado == EstadoMensaje.ENVIADO
    assert propio.respuesta_proveedor == "queued 123"
    assert propio.enviado_en is not None
    assert propio.reclamado_en is None
    assert propio.texto


def test_un_fallo_temporal_espera_cada_vez_mas(correo: CorreoSaliente) -> None:
    esperas = []
    for _ in range(3):
        propio = reclamado(correo)
        propio.marcar_fallo("450 más tarde", permanente=False)
        assert propio.proximo_intento is not None
        esperas.append(round((propio.proximo_intento - timezone.now()).total_seconds() / 60))
        CorreoSaliente.objects.update(proximo_intento=Now())

    assert esperas == [1, 2, 4]
    assert propio.estado == EstadoMensaje.PENDIENTE
    assert propio.error == "450 más tarde"


def test_un_fallo_permanente_termina_enseguida(correo: CorreoSaliente) -> None:
    propio = reclamado(correo)

    propio.marcar_fallo("550 no existe", permanente=True)

    assert propio.estado == EstadoMensaje.FALLIDO
    assert propio.proximo_intento is None


def test_el_ultimo_intento_tambien_termina(correo: CorreoSaliente) -> None:
    CorreoSaliente.objects.update(intentos=INTENTOS_MAXIMOS - 1)
    propio = reclamado(correo)

    propio.marcar_fallo("450 más tarde", permanente=False)

    assert propio.estado == EstadoMensaje.FALLIDO


def test_un_reclamo_perdido_no_anota_su_fallo_sobre_el_siguiente(correo: CorreoSaliente) -> None:
    perdido = reclamado(correo)
    CorreoSaliente.objects.update(estado="pendiente", reclamado_en=None, proximo_intento=Now())
    reclamado(correo)

    with pytest.raises(EstadoInvalido):
        perdido.marcar_fallo("tarde", permanente=True)

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.ENVIANDO


def test_a_un_reclamo_perdido_que_si_entrego_se_le_cree(correo: CorreoSaliente) -> None:
    perdido = reclamado(correo)
    CorreoSaliente.objects.update(estado="pendiente", reclamado_en=None, proximo_intento=Now())

    perdido.marcar_enviado("queued 123")

    assert CorreoSaliente.reclamar(correo.pk) is None


def test_lo_entregado_no_se_entrega_otra_vez(correo: CorreoSaliente) -> None:
    propio = reclamado(correo)
    propio.marcar_enviado("una")

    with pytest.raises(EstadoInvalido):
        propio.marcar_enviado("otra")

    assert propio.respuesta_proveedor == "una"


@pytest.mark.parametrize("final", ["enviado", "fallido", "anulado"])
def test_un_texto_confidencial_se_borra_al_final(encolar: Encolar, final: str) -> None:
    correo = encolar(
        confidencial=True, adjuntos=[Adjunto("carta.pdf", "application/pdf", b"%PDF-1.7")]
    )
    terminar: dict[str, Callable[[], None]] = {
        "enviado": lambda: reclamado(correo).marcar_enviado("ok"),
        "fallido": lambda: reclamado(correo).marcar_fallo("550", permanente=True),
        "anulado": correo.anular,
    }
    terminar[final]()

    correo.refresh_from_db()
    assert correo.estado == final
    assert correo.texto is None
    assert correo.html is None
    adjunto = AdjuntoSaliente.objects.get()
    assert (adjunto.nombre, adjunto.tamano, adjunto.contenido) == ("carta.pdf", 8, None)


def test_un_texto_confidencial_se_conserva_mientras_queden_intentos(encolar: Encolar) -> None:
    propio = reclamado(encolar(confidencial=True))

    propio.marcar_fallo("450 más tarde", permanente=False)

    assert "482913" in propio.texto


def test_un_mensaje_fallido_se_puede_reintentar_desde_el_principio(correo: CorreoSaliente) -> None:
    propio = reclamado(correo)
    propio.marcar_fallo("550 no existe", permanente=True)

    propio.reintentar()

    assert propio.estado == EstadoMensaje.PENDIENTE
    assert propio.intentos == 0
    assert CorreoSaliente.objects.listos().get() == correo


def test_solo_un_mensaje_fallido_se_puede_reintentar(correo: CorreoSaliente) -> None:
    with pytest.raises(EstadoInvalido):
        correo.reintentar()


def test_un_mensaje_ya_borrado_no_se_puede_reintentar(encolar: Encolar) -> None:
    propio = reclamado(encolar(confidencial=True))
    propio.marcar_fallo("550 no existe", permanente=True)

    with pytest.raises(EstadoInvalido):
        propio.reintentar()


def test_solo_un_mensaje_que_espera_se_puede_anular(correo: CorreoSaliente) -> None:
    propio = reclamado(correo)

    with pytest.raises(EstadoInvalido, match="Anulado"):
        propio.anular()


def test_las_filas_atascadas_son_las_reclamadas_hace_demasiado(correo: CorreoSaliente) -> None:
    reclamado(correo)
    assert not CorreoSaliente.objects.atascados().exists()

    CorreoSaliente.objects.update(reclamado_en=Now() - PLAZO_RECLAMO - timedelta(seconds=1))

    assert CorreoSaliente.objects.atascados().get() == correo


def test_el_nombre_de_un_mensaje_no_habla_de_nadie(correo: CorreoSaliente) -> None:
    assert str(correo) == f"correo saliente prueba.aviso {correo.pk}"


@pytest.mark.parametrize(
    "imposible",
    [
        {"estado": "perdido"},
        {"estado": "enviando"},
        {"estado": "enviando", "proximo_intento": None},
        {"estado": "pendiente", "proximo_intento": None},
        {"estado": "enviado", "proximo_intento": None},
        {"reclamado_en": Now()},
        {"enviado_en": Now()},
        {"texto": None},
        {"estado": "fallido", "proximo_intento": None, "confidencial": True},
        {"intentos": -1},
    ],
)
@pytest.mark.parametrize("cual", ["correo", "sms"])
def test_la_base_rechaza_filas_imposibles(
    request: pytest.FixtureRequest, cual: str, imposible: dict[str, Any]
) -> None:
    mensaje = request.getfixturevalue(cual)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(mensaje).objects.update(**imposible)


def test_texto_y_html_se_borran_juntos_o_ninguno(correo: CorreoSaliente) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CorreoSaliente.objects.update(html=None)


def test_dos_correos_nunca_comparten_message_id(encolar: Encolar) -> None:
    encolar()
    encolar()

    with pytest.raises(IntegrityError), transaction.atomic():
        CorreoSaliente.objects.update(message_id="<uno@portal.example>")


def test_el_buzon_conoce_dos_tipos_de_mensaje() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MensajeBuzon.objects.create(canal="fax", destinatarios="x", crudo=b"")


@pytest.mark.parametrize(
    ("busqueda", "hallados"),
    [
        ({}, 3),
        ({"destinatario": "ANA"}, 2),
        ({"canal": "sms"}, 1),
        ({"destinatario": "ana", "canal": "sms"}, 0),
        ({"destinatario": "310555"}, 1),
    ],
)
def test_el_buzon_se_busca_por_destinatario_y_tipo(busqueda: dict[str, str], hallados: int) -> None:
    for destinatario in ("ana@uno.example", "ana@dos.example"):
        MensajeBuzon.objects.create(canal="correo", destinatarios=destinatario, crudo=b"")
    MensajeBuzon.objects.create(canal="sms", destinatarios="+573105550123", crudo=b"")

    assert MensajeBuzon.objects.buscados(**busqueda).count() == hallados


def test_un_mensaje_del_buzon_sin_asunto_se_nombra_por_su_tipo() -> None:
    assert str(MensajeBuzon(canal="sms")) == "Mensaje de texto"
    assert str(MensajeBuzon(canal="correo", asunto="Su código")) == "Su código"

"""Outgoing messages with real commits: racing workers, workers killed half-way, a broker away."""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from urllib.parse import parse_qs

import pytest
from django.db import connections, transaction
from django.db.models.functions import Now

from portal.mensajes import envio, tasks
from portal.mensajes.enums import EstadoMensaje
from portal.mensajes.errores import EstadoInvalido
from portal.mensajes.models import CorreoSaliente, MensajeSaliente, SmsSaliente
from portal.mensajes.servicios import encolar_correo, encolar_sms
from tests.portal.mensajes.conftest import plantillas, proveedor
from tests.portal.mensajes.dobles import ProveedorHttp, Respuesta
from tests.trabajador import entorno_del_proceso, matar, trabajador_de_celery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plantillas")]
__all__ = ["plantillas", "proveedor"]
RAIZ = Path(__file__).resolve().parents[2]
HILOS = 4
SMS_ACEPTADO = Respuesta(201, '{"sid": "SM0123", "status": "queued"}')


def encolar(numero: int = 0) -> CorreoSaliente:
    return encolar_correo(
        proposito="prueba.aviso",
        destinatario=f"persona{numero}@empresa.example",
        asunto="Su código",
        plantilla="prueba/aviso",
        contexto={"nombre": "Ana", "codigo": "482913"},
    )


def esperar(condicion: Callable[[], bool], que: str) -> None:
    """Return once `condicion` holds; fail if it never does."""
    limite = time.monotonic() + 60
    while not condicion():
        assert time.monotonic() < limite, f"no ocurrió: {que}"
        time.sleep(0.05)


def variables(doble: ProveedorHttp) -> dict[str, str]:
    """Return what a process needs to send through the double."""
    return {
        "PORTAL_DEMO": "0",
        "SENDGRID_API_KEY": "clave-de-prueba",
        "SENDGRID_API_URL": f"{doble.url}/v3",
        "TWILIO_ACCOUNT_SID": "ACprueba",
        "TWILIO_AUTH_TOKEN": "prueba",
        "TWILIO_NUMERO": "+15005550006",
        "TWILIO_API_URL": doble.url,
    }


def message_ids(doble: ProveedorHttp) -> list[str]:
    return [json.loads(peticion.cuerpo)["headers"]["Message-ID"] for peticion in doble.peticiones]


def a_la_vez(llamada: Callable[[], bool]) -> list[bool]:
    """Call from several threads at the same moment, each with its own database connection."""
    salida = Barrier(HILOS)

    def correr(_: int) -> bool:
        try:
            salida.wait()
            return llamada()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HILOS) as hilos:
        return list(hilos.map(correr, range(HILOS)))


def test_varios_trabajadores_a_la_vez_envian_el_correo_una_sola_vez(
    proveedor: ProveedorHttp,
) -> None:
    correos = [encolar(numero) for numero in range(10)]

    for correo in correos:
        resultados = a_la_vez(lambda pk=correo.pk: envio.enviar_correo(pk=pk))  # type: ignore[misc]
        assert resultados.count(True) == 1

    assert Counter(message_ids(proveedor)) == {correo.message_id: 1 for correo in correos}
    assert set(CorreoSaliente.objects.values_list("estado", "intentos")) == {("enviado", 1)}


def test_varios_trabajadores_a_la_vez_envian_el_sms_una_sola_vez(proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [SMS_ACEPTADO]
    sms = encolar_sms(proposito="prueba.pin", destinatario="3105550123", texto="PIN 123456")

    resultados = a_la_vez(lambda: envio.enviar_sms(pk=sms.pk))

    assert resultados.count(True) == 1
    assert len(proveedor.peticiones) == 1


def test_dos_personas_que_reintentan_a_la_vez_no_duplican(proveedor: ProveedorHttp) -> None:
    correo = encolar()
    CorreoSaliente.objects.update(estado=EstadoMensaje.FALLIDO, proximo_intento=None)

    def reintentar() -> bool:
        try:
            CorreoSaliente.objects.get(pk=correo.pk).reintentar()
        except EstadoInvalido:
            return False
        return True

    assert a_la_vez(reintentar).count(True) == 1


def test_dos_barridos_a_la_vez_liberan_un_reclamo_una_sola_vez(proveedor: ProveedorHttp) -> None:
    correo = encolar()
    CorreoSaliente.reclamar(correo.pk)
    CorreoSaliente.objects.update(reclamado_en=Now() - timedelta(hours=1))

    a_la_vez(lambda: bool(envio.recuperar(CorreoSaliente)))

    correo.refresh_from_db()
    assert (correo.estado, correo.intentos) == (EstadoMensaje.PENDIENTE, 1)


def test_un_trabajador_de_verdad_envia_lo_que_se_encola(proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [SMS_ACEPTADO]
    with trabajador_de_celery(**variables(proveedor)):
        with transaction.atomic():
            sms = encolar_sms(proposito="prueba.pin", destinatario="3105550123", texto="PIN 1")

        def enviado() -> bool:
            return SmsSaliente.objects.get(pk=sms.pk).estado == EstadoMensaje.ENVIADO

        esperar(enviado, "el SMS enviado")

    assert parse_qs(proveedor.peticiones[0].cuerpo)["To"] == ["+573105550123"]


def pasar_el_tiempo(mensaje: MensajeSaliente) -> None:
    """Sweep as if the claim's limit had passed, and then the wait before the next attempt."""
    filas = type(mensaje)._default_manager.filter(pk=mensaje.pk)
    filas.filter(estado="enviando").update(reclamado_en=Now() - timedelta(hours=1))
    tasks.barrer_mensajes()
    filas.filter(estado="pendiente").update(proximo_intento=Now())
    tasks.barrer_mensajes()


def test_un_correo_cuyo_trabajador_muere_a_mitad_sale_de_nuevo_una_sola_vez(
    proveedor: ProveedorHttp,
) -> None:
    proveedor.respuestas = [Respuesta(202, retener=True)]
    with trabajador_de_celery(**variables(proveedor)) as condenado:
        correo, otros = encolar(0), [encolar(1)]
        esperar(lambda: len(proveedor.peticiones) == 2, "las dos llamadas al proveedor")
        matar(condenado)

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.ENVIANDO
    proveedor.liberado.set()
    proveedor.respuestas = [Respuesta(202)]

    with trabajador_de_celery(**variables(proveedor)):
        for mensaje in (correo, *otros):
            pasar_el_tiempo(mensaje)
        esperar(
            lambda: set(CorreoSaliente.objects.values_list("estado")) == {("enviado",)},
            "los correos enviados",
        )
        for mensaje in (correo, *otros):
            pasar_el_tiempo(mensaje)
        # Whatever the sweeps woke is done once a later message has gone through.
        ultimo = encolar(2)
        esperar(
            lambda: CorreoSaliente.objects.get(pk=ultimo.pk).estado == "enviado", "el último correo"
        )

    assert Counter(message_ids(proveedor)) == {
        correo.message_id: 2,
        otros[0].message_id: 2,
        ultimo.message_id: 1,
    }
    assert CorreoSaliente.objects.get(pk=correo.pk).intentos == 2


def test_sin_el_intermediario_no_se_pierde_el_correo_ni_falla_quien_lo_pide(
    proveedor: ProveedorHttp,
) -> None:
    guion = (
        "import django; django.setup()\n"
        "from django.db import transaction\n"
        "from portal.mensajes.servicios import encolar_sms\n"
        "with transaction.atomic():\n"
        "    encolar_sms(proposito='prueba.pin', destinatario='3105550123', texto='PIN 1')\n"
        "print('seguimos')\n"
    )

    final = subprocess.run(
        [sys.executable, "-c", guion],
        cwd=RAIZ,
        env=entorno_del_proceso(**variables(proveedor), REDIS_URL="redis://127.0.0.1:1/0"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert final.stdout == "seguimos\n", final.stderr
    assert not re.search(r"310\s?555", final.stderr)
    assert envio.recuperar(SmsSaliente) == [SmsSaliente.objects.get().pk]

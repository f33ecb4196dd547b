"""The PIN by SMS: sent to the registered mobile, redeemed once, sent again, given up."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contrasenas.activacion import pines
from contrasenas.activacion.pin_views import PIN_INVALIDO
from contrasenas.enums import EstadoActivacion, EstadoContrasena
from contrasenas.models import Activacion, Camara, Pin, UsuarioVerificado
from portal.mensajes.enums import EstadoEntrega, EstadoMensaje
from portal.mensajes.models import SmsSaliente
from tests.contrasenas.activacion.recetas import (
    ACTIVAR,
    FINAL,
    OTRO_PIN,
    PIN,
    Entregada,
    dar_datos,
    entregar,
    hace,
    hasta_el_pin,
    otro,
    pin_enviado,
)

pytestmark = pytest.mark.django_db
ABANDONAR = reverse("contrasenas:abandonar")
MENSAJE = reverse("contrasenas:mensaje")
MINUTO = timedelta(seconds=61)


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    """A delivered password of the chamber."""
    return entregar(camara)


def escribir(client: Client, pin: str) -> str:
    respuesta = client.post(PIN, {"pin": pin})
    return str(respuesta.get("Location", "")) or respuesta.content.decode()


def test_va_al_celular_registrado_y_se_muestra_oculto(client: Client, entregada: Entregada) -> None:
    hasta_el_pin(client, entregada)
    sms = SmsSaliente.objects.get()
    assert sms.destinatario == entregada.fila.celular
    assert sms.confidencial
    pagina = client.get(PIN).content.decode()
    assert f"•••{entregada.fila.celular[-2:]}" in pagina
    assert entregada.fila.celular[3:] not in pagina


def test_el_mensaje_cabe_en_un_sms(client: Client, entregada: Entregada) -> None:
    hasta_el_pin(client, entregada)
    texto = SmsSaliente.objects.get().texto or ""
    assert len(texto) <= 160
    assert texto.isascii()
    assert "10 minutos" in texto


def test_del_pin_solo_se_guarda_la_huella(client: Client, entregada: Entregada) -> None:
    pin = hasta_el_pin(client, entregada)
    fila = Pin.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", fila.huella)
    assert pin not in str(Pin.objects.values().get())
    assert pin not in str(dict(client.session.items()))
    assert SmsSaliente.objects.get().caduca == fila.vence


def test_equivocado_vencido_usado_y_reemplazado_se_leen_igual(
    client: Client, entregada: Entregada
) -> None:
    primero = hasta_el_pin(client, entregada)
    paginas = [escribir(client, otro(primero))]
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        paginas.append(escribir(client, primero))
    hace(MINUTO)
    client.post(OTRO_PIN)
    segundo = pin_enviado()
    paginas.append(escribir(client, primero if primero != segundo else otro(segundo)))
    Pin.objects.update(usado_en=timezone.now())
    paginas.append(escribir(client, segundo))
    for pagina in paginas:
        assert pagina.count(PIN_INVALIDO) == 2
    assert not UsuarioVerificado.objects.exists()


def test_tras_tres_equivocados_ni_el_correcto_sirve(client: Client, entregada: Entregada) -> None:
    pin = hasta_el_pin(client, entregada)
    for _ in range(pines.INTENTOS + 1):
        escribir(client, otro(pin))
    assert PIN_INVALIDO in escribir(client, pin)
    assert Pin.objects.get().intentos == pines.INTENTOS
    assert not UsuarioVerificado.objects.exists()


def test_al_tercer_intento_el_correcto_todavia_sirve(client: Client, entregada: Entregada) -> None:
    pin = hasta_el_pin(client, entregada)
    for _ in range(pines.INTENTOS - 1):
        escribir(client, otro(pin))
    assert escribir(client, f" {pin[:3]}-{pin[3:]} ") == FINAL


def test_lo_que_no_es_un_pin_no_gasta_un_intento(client: Client, entregada: Entregada) -> None:
    hasta_el_pin(client, entregada)
    for escrito in ("", "123", "abcdef", "1234567"):
        assert client.post(PIN, {"pin": escrito}).status_code == 200
    assert Pin.objects.get().intentos == 0


def test_otro_pin_solo_despues_de_un_minuto(client: Client, entregada: Entregada) -> None:
    hasta_el_pin(client, entregada)
    respuesta = client.post(OTRO_PIN)
    assert respuesta.status_code == 429
    assert 0 < int(respuesta["Retry-After"]) <= 60
    assert "Espere un poco para pedir otro PIN" in respuesta.content.decode()
    hace(MINUTO)
    assert client.post(OTRO_PIN)["Location"] == PIN
    assert escribir(client, pin_enviado()) == FINAL


def test_tres_pines_por_hora_y_por_contrasena(client: Client, entregada: Entregada) -> None:
    hasta_el_pin(client, entregada)
    for _ in range(2):
        hace(MINUTO)
        assert client.post(OTRO_PIN).status_code == 302
    hace(MINUTO)
    assert client.post(OTRO_PIN).status_code == 429
    vecino = Client()
    assert dar_datos(vecino, entregada)["Location"] == PIN
    assert vecino.post(OTRO_PIN).status_code == 429
    assert SmsSaliente.objects.count() == 3
    hace(timedelta(hours=1))
    assert vecino.post(OTRO_PIN).status_code == 302


def test_pedir_dos_veces_con_los_datos_no_manda_dos_mensajes(
    client: Client, entregada: Entregada
) -> None:
    hasta_el_pin(client, entregada)
    dar_datos(client, entregada)
    assert SmsSaliente.objects.count() == 1
    assert escribir(client, pin_enviado()) == FINAL


def test_abandonar_cancela_la_solicitud_y_no_la_contrasena(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    respuesta = client.post(ABANDONAR, follow=True)
    assert "solicitud de activación quedó cancelada" in respuesta.content.decode()
    assert Activacion.objects.get().estado == EstadoActivacion.ABANDONADA
    assert entregada.refrescar().estado == EstadoContrasena.ENVIADA
    assert escribir(client, pin).startswith(ACTIVAR)
    hace(MINUTO)
    assert escribir(client, hasta_el_pin(client, entregada)) == FINAL


def test_el_pin_de_una_solicitud_abandonada_no_sirve_en_otra(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    client.post(ABANDONAR)
    dar_datos(client, entregada)
    assert PIN_INVALIDO in escribir(client, pin)


def test_a_la_hora_la_solicitud_vence(client: Client, entregada: Entregada) -> None:
    pin = hasta_el_pin(client, entregada)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        for respuesta in (client.get(PIN), client.post(PIN, {"pin": pin}), client.post(OTRO_PIN)):
            assert respuesta["Location"] == f"{ACTIVAR}?aviso=vencida"
    assert not UsuarioVerificado.objects.exists()


def test_sin_haber_dado_los_datos_no_hay_pagina(client: Client, db: None) -> None:
    assert client.get(PIN)["Location"].startswith(ACTIVAR)
    assert client.post(PIN, {"pin": "123456"})["Location"].startswith(ACTIVAR)
    assert client.post(OTRO_PIN)["Location"].startswith(ACTIVAR)
    assert client.post(ABANDONAR)["Location"].startswith(ACTIVAR)
    assert client.get(MENSAJE).json() == {"terminado": False}
    assert client.get(FINAL)["Location"] == ACTIVAR


def test_el_pin_de_otra_persona_no_sirve(client: Client, camara: Camara) -> None:
    una, otra = entregar(camara), entregar(camara)
    pin = hasta_el_pin(Client(), una)
    ajeno = hasta_el_pin(client, otra)
    if pin != ajeno:
        assert PIN_INVALIDO in escribir(client, pin)


def test_una_pausa_por_claves_equivocadas_no_estorba_a_quien_ya_espera_el_pin(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    entregada.refrescar()
    entregada.fila.bloqueada_hasta = timezone.now() + timedelta(minutes=15)
    entregada.fila.save()
    assert escribir(client, pin) == FINAL


def test_si_se_borro_la_contrasena_se_vuelve_al_comienzo(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    entregada.fila.delete()
    assert escribir(client, pin).startswith(ACTIVAR)
    assert client.get(FINAL)["Location"] == ACTIVAR


def test_si_otro_navegador_termino_primero_se_dice(client: Client, entregada: Entregada) -> None:
    pin, segundo = hasta_el_pin(client, entregada), Client()
    dar_datos(segundo, entregada)
    assert escribir(client, pin) == FINAL
    assert escribir(segundo, pin) == f"{ACTIVAR}?aviso=ya-activada"
    assert (
        "ya quedó activada desde otro navegador"
        in segundo.get(f"{ACTIVAR}?aviso=ya-activada").content.decode()
    )
    assert UsuarioVerificado.objects.count() == 1


@pytest.mark.parametrize(
    ("valores", "perdido"),
    [
        ({}, False),
        ({"entrega": EstadoEntrega.ENTREGADO, "entrega_en": timezone.now()}, False),
        ({"entrega": EstadoEntrega.NO_ENTREGADO, "entrega_en": timezone.now()}, True),
        ({"entrega": EstadoEntrega.FALLIDO, "entrega_en": timezone.now()}, True),
        ({"estado": EstadoMensaje.FALLIDO, "texto": None, "proximo_intento": None}, True),
    ],
)
def test_la_pagina_dice_si_el_mensaje_no_llego(
    client: Client, entregada: Entregada, valores: dict[str, object], perdido: bool
) -> None:
    hasta_el_pin(client, entregada)
    SmsSaliente.objects.update(**valores)
    assert client.get(MENSAJE).json() == {"terminado": perdido}
    pagina = client.get(PIN).content.decode()
    assert ("El mensaje no llegó a su celular" in pagina) == perdido
    # Once it is known there is nothing more to ask the server.
    assert ("data-progreso-url" in pagina) != perdido


@pytest.mark.parametrize("url", [PIN, FINAL, MENSAJE])
def test_son_privadas(client: Client, entregada: Entregada, url: str) -> None:
    hasta_el_pin(client, entregada)
    respuesta = client.get(url)
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "strict-origin"

"""«No aceptar y abandonar»: asked once more, then the password is cancelled (manual 004 §10)."""

import pytest
from django.test import Client
from django.urls import reverse

from contrasenas.activacion.views import RECHAZADOS
from contrasenas.enums import EstadoActivacion, EstadoContrasena
from contrasenas.models import Activacion, Camara
from portal.firma.enums import EstadoDocumento
from tests.contrasenas.activacion.recetas import (
    ACTIVAR,
    CLAVE,
    OTRA_CLAVE,
    PIN,
    Entregada,
    activar,
    con_documento,
    dar_datos,
    entregar,
    estado_de,
    hasta_el_pin,
)

pytestmark = pytest.mark.django_db
RECHAZAR = reverse("contrasenas:rechazar")
CANCELADA = reverse("contrasenas:cancelada")
DICE_CANCELADA = "La contraseña está cancelada"


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    """A delivered password of the chamber."""
    return entregar(camara)


def test_con_el_enlace_basta_y_pregunta_otra_vez(client: Client, entregada: Entregada) -> None:
    documento = con_documento(entregada)
    for respuesta in (client.get(entregada.url_rechazar), client.post(entregada.url_rechazar)):
        assert "¿Seguro que no quiere activar" in respuesta.content.decode()
        assert entregada.refrescar().estado == EstadoContrasena.ENVIADA
    respuesta = client.post(entregada.url_rechazar, {"confirmar": "1"})
    assert DICE_CANCELADA in respuesta.content.decode()
    fila = entregada.refrescar()
    assert fila.estado == EstadoContrasena.CANCELADA
    assert fila.clave_hash == ""
    assert estado_de(documento) == EstadoDocumento.ANULADO


def test_la_segunda_visita_lo_dice(client: Client, entregada: Entregada) -> None:
    client.post(entregada.url_rechazar, {"confirmar": "1"})
    for url in (entregada.url, entregada.url_rechazar):
        pagina = Client().get(url).content.decode()
        assert DICE_CANCELADA in pagina
        assert "Se canceló el" in pagina
    repetida = Client().post(entregada.url_rechazar, {"confirmar": "1"})
    assert DICE_CANCELADA in repetida.content.decode()
    assert RECHAZADOS in dar_datos(client, entregada).content.decode()


def test_una_ficha_desconocida_se_lee_como_cancelada(client: Client, db: None) -> None:
    url = reverse("contrasenas:rechazar_ficha", args=["x" * 43])
    assert DICE_CANCELADA in client.post(url, {"confirmar": "1"}).content.decode()


def test_lo_ya_activado_no_se_cancela(client: Client, entregada: Entregada) -> None:
    activar(client, entregada)
    respuesta = Client().post(entregada.url_rechazar, {"confirmar": "1"})
    assert "Esta contraseña ya está activada" in respuesta.content.decode()
    assert entregada.refrescar().estado == EstadoContrasena.ACTIVADA


def test_tambien_una_bloqueada_se_puede_cancelar(client: Client, entregada: Entregada) -> None:
    entregada.fila.estado = EstadoContrasena.BLOQUEADA
    entregada.fila.save()
    client.post(entregada.url_rechazar, {"confirmar": "1"})
    assert entregada.refrescar().estado == EstadoContrasena.CANCELADA


def test_sin_enlace_pide_los_cuatro_datos_y_trae_lo_escrito(
    client: Client, entregada: Entregada
) -> None:
    datos = entregada.datos()
    pagina = client.post(RECHAZAR, datos).content.decode()
    assert "¿Seguro que no quiere activar" in pagina
    assert "Revise lo que escribió" not in pagina
    for campo in ("identificacion", "correo", "celular", "clave"):
        assert f'value="{datos[campo]}"' in pagina
    assert entregada.refrescar().estado == EstadoContrasena.ENVIADA
    respuesta = client.post(RECHAZAR, datos | {"confirmar": "1"})
    assert respuesta["Location"] == CANCELADA
    assert entregada.refrescar().estado == EstadoContrasena.CANCELADA
    for _ in range(2):
        assert DICE_CANCELADA in client.get(CANCELADA).content.decode()


def test_sin_enlace_y_con_datos_errados_no_cancela(client: Client, entregada: Entregada) -> None:
    datos = entregada.datos(clave=OTRA_CLAVE, confirmar="1")
    assert RECHAZADOS in client.post(RECHAZAR, datos).content.decode()
    assert entregada.refrescar().estado == EstadoContrasena.ENVIADA
    assert entregada.fila.fallos == 1
    assert client.get(CANCELADA)["Location"] == ACTIVAR


def test_sin_enlace_y_sin_datos_dice_que_falta(client: Client, entregada: Entregada) -> None:
    assert "Para saber que es usted" in client.get(RECHAZAR).content.decode()
    pagina = client.post(RECHAZAR, {"confirmar": "1"}).content.decode()
    assert pagina.count("Escriba la clave que está en el PDF") == 2


def test_cancelar_termina_la_solicitud_que_esperaba_el_pin(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    client.post(entregada.url_rechazar, {"confirmar": "1"})
    assert Activacion.objects.get().estado == EstadoActivacion.ABANDONADA
    assert client.post(PIN, {"pin": pin})["Location"] == f"{ACTIVAR}?aviso=vencida"
    assert CLAVE not in client.get(entregada.url).content.decode()

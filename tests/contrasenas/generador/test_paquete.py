"""The page of a packet: recipients, the server's words, and what staff can do to it."""

import pytest
from django.test import Client
from django.utils import timezone

from contrasenas.envio.servicios import crear_lote
from contrasenas.generador.ambito import Ambito
from contrasenas.models import Camara, Contrasena, Envio, Lote
from portal.usuarios.models import Usuario
from tests.contrasenas.generador.conftest import ANO
from tests.contrasenas.generador.paginas import texto
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db


@pytest.fixture
def lote(camara: Camara, operadora: Usuario) -> Lote:
    """A packet of three: one left, one failed, one waits."""
    for nombre in ("ANA", "BETO", "CAMILA"):
        crear_contrasena(camara, nombre=nombre)
    lote = crear_lote(camara=camara, ano=ANO, cantidad=3, actor=operadora)
    Envio.objects.filter(orden=1).update(
        estado="enviado", enviado_en=timezone.now(), proximo_intento=None, respuesta="250 Ok"
    )
    Contrasena.objects.filter(nombre="ANA").update(
        estado="enviada", clave=None, ficha=None, clave_hash="argon2"
    )
    Envio.objects.filter(orden=2).update(
        estado="fallido", proximo_intento=None, respuesta="550 5.1.1 <b>no existe</b>"
    )
    Contrasena.objects.filter(nombre="BETO").update(estado="fallida")
    return lote


def test_muestra_destinatarios_estados_y_lo_que_dijo_el_servidor(
    cliente: Client, ambito: Ambito, lote: Lote
) -> None:
    respuesta = cliente.get(ambito.url("paquete", lote.numero))
    cuerpo, leido = respuesta.content.decode(), texto(respuesta)
    assert "1 enviados y 1 fallidos, de 3 correos" in leido
    assert "250 Ok" in leido
    assert "550 5.1.1 &lt;b&gt;no existe&lt;/b&gt;" in cuerpo
    assert [f["contrasena__nombre"] for f in respuesta.context["destinatarios"]] == [
        "ANA",
        "BETO",
        "CAMILA",
    ]
    assert ambito.url("progreso_paquete", lote.numero) in cuerpo


def test_no_lee_ni_muestra_la_clave_ni_la_ficha(
    cliente: Client, ambito: Ambito, lote: Lote
) -> None:
    contrasena = Contrasena.objects.get(nombre="CAMILA")
    assert contrasena.clave
    assert contrasena.ficha
    # Unreadable, they would break whatever tried to read them.
    Contrasena.objects.filter(nombre="CAMILA").update(ficha_hash="f" * 64)
    cuerpo = cliente.get(ambito.url("paquete", lote.numero)).content.decode()
    for secreto in (contrasena.clave, contrasena.ficha, "ffffffff"):
        assert secreto not in cuerpo


def test_el_avance_se_dice_en_json(cliente: Client, ambito: Ambito, lote: Lote) -> None:
    datos = cliente.get(ambito.url("progreso_paquete", lote.numero)).json()
    assert datos == {
        "terminado": False,
        "porcentaje": 66,
        "enviados": "1",
        "fallidos": "1",
        "total": "3",
    }


def test_pausar_reanudar_y_cancelar_preguntan_y_hacen(
    cliente: Client, ambito: Ambito, lote: Lote
) -> None:
    for acto, estado in (
        ("pausar", "pausado"),
        ("reanudar", "en_curso"),
        ("cancelar", "cancelado"),
    ):
        ruta = ambito.url("acto_paquete", lote.numero, acto)
        assert f'href="{ruta}"' in cliente.get(ambito.url("paquete", lote.numero)).content.decode()
        assert "Se aplicará a 1 correo ." in texto(cliente.get(ruta))
        respuesta = cliente.post(ruta)
        assert respuesta.headers["Location"] == ambito.url("paquete", lote.numero)
        lote.refresh_from_db()
        assert lote.estado == estado
    assert Contrasena.objects.get(nombre="CAMILA").estado == "pendiente"


def test_reintentar_vuelve_a_poner_los_fallidos(
    cliente: Client, ambito: Ambito, lote: Lote
) -> None:
    ruta = ambito.url("acto_paquete", lote.numero, "reintentar")
    assert "Se aplicará a 1 correo ." in texto(cliente.get(ruta))
    cliente.post(ruta)
    assert Envio.objects.get(orden=2).estado == "pendiente"
    # Nothing failed any more: the button is gone, and who presses an old one is told.
    assert f'href="{ruta}"' not in cliente.get(ambito.url("paquete", lote.numero)).content.decode()
    assert "no tiene envíos fallidos" in texto(cliente.post(ruta, follow=True))


def test_un_acto_que_llega_tarde_se_dice(cliente: Client, ambito: Ambito, lote: Lote) -> None:
    Lote.objects.update(estado="cancelado")
    ruta = ambito.url("acto_paquete", lote.numero, "pausar")
    assert "ya no admite" in texto(cliente.post(ruta, follow=True))


def test_un_paquete_detenido_dice_por_que_y_uno_que_espera_hasta_cuando(
    cliente: Client, ambito: Ambito, lote: Lote
) -> None:
    Lote.objects.update(estado="detenido", motivo="El servidor no acepta la cuenta.")
    assert "El servidor no acepta la cuenta." in texto(cliente.get(ambito.panel))
    assert "El servidor no acepta la cuenta." in texto(cliente.get(ambito.url("paquete", 1)))
    Lote.objects.update(estado="en_curso", motivo="", espera_hasta=timezone.now())
    assert "Espera hasta el" in texto(cliente.get(ambito.url("paquete", 1)))


def test_lo_que_no_hay_no_existe(cliente: Client, ambito: Ambito, lote: Lote) -> None:
    for ruta in (
        ambito.url("paquete", 99),
        ambito.url("progreso_paquete", 99),
        ambito.url("acto_paquete", 99, "pausar"),
        ambito.url("acto_paquete", 1, "rubbish"),
    ):
        assert cliente.get(ruta).status_code == 404

"""Enviar as the manual's window (004 §7): an address, a number or an X; and schedules."""

import pytest
from django.test import Client

from contrasenas.generador.ambito import Ambito
from contrasenas.models import Camara, Contrasena, Lote, Programacion
from tests.contrasenas.generador.conftest import ANO
from tests.contrasenas.generador.paginas import texto
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
PRUEBA = {"que": "ana@correo.example", "celular": "310 555 0123"}


@pytest.fixture
def ruta(ambito: Ambito) -> str:
    """The address of Enviar, of a chamber that can."""
    return ambito.url("enviar")


def test_dice_lo_que_dice_el_manual(cliente: Client, ruta: str) -> None:
    leido = texto(cliente.get(ruta))
    assert "envía 2 correos de prueba a esa dirección" in leido
    assert "Un número entre 1 y 500" in leido
    assert "X: sale sin ejecutar." in leido


@pytest.mark.parametrize("que", ["X", "x", " x "])
def test_equis_sale_sin_ejecutar(cliente: Client, ruta: str, ambito: Ambito, que: str) -> None:
    crear_contrasena(ambito.camara)
    respuesta = cliente.post(ruta, {"que": que}, follow=True)
    assert "Salió sin ejecutar" in texto(respuesta)
    assert not Lote.objects.exists()


@pytest.mark.parametrize(
    ("que", "mensaje"),
    [
        ("", "Este campo es obligatorio."),
        ("hola", "Escriba un correo electrónico, un número entre 1 y 500 o la letra X"),
        ("0", "entre 1 y 500 correos"),
        ("501", "entre 1 y 500 correos"),
        ("9" * 200, "entre 1 y 500 correos"),
        ("-5", "Escriba un correo electrónico, un número"),
        ("1.5", "Escriba un correo electrónico, un número"),
        ("ana@", "Ese correo electrónico no es válido"),
        ("a@b@c.example", "Ese correo electrónico no es válido"),
        ("\x00", "Los caracteres nulos no están permitidos"),
    ],
)
def test_lo_demas_se_explica_y_no_se_pierde(
    cliente: Client, ruta: str, que: str, mensaje: str
) -> None:
    respuesta = cliente.post(ruta, {"que": que, "celular": "555"})
    assert respuesta.status_code == 200
    assert mensaje in texto(respuesta)
    assert 'value="555"' in respuesta.content.decode()
    assert not Lote.objects.exists()


@pytest.mark.parametrize("celular", ["", "6017442727", "no sé"])
def test_con_un_correo_hace_falta_el_celular(cliente: Client, ruta: str, celular: str) -> None:
    respuesta = cliente.post(ruta, {"que": "ana@correo.example", "celular": celular})
    assert "diez dígitos que empiezan por 3" in texto(respuesta)


def test_un_numero_se_confirma_con_cuantos_saldran_y_crea_el_paquete(
    cliente: Client, ruta: str, ambito: Ambito
) -> None:
    primero, _segundo, _tercero = (crear_contrasena(ambito.camara) for _ in range(3))
    respuesta = cliente.post(ruta, {"que": "2"})
    assert "enviarán 2 correos a comerciantes" in texto(respuesta)
    assert not Lote.objects.exists()
    siguiente = respuesta.context["siguiente"]
    respuesta = cliente.post(ruta, {"que": "2", "siguiente": siguiente, "confirmar": "1"})
    assert respuesta.headers["Location"] == ambito.url("paquete", 1)
    assert Lote.objects.get().cantidad == 2
    assert Contrasena.objects.get(pk=primero.pk).estado == "en_lote"


def test_si_quedan_menos_se_avisa(cliente: Client, ruta: str, ambito: Ambito) -> None:
    crear_contrasena(ambito.camara)
    leido = texto(cliente.post(ruta, {"que": "500"}))
    assert "enviará 1 correo" in leido
    assert "Usted pidió 500, pero no hay más por enviar." in leido


def test_sin_nadie_por_enviar_no_hay_que_confirmar(cliente: Client, ruta: str) -> None:
    respuesta = cliente.post(ruta, {"que": "5"})
    assert f"No queda ninguna contraseña de {ANO} por enviar." in texto(respuesta)
    assert "Sí, enviar" not in respuesta.content.decode()


def test_un_correo_crea_una_prueba_de_dos(cliente: Client, ruta: str) -> None:
    leido = texto(cliente.post(ruta, PRUEBA))
    assert "2 correos de prueba a ana@correo.example" in leido
    assert "+573105550123" in leido
    cliente.post(ruta, {**PRUEBA, "siguiente": "1", "confirmar": "1"})
    lote = Lote.objects.get()
    assert (lote.tipo, lote.cantidad) == ("prueba", 2)
    destinatarios = Contrasena.objects.values_list("correo", "celular", "es_prueba")
    assert list(destinatarios) == [("ana@correo.example", "+573105550123", True)] * 2


def test_el_boton_oprimido_dos_veces_envia_una(cliente: Client, ruta: str, ambito: Ambito) -> None:
    for _ in range(4):
        crear_contrasena(ambito.camara)
    datos = {"que": "2", "siguiente": "1", "confirmar": "1"}
    cliente.post(ruta, datos)
    assert "se creó otro paquete" in texto(cliente.post(ruta, datos))
    assert Lote.objects.count() == 1


@pytest.mark.parametrize("siguiente", ["", "rubbish", "99"])
def test_sin_haber_confirmado_el_paquete_que_sigue_no_se_envia(
    cliente: Client, ruta: str, ambito: Ambito, siguiente: str
) -> None:
    crear_contrasena(ambito.camara)
    respuesta = cliente.post(ruta, {"que": "1", "siguiente": siguiente, "confirmar": "1"})
    assert respuesta.status_code == 200
    assert not Lote.objects.exists()


def test_una_camara_sin_credencial_no_envia_y_se_dice(cliente: Client, ambito: Ambito) -> None:
    Camara.objects.update(credencial=None)
    crear_contrasena(ambito.camara)
    ruta = ambito.url("enviar")
    assert "no tiene credencial de firma" in texto(cliente.get(ruta))
    respuesta = cliente.post(ruta, {"que": "1", "siguiente": "1", "confirmar": "1"})
    assert "no tiene credencial de firma" in texto(respuesta)
    assert not Lote.objects.exists()


def test_programar_dice_cuantos_paquetes_y_los_programa(cliente: Client, ambito: Ambito) -> None:
    for _ in range(5):
        crear_contrasena(ambito.camara)
    ruta, datos = ambito.url("programar"), {"tamano": "2", "cada_minutos": "60"}
    leido = texto(cliente.post(ruta, datos))
    assert "enviarán 5 correos en 3 paquetes , el primero ahora y uno cada 60 minutos" in leido
    assert not Programacion.objects.exists()
    respuesta = cliente.post(ruta, {**datos, "confirmar": "1"})
    assert respuesta.headers["Location"] == ambito.panel
    programacion = Programacion.objects.get()
    assert (programacion.tamano, programacion.cada_minutos) == (2, 60)
    otra = cliente.post(ruta, {**datos, "confirmar": "1"})
    assert "Ya hay una programación abierta" in texto(otra)


@pytest.mark.parametrize(
    "datos",
    [
        {"tamano": "501", "cada_minutos": "60"},
        {"tamano": "500", "cada_minutos": "4"},
        {"tamano": "", "cada_minutos": "x"},
    ],
)
def test_una_programacion_imposible_se_explica(
    cliente: Client, ambito: Ambito, datos: dict[str, str]
) -> None:
    respuesta = cliente.post(ambito.url("programar"), {**datos, "confirmar": "1"})
    assert "Revise lo que escribió" in texto(respuesta)
    assert not Programacion.objects.exists()

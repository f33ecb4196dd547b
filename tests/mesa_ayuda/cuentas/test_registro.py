"""Signing up: confirmed by mail, once, and silent about who has an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from mesa_ayuda.models import Contacto, Participante
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
REGISTRO = "/mesa-de-ayuda/registro/"
DATOS = {
    "nombres": "Elena",
    "apellidos": "Nueva Inventada",
    "correo": "Elena@Nueva.example",
    "telefono": "(601) 555 0123 ext. 4",
    "consentimiento": "on",
}
CLAVES = {"new_password1": CLAVE, "new_password2": CLAVE}
Enlace = Callable[[], str]


def test_el_registro_crea_la_cuenta_solo_cuando_se_confirma(
    client: Client, ultimo_enlace: Enlace
) -> None:
    caso = crear_caso()
    Participante.objects.create(caso=caso, correo="elena@nueva.example")
    pagina = client.post(REGISTRO, DATOS).content.decode()
    assert "Confirme su correo" in pagina
    assert not Usuario.objects.filter(email__iexact=DATOS["correo"]).exists()
    enlace = ultimo_enlace()
    assert "elena" not in enlace.lower()
    pagina = client.get(enlace).content.decode()
    assert "elena@nueva.example" in pagina
    assert not Usuario.objects.filter(email__iexact=DATOS["correo"]).exists()
    hecha = client.post(enlace, CLAVES)
    assert hecha.headers["Location"] == "/mesa-de-ayuda/casos/"
    usuario = Usuario.objects.get(email="elena@nueva.example")
    assert (usuario.get_full_name(), usuario.is_staff) == ("Elena Nueva Inventada", False)
    assert Contacto.objects.get(usuario=usuario).telefono == DATOS["telefono"]
    assert Participante.objects.get(caso=caso).usuario == usuario
    assert client.get("/mesa-de-ayuda/casos/").status_code == 200


def test_el_enlace_sirve_una_vez_y_un_dia(client: Client, ultimo_enlace: Enlace) -> None:
    client.post(REGISTRO, DATOS)
    enlace = ultimo_enlace()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert Client().get(enlace).status_code == 410
    client.post(enlace, CLAVES)
    segunda = Client().post(enlace, {"new_password1": "otra clave larga", "new_password2": "x"})
    assert "ya tiene una cuenta" in segunda.content.decode()
    assert Usuario.objects.get(email="elena@nueva.example").check_password(CLAVE)


def test_la_respuesta_es_la_misma_para_un_correo_con_cuenta(
    client: Client, cliente: Usuario, ultimo_enlace: Enlace
) -> None:
    nueva = client.post(REGISTRO, DATOS).content.decode()
    conocida = client.post(REGISTRO, DATOS | {"correo": cliente.email}).content.decode()
    assert nueva.replace("elena@nueva.example", "") == conocida.replace(cliente.email, "")
    assert CorreoSaliente.objects.latest("creado").proposito == "mesa_ya_registrado"
    assert Client().get(ultimo_enlace()).status_code == 200


def test_al_personal_no_se_le_abre_nada(client: Client, agente: Usuario) -> None:
    client.post(REGISTRO, DATOS | {"correo": agente.email})
    assert CorreoSaliente.objects.get().proposito == "mesa_sin_cuenta"


@pytest.mark.parametrize(
    ("campo", "valor", "dice"),
    [
        ("correo", "sin arroba", "nombre@dominio.co"),
        ("correo", "a@" + "b." * 80 + "example", "caracteres o menos"),
        ("nombres", "", "Escriba sus nombres"),
        ("nombres", "gane ya en http://malo.example", "Escriba sólo letras"),
        ("nombres", "visite malo.example", "Escriba sólo letras"),
        ("nombres", "<b>x</b>", "Escriba sólo letras"),
        ("telefono", "llámeme", "7 a 15 dígitos"),
        ("consentimiento", "", "marque la casilla"),
    ],
)
def test_lo_que_falta_o_sobra_se_dice_y_lo_demas_queda(
    client: Client, campo: str, valor: str, dice: str
) -> None:
    pagina = client.post(REGISTRO, DATOS | {campo: valor}).content.decode()
    assert dice in pagina
    assert DATOS["apellidos"] in pagina
    assert CorreoSaliente.objects.count() == 0


@pytest.mark.parametrize("nombres", ["María del Mar", "J. M.", "O'Neill", "Ñusta-Ágata", "李"])
def test_los_nombres_de_personas_se_aceptan(client: Client, nombres: str) -> None:
    client.post(REGISTRO, DATOS | {"nombres": nombres})
    assert f"Apreciado(a) {nombres}:" in CorreoSaliente.objects.get().texto


def test_nadie_llena_el_buzon_de_otro(client: Client) -> None:
    estados = [client.post(REGISTRO, DATOS).status_code for _ in range(4)]
    assert estados == [200, 200, 200, 429]
    assert CorreoSaliente.objects.count() == 3


def test_las_claves_debiles_o_distintas_no_crean_la_cuenta(
    client: Client, ultimo_enlace: Enlace
) -> None:
    client.post(REGISTRO, DATOS)
    enlace = ultimo_enlace()
    for una, otra in (("corta", "corta"), (CLAVE, CLAVE + "x"), ("elena@nueva.example",) * 2):
        hecha = client.post(enlace, {"new_password1": una, "new_password2": otra})
        assert hecha.status_code == 200
        assert "campo-error" in hecha.content.decode()
    assert not Usuario.objects.filter(email="elena@nueva.example").exists()


@pytest.mark.parametrize("ficha", ["x", "gAAAA" + "A" * 200, "ñ", "%00", "a" * 3000])
def test_un_enlace_inventado_no_sirve_ni_rompe_nada(client: Client, ficha: str) -> None:
    hecha = client.get(f"/mesa-de-ayuda/registro/confirmar/{ficha}/")
    assert hecha.status_code in (404, 410)

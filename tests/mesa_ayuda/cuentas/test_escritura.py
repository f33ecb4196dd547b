"""Addresses, names and telephones as people and strangers write them."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from mesa_ayuda.cuentas.forms import (
    CORREOS_POR_DIRECCION,
    leer_correo,
    leer_nombre,
    leer_telefono,
)
from mesa_ayuda.cuentas.servicios import nombre_de_ingreso, usuario_con_correo
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
RESTABLECER = "/mesa-de-ayuda/restablecer/"
INGRESAR = "/mesa-de-ayuda/ingresar/"
# Ways to write «transportes.example» that lead to one mailbox (IDNA, RFC 3490 and RFC 3491).
DISFRACES = [
    "ana@TRANSPORTES.example",
    "ana@tran\u017fportes.example",
    "ana@\uff54ransportes.example",
    "ana@trans\u00adportes.example",
    "ana@trans\u200bportes.example",
    "ana@transportes\u3002example",
]


@pytest.mark.parametrize("escrito", DISFRACES)
def test_un_buzon_se_escribe_de_un_solo_modo(escrito: str) -> None:
    assert leer_correo(escrito) == "ana@transportes.example"


def test_disfrazar_la_direccion_no_llena_el_buzon_de_otro(client: Client, cliente: Usuario) -> None:
    estados = [client.post(RESTABLECER, {"correo": correo}).status_code for correo in DISFRACES]
    maximo = CORREOS_POR_DIRECCION["maximo"]
    assert estados == [200] * maximo + [429] * (len(DISFRACES) - maximo)
    assert set(CorreoSaliente.objects.values_list("proposito", flat=True)) == {"mesa_restablecer"}


@pytest.mark.parametrize("correo", ["ana@españa.example", "Ana@ESPAÑA.example"])
def test_un_dominio_con_letras_del_espanol_se_acepta(correo: str) -> None:
    assert leer_correo(correo) == "ana@españa.example"


@pytest.mark.parametrize(
    "correo",
    [
        "ana\u202e@transportes.example",
        "ana@trans\u202eportes.example",
        "jo\u017fe@transportes.example",
        "an\u0430@transportes.example",
        "ana\x00@transportes.example",
        "ana@transportes.example\nbcc: otra@x.example",
        "ana@transportes.example,otra@x.example",
        "Ana <ana@transportes.example>",
        "@transportes.example",
        "ana@",
        "ana@xn--.example",
        "a" * 10_000,
    ],
)
def test_lo_que_no_es_un_correo_se_dice_sin_romperse(client: Client, correo: str) -> None:
    with pytest.raises(ValidationError):
        leer_correo(correo)
    hecha = client.post(RESTABLECER, {"correo": correo})
    assert hecha.status_code == 200
    assert "campo-error" in hecha.content.decode()
    assert CorreoSaliente.objects.count() == 0


def test_un_nombre_con_las_tildes_aparte_se_acepta_y_se_junta() -> None:
    suelto = unicodedata.normalize("NFD", "María Ñusta")
    assert suelto != "María Ñusta"
    assert leer_nombre(f"  {suelto} ") == "María Ñusta"


@pytest.mark.parametrize(
    "nombre", ["Ana\u202eanA", "Ana\x00", "Ana 1", "a_b", "ana.com", "Ana\u200b", "😀", "<Ana>"]
)
def test_lo_que_no_es_un_nombre_no_va_en_un_correo(nombre: str) -> None:
    with pytest.raises(ValidationError):
        leer_nombre(nombre)


@pytest.mark.parametrize("telefono", ["+57 310 555 0123", "(601) 555-0123 ext. 104", ""])
def test_un_telefono_se_escribe_como_la_gente_lo_escribe(telefono: str) -> None:
    assert leer_telefono(f" {telefono} ") == telefono


@pytest.mark.parametrize("telefono", ["123456", "1" * 16, "310 555 0123 o 320", "\u202e3105550123"])
def test_lo_que_no_es_un_telefono_no_se_guarda(telefono: str) -> None:
    with pytest.raises(ValidationError):
        leer_telefono(telefono)


def test_el_correo_se_halla_se_escriba_como_se_escriba(cliente: Usuario) -> None:
    assert usuario_con_correo(cliente.email.upper()) == cliente
    assert nombre_de_ingreso(f" {cliente.email.upper()} ") == cliente.username
    assert nombre_de_ingreso("Nadie@X.example") == "nadie@x.example"


def test_quien_no_tiene_correo_no_entra_con_el_vacio(agente: Usuario) -> None:
    Usuario.objects.filter(pk=agente.pk).update(email="")
    assert nombre_de_ingreso("  ") == ""


@pytest.mark.parametrize(
    "usuario", ["\u0130" * 254, "\u202eana", "\ufb03" * 254, "a" * 254, "a" * 10_000, "ana\x00"]
)
def test_ningun_usuario_inventado_rompe_el_ingreso(client: Client, usuario: str) -> None:
    hecha = client.post(INGRESAR, {"usuario": usuario, "clave": "no es esta"})
    assert hecha.status_code == 200
    assert "campo-error" in hecha.content.decode() or "no son correctos" in hecha.content.decode()


@pytest.mark.parametrize("clave", ["\x00", "x" * 4096, "x" * 10_000, "\u202e" + CLAVE, CLAVE + " "])
def test_ninguna_clave_parecida_entra(client: Client, cliente: Usuario, clave: str) -> None:
    hecha = client.post(INGRESAR, {"usuario": cliente.email, "clave": clave})
    assert hecha.status_code == 200
    assert "_auth_user_id" not in client.session

"""The links of the mails: whose they are, once, and dead as soon as the account changes."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mesa_ayuda.cuentas.fichas import (
    VIGENCIA_REGISTRO,
    Registro,
    ficha_de_registro,
    leer_registro,
    ruta_de_clave,
    usuario_de_clave,
)
from mesa_ayuda.cuentas.servicios import crear_cuenta, fijar_clave
from mesa_ayuda.models import Contacto
from portal.cifrado import cifrar
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
NUEVA = "otra clave larga de prueba 43"
CLAVES = {"new_password1": NUEVA, "new_password2": NUEVA}
ELENA = Registro("elena@nueva.example", "Elena", "Nueva", "")


def partes(usuario: Usuario) -> tuple[str, str]:
    """Return the identifier and the token of a user's link."""
    _, _, uid, ficha = ruta_de_clave(usuario).strip("/").split("/")
    return uid, ficha


@pytest.mark.parametrize(
    "cambio",
    [
        {"email": "ana.nueva@transportes.example"},
        {"password": "otra huella"},
        {"last_login": timezone.now() + timedelta(seconds=1)},
        {"is_active": False},
        {"is_staff": True},
    ],
    ids=["correo", "clave", "ingreso", "desactivada", "personal"],
)
def test_el_enlace_muere_cuando_la_cuenta_cambia(
    cliente: Usuario, cambio: dict[str, object]
) -> None:
    uid, ficha = partes(cliente)
    assert usuario_de_clave(uid, ficha) == cliente
    Usuario.objects.filter(pk=cliente.pk).update(**cambio)
    assert usuario_de_clave(uid, ficha) is None


def test_ingresar_gasta_el_enlace_que_se_habia_pedido(client: Client, cliente: Usuario) -> None:
    enlace = ruta_de_clave(cliente)
    client.post("/mesa-de-ayuda/ingresar/", {"usuario": cliente.email, "clave": CLAVE})
    assert Client().post(enlace, CLAVES).status_code == 410


def test_el_enlace_de_uno_no_sirve_para_otro(cliente: Usuario, forastero: Usuario) -> None:
    assert usuario_de_clave(partes(forastero)[0], partes(cliente)[1]) is None


def test_una_ficha_de_clave_alterada_no_sirve(cliente: Usuario) -> None:
    uid, ficha = partes(cliente)
    for mala in (ficha[:-1], ficha + "x", ficha.upper(), "", "-", "\x00", "ñ-ñ", "a" * 10_000):
        assert usuario_de_clave(uid, mala) is None, mala[:40]


def test_de_dos_que_usan_el_enlace_a_la_vez_gana_uno(cliente: Usuario) -> None:
    uid, ficha = partes(cliente)
    primero, segundo = usuario_de_clave(uid, ficha), usuario_de_clave(uid, ficha)
    assert primero
    assert segundo
    assert fijar_clave(usuario=primero, clave=NUEVA)
    assert not fijar_clave(usuario=segundo, clave="la clave larga del que llegó tarde")
    cliente.refresh_from_db()
    assert cliente.check_password(NUEVA)


def test_un_enlace_no_fija_la_clave_de_quien_se_desactivo_mientras_tanto(
    cliente: Usuario,
) -> None:
    Usuario.objects.filter(pk=cliente.pk).update(is_active=False)
    assert not fijar_clave(usuario=cliente, clave=NUEVA)
    assert Usuario.objects.get(pk=cliente.pk).check_password(CLAVE)


def test_la_ficha_de_registro_dice_quien_y_hasta_cuando() -> None:
    ahora = timezone.now()
    ficha = ficha_de_registro(ELENA, ahora=ahora)
    assert leer_registro(ficha, ahora=ahora) == ELENA
    assert leer_registro(ficha, ahora=ahora + VIGENCIA_REGISTRO) == ELENA
    tarde = ahora + VIGENCIA_REGISTRO + timedelta(seconds=1)
    assert leer_registro(ficha, ahora=tarde) is None
    assert ficha != ficha_de_registro(ELENA, ahora=ahora)


@pytest.mark.parametrize(
    "contenido",
    [b"\xff", b"x", b"1", b"null", b"[]", b"{}", b'{"hasta": "x"}', b'{"hasta": 9e99, "otro": 1}'],
)
def test_lo_cifrado_para_otra_cosa_no_es_un_registro(contenido: bytes) -> None:
    assert leer_registro(cifrar(contenido).decode(), ahora=timezone.now()) is None


def test_un_registro_sin_todos_sus_datos_no_se_lee() -> None:
    hasta = (timezone.now() + VIGENCIA_REGISTRO).timestamp()
    parcial = json.dumps({"hasta": hasta, "correo": "x@x.example"}).encode()
    assert leer_registro(cifrar(parcial).decode(), ahora=timezone.now()) is None


def test_dos_confirmaciones_a_la_vez_hacen_una_cuenta(cliente: Usuario) -> None:
    assert crear_cuenta(registro=ELENA, clave=CLAVE)
    assert crear_cuenta(registro=ELENA, clave=NUEVA) is None
    elena = Usuario.objects.get(email=ELENA.correo)
    assert elena.check_password(CLAVE)
    assert Contacto.objects.filter(usuario=elena).count() == 1


def test_la_confirmacion_de_un_correo_que_ya_tiene_dueno_no_toca_su_cuenta(
    client: Client, cliente: Usuario
) -> None:
    suyo = Registro(cliente.email, "Otra", "Persona", "")
    ficha = ficha_de_registro(suyo, ahora=timezone.now())
    hecha = client.post(f"/mesa-de-ayuda/registro/confirmar/{ficha}/", CLAVES)
    assert "ya tiene una cuenta" in hecha.content.decode()
    assert "_auth_user_id" not in client.session
    cliente.refresh_from_db()
    assert (cliente.first_name, cliente.check_password(CLAVE)) == ("Ana", True)


def test_el_enlace_pedido_vence_a_la_hora_que_dice_el_correo(
    client: Client, cliente: Usuario, ultimo_enlace: Callable[[], str]
) -> None:
    client.post("/mesa-de-ayuda/restablecer/", {"correo": cliente.email})
    enlace = ultimo_enlace()
    # A number, so that the local time zone stays: Django's token counts by the local clock.
    vence = timezone.now().timestamp() + settings.PASSWORD_RESET_TIMEOUT
    with time_machine.travel(vence - 60):
        assert client.get(enlace).status_code == 200
    with time_machine.travel(vence + 60):
        assert client.get(enlace).status_code == 410

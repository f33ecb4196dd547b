"""Lock-out after repeated failures, by user name and address together."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.usuarios.models import Usuario
from portal.usuarios.tasks import CONSERVACION, limpiar_sesiones
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
INGRESO = reverse("admin:login")


def intentar(client: Client, nombre: str, clave: str, desde: str = "192.0.2.1") -> int:
    """Try to sign in; return the status: 302 in, 200 refused, 429 locked out."""
    datos = {"username": nombre, "password": clave}
    return client.post(INGRESO, datos, REMOTE_ADDR=desde).status_code


def bloquear(client: Client, nombre: str = "operador") -> None:
    """Fail as often as it takes."""
    estados = [intentar(client, nombre, "mala") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert estados == [200, 200, 200, 200, 429]


def test_al_quinto_fallo_se_bloquea_y_la_contrasena_correcta_ya_no_entra(
    client: Client, operador: Usuario
) -> None:
    bloquear(client)
    assert intentar(client, "operador", CLAVE) == 429
    assert "_auth_user_id" not in client.session


def test_la_pagina_de_bloqueo_dice_cuando_volver(client: Client, operador: Usuario) -> None:
    bloquear(client)
    respuesta = client.post(
        INGRESO, {"username": "operador", "password": CLAVE}, REMOTE_ADDR="192.0.2.1"
    )
    assert respuesta.headers["Retry-After"] == "900"
    assert "no-store" in respuesta.headers["Cache-Control"]
    pagina = respuesta.content.decode()
    assert "demasiados intentos" in pagina
    assert "15 minutos" in pagina
    assert "operador" not in pagina.lower()


def test_pasada_la_espera_se_puede_ingresar(client: Client, operador: Usuario) -> None:
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        bloquear(client)
        reloj.shift(timedelta(minutes=14))
        assert intentar(client, "operador", CLAVE) == 429
        reloj.shift(timedelta(minutes=16))
        assert intentar(client, "operador", CLAVE) == 302


def test_desde_otra_direccion_no_se_bloquea_a_nadie(client: Client, operador: Usuario) -> None:
    bloquear(client)
    assert intentar(client, "operador", CLAVE, desde="192.0.2.9") == 302


def test_otra_persona_de_la_misma_oficina_si_entra(
    client: Client, operador: Usuario, colega: Usuario
) -> None:
    bloquear(client)
    assert intentar(client, "colega", CLAVE) == 302


def test_entrar_bien_olvida_los_fallos(client: Client, operador: Usuario) -> None:
    for _ in range(2):
        for _ in range(4):
            assert intentar(Client(), "operador", "mala") == 200
        assert intentar(Client(), "operador", CLAVE) == 302


def test_un_nombre_que_no_existe_se_bloquea_igual(client: Client, operador: Usuario) -> None:
    bloquear(client, "nadie")


@pytest.mark.parametrize("nombre", ["x" * 300, "\0", "🙂" * 200, "' or 1=1 --", ""])
def test_ningun_nombre_rompe_el_ingreso(client: Client, nombre: str) -> None:
    assert intentar(client, nombre, "mala") == 200


def test_el_fallo_no_dice_si_la_persona_existe(client: Client, operador: Usuario) -> None:
    paginas = []
    for nombre in ("operador", "nadie"):
        datos = {"username": nombre, "password": "mala"}
        respuesta = client.post(INGRESO, datos)
        paginas.append(respuesta.context["form"].non_field_errors())
    assert paginas[0] == paginas[1]


def test_los_rastros_de_fallos_viejos_se_borran(client: Client, operador: Usuario) -> None:
    intentar(client, "operador", "mala")
    reciente = AccessAttempt.objects.get()
    limpiar_sesiones()
    assert AccessAttempt.objects.filter(pk=reciente.pk).exists()
    viejo = timezone.now() - CONSERVACION - timedelta(days=1)
    AccessAttempt.objects.update(attempt_time=viejo)
    limpiar_sesiones()
    assert not AccessAttempt.objects.exists()


def test_quien_tiene_una_red_ipv6_no_estrena_intentos_con_cada_direccion_suya(
    client: Client, operador: Usuario
) -> None:
    estados = [
        intentar(client, "operador", "mala", f"2001:db8:0:1::{ultimo:x}") for ultimo in range(1, 6)
    ]
    assert estados == [200, 200, 200, 200, 429]
    assert intentar(client, "operador", CLAVE, "2001:db8:0:1:ffff::1") == 429
    assert intentar(client, "operador", CLAVE, "2001:db8:0:2::1") == 302

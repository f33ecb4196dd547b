"""«Terminar consulta»: nobody else at this computer sees anything more."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.usuarios.models import Usuario
from tests.conftest import ingresar
from tests.solicitudes.recetas import crear_solicitud
from tests.solicitudes.recorrido import CONSULTAR, LISTA, abrir_consulta, url

pytestmark = pytest.mark.django_db
SALIR = reverse("solicitudes:salir")


def test_termina_la_consulta_y_lo_dice(client: Client) -> None:
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    assert client.post(SALIR)["Location"] == CONSULTAR
    assert "Su consulta terminó" in client.get(CONSULTAR).content.decode()
    assert client.get(LISTA).status_code == 302
    assert client.get(url("detalle", solicitud)).status_code == 404


def test_un_get_no_termina_nada(client: Client) -> None:
    abrir_consulta(client, crear_solicitud().titular)
    assert client.get(SALIR).status_code == 405
    assert client.get(LISTA).status_code == 200


def test_sin_consulta_tampoco_falla(client: Client) -> None:
    assert client.post(SALIR).status_code == 302


def test_no_saca_de_la_sesion_a_quien_trabaja_en_el_portal(
    client: Client, operador: Usuario
) -> None:
    ingresar(client, operador)
    abrir_consulta(client, crear_solicitud().titular)
    client.post(SALIR)
    assert client.session["_auth_user_id"] == str(operador.pk)


@pytest.mark.parametrize("pagina", ["lista", "detalle"])
def test_las_paginas_de_la_consulta_ofrecen_terminarla(client: Client, pagina: str) -> None:
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    direccion = LISTA if pagina == "lista" else url("detalle", solicitud)
    contenido = client.get(direccion).content.decode()
    assert f'action="{SALIR}"' in contenido
    assert "Terminar consulta" in contenido

"""«Terminar consulta»: nobody else at this computer sees anything more."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
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
    respuesta = client.post(SALIR, follow=True)
    assert respuesta.redirect_chain == [(f"{CONSULTAR}?aviso=terminada", 302)]
    assert "Su consulta terminó" in respuesta.content.decode()
    assert client.get(LISTA).status_code == 302
    assert client.get(url("detalle", solicitud)).status_code == 404


def test_un_get_no_termina_nada(client: Client) -> None:
    abrir_consulta(client, crear_solicitud().titular)
    assert client.get(SALIR).status_code == 405
    assert client.get(LISTA).status_code == 200


def test_no_queda_sesion_ni_en_el_navegador_ni_en_la_base(client: Client) -> None:
    abrir_consulta(client, crear_solicitud().titular)
    respuesta = client.post(SALIR)
    assert respuesta.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert not Session.objects.exists()


def test_sin_consulta_tampoco_falla_ni_hace_una_sesion(client: Client) -> None:
    assert client.post(SALIR).status_code == 302
    assert not Session.objects.exists()


def test_el_aviso_no_se_repite_sobre_un_formulario_con_errores(client: Client) -> None:
    pagina = client.post(f"{CONSULTAR}?aviso=terminada", {}).content.decode()
    assert "Su consulta terminó" not in pagina


def test_un_aviso_inventado_no_dice_nada(client: Client) -> None:
    pagina = client.get(CONSULTAR, {"aviso": "<b>otro</b>"})
    assert pagina.status_code == 200
    assert "otro</b>" not in pagina.content.decode()


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

"""A session lives in PostgreSQL: without Redis nobody is turned away."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings
from redis import RedisError

from portal.sesiones import SessionStore
from tests.solicitudes.recetas import crear_solicitud
from tests.solicitudes.recorrido import LISTA, abrir_consulta, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def sin_redis(settings: Settings) -> None:
    """Point the cache at a port where nobody answers."""
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }


def consulta_abierta_y_redis_caido(client: Client, request: pytest.FixtureRequest) -> str:
    """Look somebody up, take Redis away, and return the address of the detail."""
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    request.getfixturevalue("sin_redis")
    return url("detalle", solicitud)


def test_sin_redis_quien_consulto_sigue_viendo_sus_solicitudes(
    client: Client, request: pytest.FixtureRequest
) -> None:
    detalle = consulta_abierta_y_redis_caido(client, request)
    assert client.get(LISTA).status_code == 200
    assert client.get(detalle).status_code == 200


def test_sin_redis_las_paginas_de_todos_se_ven_tambien_con_sesion(
    client: Client, request: pytest.FixtureRequest
) -> None:
    consulta_abierta_y_redis_caido(client, request)
    assert [client.get(ruta).status_code for ruta in ("/", "/canales/")] == [200, 200]


def test_sin_redis_no_se_dice_que_la_consulta_termino(
    client: Client, request: pytest.FixtureRequest
) -> None:
    consulta_abierta_y_redis_caido(client, request)
    respuesta = client.post("/estado/salir/")
    assert (respuesta.status_code, respuesta["Retry-After"]) == (503, "60")


@pytest.mark.usefixtures("sin_redis")
def test_sin_redis_una_clave_de_sesion_tomada_se_reconoce() -> None:
    sesion = SessionStore()
    sesion["algo"] = 1
    sesion.save()
    assert sesion.session_key
    assert sesion.exists(sesion.session_key)
    assert not sesion.exists("otra")


def test_con_redis_la_sesion_se_lee_sin_preguntar_a_postgresql() -> None:
    sesion = SessionStore()
    sesion["algo"] = 1
    sesion.save()
    Session.objects.all().delete()
    assert SessionStore(sesion.session_key)["algo"] == 1


@pytest.mark.usefixtures("sin_redis")
def test_una_sesion_no_termina_a_medias() -> None:
    sesion = SessionStore()
    sesion["algo"] = 1
    sesion.save()
    with pytest.raises(RedisError):
        sesion.flush()

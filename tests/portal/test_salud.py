"""Liveness and readiness."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings


def test_vivo_responde_sin_base_de_datos(client: Client) -> None:
    assert client.get("/salud/vivo").json() == {"estado": "vivo"}


@pytest.mark.django_db
def test_listo_cuando_todo_responde(client: Client) -> None:
    respuesta = client.get("/salud/listo")
    assert respuesta.status_code == 200
    assert respuesta.json() == {"estado": "listo", "base_de_datos": "bien", "redis": "bien"}


@pytest.mark.django_db
def test_no_esta_listo_sin_redis(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    respuesta = client.get("/salud/listo")
    assert respuesta.status_code == 503
    assert respuesta.json()["redis"] == "sin respuesta"


@pytest.mark.django_db
def test_no_esta_listo_si_faltan_migraciones(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'solicitudes'")
    respuesta = client.get("/salud/listo")
    assert respuesta.status_code == 503
    assert respuesta.json()["base_de_datos"] == "faltan migraciones"


@pytest.mark.django_db
@pytest.mark.parametrize("ruta", ["/salud/vivo", "/salud/listo"])
def test_la_salud_no_se_guarda_ni_acepta_post(client: Client, ruta: str) -> None:
    assert "no-store" in client.get(ruta).headers["Cache-Control"]
    assert client.post(ruta).status_code == 405

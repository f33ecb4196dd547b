"""The plugin that gives a test run its own engines (`tests/motores.py`)."""

import os
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from portal.desarrollo.motores import RAIZ
from tests.motores import DEL_PORTAL, entorno, redis_del_trabajador


@pytest.mark.django_db
def test_las_pruebas_corren_en_un_postgres_efimero() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("off",)


def test_cada_trabajador_tiene_su_propia_base_de_redis() -> None:
    trabajador = os.environ.get("PYTEST_XDIST_WORKER")
    numero = int(trabajador.removeprefix("gw")) + 1 if trabajador else 0

    assert settings.REDIS_URL.endswith(f"?db={numero}")
    with redis.Redis.from_url(settings.REDIS_URL) as cliente:
        assert cliente.client_info()["db"] == numero


@pytest.mark.parametrize(("trabajador", "numero"), [("gw0", 1), ("gw1", 2), ("gw62", 63)])
def test_el_numero_de_base_sale_del_nombre_del_trabajador(trabajador: str, numero: int) -> None:
    assert redis_del_trabajador("unix:///r.sock?db=0", trabajador) == f"unix:///r.sock?db={numero}"


def test_las_pruebas_no_escriben_en_los_datos_de_desarrollo() -> None:
    for carpeta in (Path(os.environ["PORTAL_LOCAL"]), Path(settings.MEDIA_ROOT)):
        assert not carpeta.is_relative_to(RAIZ)


def test_las_variables_de_quien_desarrolla_no_llegan_a_las_pruebas() -> None:
    puestas = entorno("postgresql://…", "unix://…", Path("/l"))

    assert {nombre for nombre in os.environ if DEL_PORTAL.match(nombre)} <= puestas.keys()
    assert DEL_PORTAL.match("SENDGRID_API_KEY")
    assert DEL_PORTAL.match("DATABASE_URL")
    assert not DEL_PORTAL.match("PATH")

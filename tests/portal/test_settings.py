"""A missing or unsafe setting stops the start with one clear sentence; good ones pass the check."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from portal.desarrollo.motores import RAIZ
from tests.produccion import entorno


def arrancar(
    *orden: str, cambios: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a management command with production values, some of them changed or taken away."""
    variables: dict[str, str | None] = {
        "PATH": os.environ["PATH"],
        **entorno(),
        **(cambios or {}),
    }
    return subprocess.run(
        [sys.executable, "manage.py", *(orden or ("check",))],
        cwd=RAIZ,
        env={clave: valor for clave, valor in variables.items() if valor is not None},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_con_valores_de_produccion_check_deploy_no_avisa_nada() -> None:
    resultado = arrancar("check", "--deploy", "--fail-level", "WARNING")
    assert resultado.returncode == 0, resultado.stderr
    assert "no issues" in resultado.stdout or "0 silenced" in resultado.stdout


@pytest.mark.parametrize(
    ("variable", "valor", "mensaje"),
    [
        ("PORTAL_SECRET_KEY", None, "PORTAL_SECRET_KEY: falta"),
        ("PORTAL_SECRET_KEY", "corta", "PORTAL_SECRET_KEY: use al menos 50"),
        ("PORTAL_SECRET_KEY", "a" * 60, "PORTAL_SECRET_KEY: use al menos 50"),
        ("PORTAL_CLAVES_CIFRADO", None, "PORTAL_CLAVES_CIFRADO: falta"),
        ("PORTAL_CLAVES_CIFRADO", "no-es-fernet", "PORTAL_CLAVES_CIFRADO"),
        ("PORTAL_HOSTS", None, "PORTAL_HOSTS: falta"),
        ("PORTAL_HOSTS", "*", "PORTAL_HOSTS"),
        ("PORTAL_URL", None, "PORTAL_URL: falta"),
        ("PORTAL_URL", "http://portal.example", "PORTAL_URL: se espera una dirección https"),
        ("DATABASE_URL", None, "DATABASE_URL: falta"),
        ("DATABASE_URL", "sqlite:///x.db", "DATABASE_URL: sólo se admite PostgreSQL"),
        ("REDIS_URL", None, "REDIS_URL: falta"),
        ("REDIS_URL", "memcached://x", "REDIS_URL: se espera"),
        ("PORTAL_DEMO", "1", "PORTAL_DEMO: sólo puede activarse con PORTAL_DEBUG"),
        ("PORTAL_PROXY_HOPS", "muchos", "PORTAL_PROXY_HOPS: se espera un número"),
        ("SENDGRID_API_KEY", None, "SENDGRID_API_KEY: falta"),
        ("PORTAL_CORREO_REMITENTE", None, "PORTAL_CORREO_REMITENTE: falta"),
        ("PORTAL_LOG_LEVEL", "gritos", "PORTAL_LOG_LEVEL"),
    ],
)
def test_un_valor_que_falta_o_no_es_seguro_impide_el_arranque(
    variable: str, valor: str | None, mensaje: str
) -> None:
    resultado = arrancar(cambios={variable: valor})
    assert resultado.returncode != 0
    assert mensaje in resultado.stderr.splitlines()[-1]


def test_fuera_de_desarrollo_no_se_usan_los_motores_embebidos() -> None:
    resultado = arrancar(cambios={"DATABASE_URL": None, "REDIS_URL": None})
    assert "DATABASE_URL: falta" in resultado.stderr.splitlines()[-1]


def test_la_demostracion_no_corre_en_produccion() -> None:
    resultado = arrancar("demo")
    assert resultado.returncode != 0
    assert "PORTAL_DEMO" in resultado.stderr


def test_la_bandeja_de_la_demostracion_no_existe_en_produccion() -> None:
    guion = "from django.urls import resolve; resolve('/buzon/')"
    resultado = arrancar("shell", "-c", guion)
    assert "Resolver404" in resultado.stderr


@pytest.mark.parametrize(
    ("direccion", "certificado"),
    [
        ("rediss://:clave@redis.example:6380/0", "CERT_REQUIRED"),
        ("rediss://redis.example/0?ssl_ca_certs=/etc/ca.pem", "CERT_REQUIRED"),
        ("rediss://redis.example/0?ssl_cert_reqs=none", "CERT_NONE"),
    ],
)
def test_las_tareas_comprueban_el_certificado_de_redis(direccion: str, certificado: str) -> None:
    guion = (
        "from portal.celery import app\n"
        "with app.connection_for_write() as conexion:\n"
        "    print(conexion.ssl['ssl_cert_reqs'].name)"
    )
    resultado = arrancar("shell", "-v0", "-c", guion, cambios={"REDIS_URL": direccion})
    assert resultado.stdout.split() == [certificado], resultado.stderr


@pytest.mark.parametrize(("opciones", "segundos"), [("", "10"), ("?connect_timeout=3", "3")])
def test_la_espera_por_postgresql_tiene_limite(opciones: str, segundos: str) -> None:
    guion = (
        "from django.db import connection\n"
        "print(connection.get_connection_params()['connect_timeout'])"
    )
    direccion = f"postgresql://portal:x@127.0.0.1:1/portal{opciones}"
    resultado = arrancar("shell", "-v0", "-c", guion, cambios={"DATABASE_URL": direccion})
    assert resultado.stdout.split() == [segundos], resultado.stderr

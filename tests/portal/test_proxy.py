"""A proxy with TLS that was not declared gets an answer and a word in the log, not a loop."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portal.proxy import AVISO

pytestmark = pytest.mark.django_db


@pytest.fixture
def avisos(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> Iterator[pytest.LogCaptureFixture]:
    """The log of a production that declared no proxy."""
    settings.SECURE_SSL_REDIRECT = True
    settings.PORTAL_PROXY_HOPS = 0
    settings.SECURE_PROXY_SSL_HEADER = None
    with caplog.at_level(logging.ERROR, logger="portal.proxy"):
        yield caplog


@pytest.mark.parametrize("dicho", ["https", " HTTPS "])
def test_el_bucle_se_corta_y_se_explica(
    avisos: pytest.LogCaptureFixture, django_assert_num_queries: DjangoAssertNumQueries, dicho: str
) -> None:
    with django_assert_num_queries(0):
        respuesta = Client().get("/estado/?a=1", headers={"X-Forwarded-Proto": dicho})
    assert respuesta.status_code == 503
    assert "PORTAL_PROXY_HOPS" not in respuesta.content.decode()
    assert AVISO in avisos.messages


@pytest.mark.parametrize("cabeceras", [{}, {"X-Forwarded-Proto": "http"}])
def test_quien_llega_sin_tls_va_a_la_direccion_protegida(
    avisos: pytest.LogCaptureFixture, cabeceras: dict[str, str]
) -> None:
    respuesta = Client().get("/estado/", headers=cabeceras)
    assert respuesta.status_code == 301
    assert respuesta["Location"] == "https://testserver/estado/"
    assert AVISO not in avisos.messages


def test_la_salud_responde_tambien_asi(avisos: pytest.LogCaptureFixture) -> None:
    respuesta = Client().get("/salud/vivo", headers={"X-Forwarded-Proto": "https"})
    assert respuesta.status_code == 200
    assert AVISO not in avisos.messages


def test_con_el_proxy_declarado_la_pagina_se_sirve(
    avisos: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.PORTAL_PROXY_HOPS = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    respuesta = Client().get("/estado/", headers={"X-Forwarded-Proto": "https"})
    assert respuesta.status_code == 200
    assert AVISO not in avisos.messages

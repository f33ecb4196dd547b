"""The privacy notice (Ley 1581/2012, Decreto 1377/2013)."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def leer(client: Client) -> str:
    respuesta = client.get("/privacidad/")
    assert respuesta.status_code == 200
    return " ".join(respuesta.content.decode().split())


@pytest.mark.parametrize(
    "parte",
    [
        "Ley 1581 de 2012",
        "responsable del tratamiento",
        "Qué datos tratamos y para qué",
        "Revocar la autorización",
        "Superintendencia de Industria y Comercio",
        "10 días hábiles desde que la recibimos",
        "respondemos en 5 días hábiles más",
        "15 días hábiles desde el día siguiente al recibo",
        "respondemos en 8 días hábiles más",
        "pasan dos meses sin que lo complete",
        "certicamararesponde@certicamara.com",
        "Versión 1.1, vigente desde el 25 de noviembre de 2026",
    ],
)
def test_dice_lo_que_la_ley_exige(client: Client, parte: str) -> None:
    assert parte in leer(client)


def test_el_responsable_es_la_entidad_configurada(client: Client, settings: Settings) -> None:
    settings.PORTAL_ENTIDAD = "Entidad de Certificación de Prueba"
    assert "Entidad de Certificación de Prueba es responsable" in leer(client)


def test_las_cookies_son_las_que_el_portal_pone_de_verdad(
    client: Client, settings: Settings
) -> None:
    pagina = leer(client)
    assert f'"codigo">{settings.SESSION_COOKIE_NAME}<' in pagina
    assert f'"codigo">{settings.CSRF_COOKIE_NAME}<' in pagina
    assert "8 horas" in pagina
    assert "364 días" in pagina
    puestas = set(client.get("/estado/").cookies)
    assert puestas <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_solo_se_lee(client: Client) -> None:
    assert client.post("/privacidad/").status_code == 405

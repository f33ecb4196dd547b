"""The home page: the services as doors, and who answers now."""

import pytest
import time_machine
from django.test import Client
from django.urls import include, path, reverse
from pytest_django import DjangoAssertNumQueries

from portal.paginas.puertas import PUERTAS, puertas_abiertas

pytestmark = pytest.mark.django_db
# The tests of doors that are missing serve the site with these addresses alone.
urlpatterns = [
    path("", include("portal.paginas.urls")),
    path("", include("portal.canales.urls")),
]


def test_cada_servicio_es_una_puerta_con_su_direccion(client: Client) -> None:
    pagina = client.get("/").content.decode()
    for puerta in PUERTAS:
        assert f'href="{reverse(puerta.ruta)}">{puerta.titulo}</a>' in pagina


def test_la_primera_puerta_es_la_consulta_del_tramite() -> None:
    puerta, direccion = puertas_abiertas()[0]
    assert direccion == reverse("solicitudes:consultar") == "/estado/"
    assert puerta.titulo == "Estado del trámite de su certificado de firma digital"


@pytest.mark.urls(__name__)
def test_un_servicio_que_no_esta_instalado_no_tiene_puerta() -> None:
    assert [puerta.ruta for puerta, _direccion in puertas_abiertas()] == [
        "ayuda_correo_descarga",
        "canales",
    ]


@time_machine.travel("2026-07-13 10:00-05:00", tick=False)
def test_un_lunes_festivo_dice_quien_atiende_y_cuando_abren_los_demas(client: Client) -> None:
    pagina = client.get("/").content.decode()
    assert "Abierto las 24 horas" in pagina
    assert "Abre mañana a las 7:00 a. m." in pagina
    assert "Abierto hasta" not in pagina


@time_machine.travel("2026-07-13 10:00-05:00", tick=False)
def test_quien_atiende_ahora_va_primero(client: Client) -> None:
    lista = client.get("/").content.decode().partition('id="atencion"')[2]
    assert lista.index("Celular para casos de prioridad 1") < lista.index("Abre mañana")


def test_tiene_un_solo_titulo_principal(client: Client) -> None:
    assert client.get("/").content.decode().count("<h1") == 1


def test_con_la_memoria_llena_no_consulta_la_base(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_num_queries(0):
        client.get("/")


def test_no_deja_cookies_ni_acepta_envios(client: Client) -> None:
    assert not client.get("/").cookies
    assert client.post("/").status_code == 405


def test_la_mesa_de_ayuda_se_alcanza_desde_el_pie_y_la_navegacion(client: Client) -> None:
    pagina = client.get("/canales/").content.decode()
    navegacion, _, resto = pagina.partition("</nav>")
    pie = resto.partition("<footer")[2]
    for ruta in ("mesa_ayuda:casos", "pqrsa:radicar", "conocimiento:lista"):
        assert f'href="{reverse(ruta)}"' in navegacion
        assert f'href="{reverse(ruta)}"' in pie
    assert f'href="{reverse("mesa_ayuda:nuevo")}"' in pie

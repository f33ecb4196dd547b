"""The page /canales/ as a visitor gets it."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.calendario.memoria import olvidar_todo
from portal.calendario.models import Festivo
from portal.canales.models import Canal, NivelEscalamiento

pytestmark = pytest.mark.django_db
SABADO_ANTES_DE_FESTIVO = "2026-07-11 {hora}-05:00"


def texto(client: Client) -> str:
    """The page as people read it: entities resolved, runs of blanks made one."""
    respuesta = client.get("/canales/")
    assert respuesta.status_code == 200
    return " ".join(respuesta.content.decode().split())


@pytest.mark.parametrize(
    ("hora", "estado"),
    [
        ("12:59", "Abierto hasta la 1:00 p. m."),
        ("13:00", "Abre el martes a las 7:00 a. m."),
    ],
)
def test_un_sabado_antes_de_festivo_cada_canal_dice_su_estado(
    client: Client, hora: str, estado: str
) -> None:
    with time_machine.travel(SABADO_ANTES_DE_FESTIVO.format(hora=hora), tick=False):
        pagina = texto(client)
    assert estado in pagina
    assert "Abierto las 24 horas" in pagina


@time_machine.travel("2026-11-24 10:00-05:00", tick=False)
def test_cada_canal_dice_como_y_cuando(client: Client) -> None:
    pagina = texto(client)
    assert 'href="tel:+576017442725"' in pagina
    assert "Marque opción 2 (Soporte) y luego opción 1" in pagina
    assert 'href="mailto:mesadeayuda@certicamara.com"' in pagina
    assert "Lunes a viernes: 7:00 a. m. a 7:00 p. m." in pagina
    assert "Sábado: 8:00 a. m. a 1:00 p. m." in pagina
    assert "Todos los días: las 24 horas, también los festivos" in pagina
    assert "24 de noviembre de 2026" in pagina


def test_los_canales_van_por_lo_que_atienden(client: Client) -> None:
    respuesta = client.get("/canales/")
    grupos = [para.label for para, _canales in respuesta.context["grupos"]]
    assert grupos[0] == "Todas las solicitudes"
    assert [len(canales) for _para, canales in respuesta.context["grupos"]] == [7, 1, 2]
    Canal.objects.filter(tipo_solicitud="pqrsa").delete()
    olvidar_todo()
    assert len(client.get("/canales/").context["grupos"]) == 2


@time_machine.travel("2026-12-05 10:00-05:00", tick=False)
def test_los_cierres_de_los_proximos_30_dias_se_anuncian(client: Client) -> None:
    Festivo.objects.create(fecha=date(2026, 12, 24), nombre="Cierre de fin de año")
    pagina = texto(client)
    assert 'datetime="2026-12-08">Martes 8 de diciembre</time>: La Inmaculada' in pagina
    assert "Jueves 24 de diciembre</time>: Cierre de fin de año" in pagina
    assert "Viernes 1 de enero</time>: Año Nuevo" in pagina
    assert "11 de enero" not in pagina


@time_machine.travel("2026-07-13 10:00-05:00", tick=False)
def test_un_festivo_se_avisa_arriba_y_no_entre_los_proximos(client: Client) -> None:
    pagina = texto(client)
    assert "Chiquinquirá: sólo responden los canales que atienden las 24 horas." in pagina
    assert 'datetime="2026-07-13"' not in pagina


@time_machine.travel("2026-09-01 10:00-05:00", tick=False)
def test_sin_cierres_cercanos_lo_dice(client: Client) -> None:
    assert "No hay festivos ni cierres en los próximos 30 días." in texto(client)


def test_los_niveles_de_escalamiento_dicen_a_quien_acudir(client: Client) -> None:
    pagina = texto(client)
    assert "Nivel 2: Supervisor de soporte" in pagina
    assert "1104, 1108, 1102" in pagina
    assert 'href="mailto:coordinador.mesadeayuda@certicamara.com"' in pagina
    assert "7 días, 24 horas" in pagina


def test_sin_canales_ni_niveles_la_pagina_sigue_en_pie(client: Client) -> None:
    Canal.objects.all().delete()
    NivelEscalamiento.objects.all().delete()
    pagina = texto(client)
    assert "no hay canales publicados" in pagina
    assert "Niveles de escalamiento" not in pagina


def test_un_nombre_con_html_se_muestra_como_texto(client: Client) -> None:
    Canal.objects.filter(clave="chat").update(nombre="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get("/canales/").content.decode()


def test_con_la_memoria_llena_solo_se_consultan_los_niveles(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/canales/")
    with django_assert_num_queries(2):
        client.get("/canales/")


def test_no_se_le_puede_enviar_nada(client: Client) -> None:
    assert client.post("/canales/").status_code == 405
    assert client.head("/canales/").status_code == 200

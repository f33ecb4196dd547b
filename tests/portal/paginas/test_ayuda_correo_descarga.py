"""The help on the download e-mail (manual 000)."""

import re

import pytest
import time_machine
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def pagina(client: Client) -> str:
    respuesta = client.get("/ayuda/correo-de-descarga/")
    assert respuesta.status_code == 200
    return respuesta.content.decode()


@pytest.mark.parametrize(
    "palabra",
    [
        *("certicamara.com", "sendgrid.net", "lista blanca", "cuarentena", "spam"),
        *("Gmail", "Outlook", "Zimbra", "SPF", "DKIM", "DMARC", "antes de liberarlo"),
    ],
)
def test_dice_lo_que_la_guia_del_manual_ensena(pagina: str, palabra: str) -> None:
    assert palabra in pagina


def test_cada_enlace_del_indice_lleva_a_una_seccion(pagina: str) -> None:
    anclas = re.findall(r'<a href="#([\w-]+)">', pagina)
    assert len(anclas) == 5
    assert all(f'id="{ancla}"' in pagina for ancla in anclas)


def test_primero_manda_a_ver_si_el_correo_ya_salio(pagina: str) -> None:
    assert 'href="/estado/"' in pagina


def test_el_texto_para_sistemas_se_copia_completo_y_en_renglones(pagina: str) -> None:
    dentro = pagina.split('id="texto-sistemas">')[1].split("</div>")[0]
    renglones = [linea for linea in re.sub(r"<[^>]+>", "", dentro).splitlines() if linea]
    assert renglones[0].startswith("Asunto: ")
    assert renglones[-1] == "Gracias."
    assert [linea[:2] for linea in renglones if linea[0].isdigit()] == [
        "1.",
        "2.",
        "3.",
        "4.",
        "5.",
    ]
    assert not any(linea.startswith(" ") for linea in renglones)
    assert 'data-copiar="#texto-sistemas"' in pagina


@time_machine.travel("2026-11-28 12:59-05:00", tick=False)
def test_termina_en_los_canales_de_soporte_con_su_estado(client: Client) -> None:
    pagina = client.get("/ayuda/correo-de-descarga/").content.decode()
    principal = pagina.split("<main")[1].split("</main>")[0]
    assert "mesadeayuda@certicamara.com" in principal
    assert "Abierto hasta la 1:00 p. m." in principal
    assert "certicamararesponde@" not in principal


def test_solo_se_lee(client: Client) -> None:
    assert client.post("/ayuda/correo-de-descarga/").status_code == 405

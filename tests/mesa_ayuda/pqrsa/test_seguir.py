"""/mesa-de-ayuda/pqrsa/seguimiento/: with number and code, or with the mailed link."""

import secrets

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.pqrsa.ficha import en_grupos
from mesa_ayuda.pqrsa.forms import SIN_HALLAR
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa

pytestmark = pytest.mark.django_db
SEGUIR = "/mesa-de-ayuda/pqrsa/seguimiento/"


@pytest.mark.parametrize("como", ["{0}", "{1}", " {1} ", "{2}"])
def test_con_numero_y_codigo_lleva_al_estado(client: Client, como: str) -> None:
    pqrsa, ficha = crear_pqrsa()
    codigo = como.format(ficha, en_grupos(ficha), ficha.upper())
    respuesta = client.post(SEGUIR, {"numero": pqrsa.caso.numero.lower(), "codigo": codigo})
    assert (respuesta.status_code, respuesta["Location"]) == (302, f"{SEGUIR}{ficha}/")
    pagina = client.get(respuesta["Location"])
    texto = pagina.content.decode()
    assert "Me cobraron dos veces" in texto
    assert "Nuevo" in texto
    assert "días hábiles" in texto
    assert pagina["Referrer-Policy"] == "no-referrer"
    assert "Descargar" not in texto


def test_lo_desconocido_recibe_siempre_la_misma_respuesta(client: Client) -> None:
    pqrsa, ficha = crear_pqrsa()
    otra, ajena = crear_pqrsa(correo="otra@correo.example")
    for numero, codigo in (
        (pqrsa.caso.numero, secrets.token_hex(16)),
        (pqrsa.caso.numero, ajena),
        (otra.caso.numero, ficha),
        ("CS9999999", ficha),
        ("9" * 25, ficha),
        ("hola", "hola"),
    ):
        respuesta = client.post(SEGUIR, {"numero": numero, "codigo": codigo})
        assert respuesta.status_code == 200
        assert SIN_HALLAR in respuesta.content.decode()


@pytest.mark.parametrize("ficha", ["a" * 32, "corta", "../x", "ñ" * 32])
def test_un_enlace_que_no_es_de_nadie_da_404(client: Client, ficha: str) -> None:
    crear_pqrsa()
    assert client.get(f"{SEGUIR}{ficha}/").status_code == 404


def test_sin_respuesta_no_hay_nada_que_descargar(client: Client) -> None:
    _, ficha = crear_pqrsa()
    assert client.get(reverse("pqrsa:descargar", args=[ficha])).status_code == 404


def test_el_formulario_deja_que_el_navegador_diga_de_donde_viene(client: Client) -> None:
    # With «no-referrer» a browser sends «Origin: null» and the CSRF check refuses the form.
    assert client.get(SEGUIR)["Referrer-Policy"] != "no-referrer"


def test_quien_adivina_se_queda_sin_intentos(client: Client) -> None:
    datos = {"numero": "CS0000001", "codigo": "0" * 32}
    codigos = [client.post(SEGUIR, datos).status_code for _ in range(31)]
    assert codigos == [200] * 30 + [429]

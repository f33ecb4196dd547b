"""/mesa-de-ayuda/ayuda/: list, search, article, opinion."""

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.models import Opinion, Servicio
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.conocimiento.recetas import crear_articulo

pytestmark = pytest.mark.django_db
LISTA = "/mesa-de-ayuda/ayuda/"
ARTICULO = f"{LISTA}no-llega-el-correo/"


def test_la_lista_agrupa_por_servicio(client: Client) -> None:
    servicio = Servicio.objects.get(nombre="Estampado cronológico")
    crear_articulo(servicio=servicio)
    crear_articulo("suelto", titulo="Uno suelto")
    crear_articulo("oculto", titulo="Sin publicar", publicado=False)
    pagina = client.get(LISTA).content.decode()
    assert "<h2>Estampado cronológico</h2>" in pagina
    assert "<h2>General</h2>" in pagina
    assert "Sin publicar" not in pagina


@pytest.mark.parametrize("q", ["correo", "x" * 5000, "\x00", "<script>alert(1)</script>", "'&|"])
def test_ninguna_busqueda_rompe_la_pagina(client: Client, q: str) -> None:
    crear_articulo()
    respuesta = client.get(LISTA, {"q": q})
    assert respuesta.status_code == 200
    assert "<script>alert" not in respuesta.content.decode()


def test_el_cuerpo_se_muestra_como_texto(client: Client) -> None:
    crear_articulo(cuerpo="<img src=x onerror=alert(1)>\n\n- <b>uno</b>")
    pagina = client.get(ARTICULO).content.decode()
    assert "&lt;img src=x" in pagina
    assert "<li>&lt;b&gt;uno&lt;/b&gt;</li>" in pagina


def test_lo_no_publicado_da_404(client: Client) -> None:
    crear_articulo(publicado=False)
    assert client.get(ARTICULO).status_code == 404
    assert client.post(ARTICULO, {"util": "si"}).status_code == 404
    assert not Opinion.objects.exists()


def test_cada_visitante_opina_una_vez_y_puede_cambiar_de_opinion(client: Client) -> None:
    articulo = crear_articulo()
    assert client.post(ARTICULO, {"util": "si"})["Location"] == ARTICULO
    client.post(ARTICULO, {"util": "no", "comentario": "Faltan imágenes."})
    opinion = Opinion.objects.get()
    assert (opinion.articulo, opinion.util) == (articulo, False)
    assert opinion.comentario == "Faltan imágenes."
    Client().post(ARTICULO, {"util": "si"})
    assert Opinion.objects.count() == 2


def test_quien_tiene_cuenta_opina_una_vez_desde_donde_sea(cliente: Usuario) -> None:
    crear_articulo()
    for _ in range(2):
        navegador = Client()
        navegador.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
        navegador.post(ARTICULO, {"util": "si"})
    assert Opinion.objects.count() == 1


def test_sin_elegir_se_dice_junto_al_campo_y_el_comentario_queda(client: Client) -> None:
    crear_articulo()
    pagina = client.post(ARTICULO, {"util": "", "comentario": "Algo."}).content.decode()
    assert "Elija sí o no." in pagina
    assert "Algo." in pagina
    assert not Opinion.objects.exists()


def test_leer_no_cambia_nada(client: Client) -> None:
    crear_articulo()
    assert client.get(ARTICULO, {"util": "si"}).status_code == 200
    assert not Opinion.objects.exists()
    assert "sesion" not in client.cookies


def test_articulos_casos_y_pqrsa_se_enlazan_entre_si(client: Client) -> None:
    crear_articulo()
    destinos = {
        LISTA: ("mesa_ayuda:nuevo", "pqrsa:radicar", "canales"),
        ARTICULO: ("mesa_ayuda:nuevo", "pqrsa:radicar", "canales"),
        reverse("pqrsa:radicar"): ("mesa_ayuda:nuevo", "conocimiento:lista", "pqrsa:seguir"),
        reverse("mesa_ayuda:ingresar"): ("pqrsa:radicar", "pqrsa:seguir", "conocimiento:lista"),
    }
    for pagina, enlaces in destinos.items():
        cuerpo = client.get(pagina).content.decode().partition("<main")[2].partition("</main>")[0]
        for enlace in enlaces:
            assert f'href="{reverse(enlace)}"' in cuerpo, (pagina, enlace)

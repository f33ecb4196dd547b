"""What was typed before a session expired: back to its author only, bounded, and once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from mesa_ayuda.cuentas.borradores import CLAVE as BORRADORES
from mesa_ayuda.cuentas.borradores import CUANTOS, LARGO_MAXIMO, POR_VISITANTE, autor_de
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
NUEVO = "/mesa-de-ayuda/casos/nuevo/"
ESCRITO = "No puedo firmar desde ayer"


def enviar(client: Client, usuario: Usuario, lugar: str = NUEVO, **mas: str) -> str:
    """Send the form of `usuario` without a session; return where it leads."""
    datos = {"asunto": ESCRITO, "autor": autor_de(usuario), **mas}
    return client.post(lugar, datos).headers["Location"]


def entrar(client: Client, usuario: Usuario) -> None:
    """Sign in on the same browser."""
    hecha = client.post(
        "/mesa-de-ayuda/ingresar/", {"usuario": usuario.email, "clave": CLAVE, "next": NUEVO}
    )
    assert hecha.status_code == 302


def test_lo_escrito_vuelve_a_su_autor(client: Client, cliente: Usuario) -> None:
    assert "aviso=guardado" in enviar(client, cliente)
    entrar(client, cliente)
    assert ESCRITO in client.get(NUEVO).content.decode()
    assert ESCRITO not in client.get("/mesa-de-ayuda/casos/").content.decode()


def test_a_otra_persona_no_se_le_muestra(
    client: Client, cliente: Usuario, companera: Usuario
) -> None:
    enviar(client, cliente)
    entrar(client, companera)
    assert ESCRITO not in client.get(NUEVO).content.decode()


def test_salir_lo_borra(client: Client, cliente: Usuario) -> None:
    enviar(client, cliente)
    entrar(client, cliente)
    client.post("/mesa-de-ayuda/salir/")
    entrar(client, cliente)
    assert ESCRITO not in client.get(NUEVO).content.decode()


def test_un_autor_inventado_o_de_otro_uso_no_guarda_nada(client: Client, cliente: Usuario) -> None:
    ajenas = [
        "",
        str(cliente.pk),
        autor_de(cliente)[:-1] + "¡",
        signing.dumps(cliente.pk, salt="otra sal"),
        signing.dumps(str(cliente.pk), salt="mesa_ayuda.borrador"),
        "\x00",
        "a" * 10_000,
    ]
    for ajena in ajenas:
        hecha = client.post(NUEVO, {"asunto": ESCRITO, "autor": ajena})
        assert "aviso=vencida" in hecha.headers["Location"], ajena[:40]
    assert BORRADORES not in client.session


def test_un_formulario_de_hace_mas_de_un_mes_no_se_guarda(client: Client, cliente: Usuario) -> None:
    autor = autor_de(cliente)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        hecha = client.post(NUEVO, {"asunto": ESCRITO, "autor": autor})
        assert "aviso=vencida" in hecha.headers["Location"]


def test_no_se_guarda_mas_de_lo_que_cabe(client: Client, cliente: Usuario) -> None:
    assert "aviso=vencida" in enviar(client, cliente, descripcion="x" * LARGO_MAXIMO)
    assert "aviso=guardado" in enviar(client, cliente, descripcion="x" * (LARGO_MAXIMO - 100))


def test_quedan_los_ultimos_y_sin_lo_que_no_es_del_formulario(
    client: Client, cliente: Usuario
) -> None:
    lugares = [f"/mesa-de-ayuda/casos/{crear_caso(cliente).numero}/" for _ in range(CUANTOS + 1)]
    for lugar in lugares:
        enviar(client, cliente, lugar, csrfmiddlewaretoken="x")
    guardados = client.session[BORRADORES]
    assert list(guardados) == lugares[1:]
    assert guardados[lugares[-1]] == {"autor": cliente.pk, "campos": {"asunto": ESCRITO}}


def test_un_visitante_no_nos_hace_guardar_sin_fin(client: Client, cliente: Usuario) -> None:
    datos = {"asunto": ESCRITO, "autor": autor_de(cliente)}
    estados = [client.post(NUEVO, datos).status_code for _ in range(POR_VISITANTE["maximo"] + 1)]
    assert (set(estados[:-1]), estados[-1]) == ({302}, 429)

"""Asking before what can't be undone: what it does, to how many rows, and the way back."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.administracion import mixins
from portal.usuarios.models import SegundoFactor, Usuario

pytestmark = pytest.mark.django_db
LISTA = reverse("admin:usuarios_usuario_changelist")


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], administrador: Usuario) -> Client:
    """The administrator's browser."""
    return cliente_de(administrador)


def pedir(cliente: Client, usuarios: list[Usuario]) -> str:
    """Choose users and run the action that asks first."""
    claves = [usuario.pk for usuario in usuarios]
    envio = {"action": "quitar_segundo_factor", "_selected_action": claves}
    return cliente.post(LISTA, envio).content.decode()


def crear(cuantos: int) -> list[Usuario]:
    """Make as many users."""
    return [Usuario.objects.create_user(f"usuario{numero:02}") for numero in range(cuantos)]


def test_la_pagina_repite_la_accion_y_cada_fila_y_ofrece_volver(cliente: Client) -> None:
    usuarios = crear(2)
    pagina = pedir(cliente, usuarios)
    assert "Se aplicará a 2 filas" in pagina
    for usuario in usuarios:
        assert f'name="_selected_action" value="{usuario.pk}"' in pagina
    assert 'name="action" value="quitar_segundo_factor"' in pagina
    assert 'name="confirmar" value="1"' in pagina
    assert f'href="{LISTA}"' in pagina


def test_muestra_las_primeras_y_cuenta_las_demas(cliente: Client) -> None:
    pagina = pedir(cliente, crear(23))
    assert "Se aplicará a 23 filas" in pagina
    assert "… y 3 más" in pagina


def test_no_pregunta_por_mas_filas_de_las_que_caben_en_la_respuesta(
    cliente: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mixins, "FILAS_MAXIMAS", 2)
    claves = [usuario.pk for usuario in crear(3)]
    envio = {"action": "quitar_segundo_factor", "_selected_action": claves}
    respuesta = cliente.post(LISTA, envio)
    assert respuesta.status_code == 302
    avisos = [str(aviso) for aviso in get_messages(respuesta.wsgi_request)]
    assert avisos == ["Elija 2 filas a lo sumo cada vez."]


def test_lo_que_se_muestra_no_se_vuelve_html(cliente: Client) -> None:
    malo = Usuario.objects.create_user("<script>alert(1)</script>")
    assert "<script>alert(1)" not in pedir(cliente, [malo])


def test_volver_no_hace_nada(cliente: Client, operador: Usuario) -> None:
    pedir(cliente, [operador])
    cliente.get(LISTA)
    assert SegundoFactor.objects.filter(user=operador).exists()

"""The whole history in the admin: to look at, for supervisors and administrators."""

from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.auditoria.servicios import registrar
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_camara

pytestmark = pytest.mark.django_db
LISTA = reverse("admin:auditoria_evento_changelist")


@pytest.fixture
def evento(operador: Usuario) -> Evento:
    """One entry."""
    return registrar(operador, "Acto de prueba", actor=operador, motivo="Motivo de prueba")


@pytest.mark.parametrize("rol", [Rol.SUPERVISOR, Rol.ADMINISTRADOR])
def test_supervisores_y_administradores_lo_ven(
    cliente_de: Callable[[Usuario], Client], evento: Evento, rol: Rol
) -> None:
    cliente = cliente_de(crear_personal("alguien", rol))
    assert "Acto de prueba" in cliente.get(LISTA).content.decode()
    assert cliente.get(LISTA, {"q": "Acto"}).context["cl"].result_count == 1
    assert cliente.get(LISTA, {"q": "nada"}).context["cl"].result_count == 0
    ficha = reverse("admin:auditoria_evento_change", args=[evento.pk])
    assert "Motivo de prueba" in cliente.get(ficha).content.decode()


def test_nadie_lo_escribe_cambia_ni_borra(
    cliente_de: Callable[[Usuario], Client], evento: Evento, administrador: Usuario
) -> None:
    administrador.is_superuser = True
    administrador.save()
    cliente = cliente_de(administrador)
    argumento = [evento.pk]
    assert cliente.get(reverse("admin:auditoria_evento_add")).status_code == 403
    for pagina in ("change", "delete"):
        direccion = reverse(f"admin:auditoria_evento_{pagina}", args=argumento)
        assert cliente.post(direccion, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in cliente.get(LISTA).content.decode()


@pytest.mark.parametrize("quien", ["operador", "ajeno"])
def test_los_demas_no_lo_ven(
    quien: str,
    cliente_de: Callable[[Usuario], Client],
    evento: Evento,
    request: pytest.FixtureRequest,
) -> None:
    cliente = cliente_de(request.getfixturevalue(quien))
    ficha = reverse("admin:auditoria_evento_change", args=[evento.pk])
    for direccion in (LISTA, f"{LISTA}?q=Acto", ficha):
        assert cliente.get(direccion).status_code == 403


def test_se_filtra_por_los_tipos_que_la_administracion_muestra(
    cliente_de: Callable[[Usuario], Client], evento: Evento, administrador: Usuario
) -> None:
    cliente = cliente_de(administrador)
    pagina = cliente.get(LISTA)
    filtro = next(f for f in pagina.context["cl"].filter_specs if f.title == "tipo")
    nombres = {nombre for _clave, nombre in filtro.lookup_choices}
    assert {"Usuario", "Solicitud"} <= nombres
    assert not {"Sesión", "Access attempt", "Captcha store"} & nombres
    for valor, hallados in ((str(evento.tipo_id), 1), ("999999", 0), ("x", 0), ("9" * 30, 0)):
        lista = cliente.get(LISTA, {"tipo": valor}).context["cl"]
        assert lista.result_count == hallados


def test_lo_que_no_tiene_pagina_en_la_administracion_no_tiene_direccion(evento: Evento) -> None:
    assert evento.direccion == reverse("admin:usuarios_usuario_change", args=[evento.objeto_id])
    evento.tipo = ContentType.objects.get_for_model(Session)
    assert evento.direccion == ""


def test_lo_que_es_de_una_camara_no_sale_en_la_lista_de_todo(
    cliente_de: Callable[[Usuario], Client], operador: Usuario
) -> None:
    registrar(crear_camara(), "Acto de la cámara", actor=operador)
    supervisor = crear_personal("supervisora", Rol.SUPERVISOR)
    assert "Acto de la cámara" not in cliente_de(supervisor).get(LISTA).content.decode()
    supervisor.is_superuser = True
    supervisor.save()
    assert "Acto de la cámara" in cliente_de(supervisor).get(LISTA).content.decode()

"""The mail that tells an agent that their customer wrote: one a burst, and to nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.agentes.actos import asignacion_de, asignar
from mesa_ayuda.casos import responder_como_cliente, responder_como_personal
from mesa_ayuda.enums import Estado, Via
from mesa_ayuda.models import Caso
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario, agente: Usuario) -> Caso:
    """A case of `cliente` that `agente` has."""
    return crear_caso(cliente, asignado=agente)


def avisos() -> list[CorreoSaliente]:
    return list(CorreoSaliente.objects.filter(proposito="mesa_aviso_al_encargado"))


def test_el_encargado_sabe_quien_escribio_que_y_donde(
    caso: Caso, cliente: Usuario, agente: Usuario
) -> None:
    mensaje = responder_como_cliente(
        caso=caso, autor=cliente, via=Via.WEB, texto="Sigue igual " * 100
    )
    (aviso,) = avisos()
    assert aviso.destinatario == agente.email
    assert caso.numero in aviso.asunto
    direccion = reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])
    for cuerpo in (aviso.texto, aviso.html):
        assert "Sigue igual" in cuerpo
        assert f"{direccion}#mensaje-{mensaje.pk}" in cuerpo
    assert len(aviso.texto) < 1500


def test_una_rafaga_del_cliente_avisa_una_vez(caso: Caso, cliente: Usuario) -> None:
    for texto in ("Otra cosa", "Y otra", "Y otra más"):
        responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto=texto)
    assert len(avisos()) == 1


def test_tras_un_cuarto_de_hora_se_avisa_otra_vez(caso: Caso, cliente: Usuario) -> None:
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Primera")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Segunda")
    assert len(avisos()) == 2


def test_tras_la_respuesta_del_personal_se_avisa_otra_vez(
    caso: Caso, cliente: Usuario, agente: Usuario
) -> None:
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Primera")
    responder_como_personal(caso=caso, autor=agente, texto="Pruebe", pasar_a=Estado.ESPERA)
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="No sirvió")
    assert len(avisos()) == 2


def test_a_un_nuevo_encargado_se_le_avisa_aunque_el_anterior_ya_supiera(
    caso: Caso, cliente: Usuario, agente: Usuario
) -> None:
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Primera")
    otra = crear_agente("otra")
    Caso.objects.update(asignado=otra)
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Segunda")
    assert sorted(aviso.destinatario for aviso in avisos()) == [agente.email, otra.email]


@pytest.mark.parametrize(
    "cambio", [{"is_active": False}, {"email": ""}, {"is_staff": False}], ids=str
)
def test_a_quien_no_puede_atender_no_se_le_escribe(
    caso: Caso, cliente: Usuario, agente: Usuario, cambio: dict[str, object]
) -> None:
    Usuario.objects.filter(pk=agente.pk).update(**cambio)
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Hola")
    assert avisos() == []


def test_un_caso_de_nadie_no_escribe_a_nadie(cliente: Usuario) -> None:
    responder_como_cliente(caso=crear_caso(cliente), autor=cliente, via=Via.WEB, texto="Hola")
    assert avisos() == []


def test_a_quien_le_asignan_un_caso_se_le_dice_cual_y_donde(
    caso: Caso, agente: Usuario, supervisor: Usuario
) -> None:
    otra = crear_agente("otra")
    asignar(caso=caso, a=otra, nivel=2, visto=asignacion_de(caso), actor=supervisor)
    correo = CorreoSaliente.objects.get(proposito="mesa_asignacion")
    assert correo.destinatario == otra.email
    direccion = reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])
    for cuerpo in (correo.texto, correo.html):
        assert caso.numero in cuerpo
        assert caso.contacto_nombre in cuerpo
        assert direccion in cuerpo


def test_quien_se_asigna_el_caso_o_cambia_solo_el_nivel_no_recibe_nada(
    caso: Caso, agente: Usuario, supervisor: Usuario
) -> None:
    asignar(caso=caso, a=agente, nivel=2, visto=asignacion_de(caso), actor=supervisor)
    caso.refresh_from_db()
    asignar(caso=caso, a=supervisor, nivel=2, visto=asignacion_de(caso), actor=supervisor)
    assert not CorreoSaliente.objects.filter(proposito="mesa_asignacion").exists()

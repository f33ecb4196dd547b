"""Two people act on the same case at once, with real connections: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from mesa_ayuda.agentes.actos import (
    asignacion_de,
    asignar,
    cambiar_prioridad,
    grados_de,
    pasar,
)
from mesa_ayuda.agentes.fusion import fusionar
from mesa_ayuda.agentes.respuestas import LlegoOtroMensaje, responder, ultimo_publico
from mesa_ayuda.casos import EstadoInvalido, responder_como_cliente
from mesa_ayuda.enums import Estado, Grado, TipoMensaje, Via
from mesa_ayuda.models import Caso, Mensaje
from portal.auditoria.models import Evento
from portal.mensajes import tasks
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _sin_trabajador(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.enviar_correo, "delay", lambda pk: None)


def a_la_vez(*actos: Callable[[], object], rechazo: type[Exception] = EstadoInvalido) -> int:
    """Do all at the same moment; return how many were refused because another was quicker."""
    barrera = Barrier(len(actos))

    def hacer(acto: Callable[[], object]) -> bool:
        try:
            barrera.wait()
            acto()
        except rechazo:
            return True
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(len(actos)) as hilos:
        return sum(hilos.map(hacer, actos, timeout=60))


def test_de_dos_que_hacen_lo_mismo_a_la_vez_gana_uno() -> None:
    caso, una, otra = crear_caso(), crear_agente("una"), crear_agente("otra")
    asignado, grados = asignacion_de(caso), grados_de(caso)

    def tomar(quien: Usuario) -> object:
        return asignar(caso=caso, a=quien, nivel=1, visto=asignado, actor=quien)

    def priorizar(quien: Usuario, grado: Grado) -> object:
        return cambiar_prioridad(
            caso=caso, impacto=grado, urgencia=Grado.ALTO, visto=grados, actor=quien
        )

    def resolver(quien: Usuario) -> None:
        pasar(caso=caso, a=Estado.RESUELTO, texto="Listo", visto=Estado.NUEVO, actor=quien)

    assert a_la_vez(lambda: tomar(una), lambda: tomar(otra)) == 1
    assert a_la_vez(lambda: priorizar(una, Grado.ALTO), lambda: priorizar(otra, Grado.MEDIO)) == 1
    assert a_la_vez(lambda: resolver(una), lambda: resolver(otra)) == 1
    fila = Caso.objects.get()
    asigno, priorizo = (
        Evento.objects.de(caso).get(accion=accion).actor
        for accion in ("Asignó", "Cambió la prioridad")
    )
    assert fila.asignado == asigno
    assert fila.impacto == (Grado.ALTO if priorizo == una else Grado.MEDIO)
    assert fila.estado == Estado.RESUELTO
    assert Mensaje.objects.filter(caso=caso, tipo=TipoMensaje.PUBLICO).count() == 1


def test_de_dos_fusiones_cruzadas_a_la_vez_queda_una() -> None:
    uno, otro = (crear_caso(contacto_correo="persona@correo.example") for _ in range(2))
    agente = crear_agente()
    assert (
        a_la_vez(
            lambda: fusionar(caso=uno, destino=otro, actor=agente),
            lambda: fusionar(caso=otro, destino=uno, actor=agente),
        )
        == 1
    )
    assert Caso.objects.filter(fusionado_en__isnull=False).count() == 1
    assert Caso.objects.abiertos().count() == 1


def test_de_dos_respuestas_a_la_misma_conversacion_sale_una() -> None:
    caso, una, otra = crear_caso(), crear_agente("una"), crear_agente("otra")
    leido = ultimo_publico(caso)

    def contestar(quien: Usuario) -> object:
        return responder(
            caso=caso,
            autor=quien,
            texto=f"Dice {quien.username}",
            pasar_a=None,
            ultimo=leido,
            formulario=uuid4(),
        )

    avisadas = a_la_vez(lambda: contestar(una), lambda: contestar(otra), rechazo=LlegoOtroMensaje)
    assert avisadas == 1
    dicho = Mensaje.objects.get(caso=caso, tipo=TipoMensaje.PUBLICO, del_personal=True)
    assert CorreoSaliente.objects.filter(proposito="mesa_respuesta").count() == 1
    assert f"Dice {dicho.autor.username}" in dicho.texto  # type: ignore[union-attr]


def test_si_el_cliente_escribe_en_el_mismo_momento_la_respuesta_va_despues_o_se_revisa() -> None:
    caso, agente = crear_caso(), crear_agente()
    leido = ultimo_publico(caso)

    def contestar() -> object:
        return responder(
            caso=caso,
            autor=agente,
            texto="Reinicie",
            pasar_a=None,
            ultimo=leido,
            formulario=uuid4(),
        )

    def escribir() -> object:
        return responder_como_cliente(caso=caso, texto="Ya funcionó", via=Via.WEB)

    revisada = a_la_vez(contestar, escribir, rechazo=LlegoOtroMensaje)
    publicos = Mensaje.objects.filter(caso=caso, tipo=TipoMensaje.PUBLICO).order_by("pk")
    dichos = list(publicos.values_list("texto", flat=True))
    assert dichos == (["Ya funcionó"] if revisada else ["Reinicie", "Ya funcionó"])

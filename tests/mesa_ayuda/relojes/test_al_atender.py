"""Whatever is done to a case leaves its clocks right, without anybody asking."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mesa_ayuda.casos import (
    abrir_caso,
    cambiar_estado,
    responder_como_cliente,
    responder_como_personal,
)
from mesa_ayuda.enums import Estado, Reloj, Via
from mesa_ayuda.models import Caso, Horario
from mesa_ayuda.relojes.plazo import Situacion
from mesa_ayuda.relojes.servicios import ESCRITOS, plazos_de
from portal.usuarios.models import Usuario

pytestmark = pytest.mark.django_db


def corren(caso: Caso) -> list[bool]:
    """Which of first answer, update and solution are due at some moment, by the row."""
    fila = Caso.objects.values_list(*ESCRITOS).get(pk=caso.pk)
    assert fila[-1] == min((v for v in fila[:-1] if v), default=None)
    return [valor is not None for valor in fila[:-1]]


def test_los_relojes_siguen_al_caso_de_principio_a_fin(cliente: Usuario, agente: Usuario) -> None:
    # At whatever hour the test runs.
    Horario.objects.update(continuo=True)
    caso = abrir_caso(asunto="No puedo firmar", descripcion="x", via=Via.WEB, contacto=cliente)
    assert corren(caso) == [True, False, True]
    responder_como_personal(caso=caso, autor=agente, texto="¿Qué error ve?", pasar_a=Estado.ESPERA)
    assert corren(caso) == [False, False, False]
    responder_como_cliente(caso=caso, autor=cliente, texto="Ninguno", via=Via.WEB)
    assert corren(caso) == [False, True, True]
    antes = Caso.objects.get(pk=caso.pk).vence_actualizacion
    responder_como_personal(caso=caso, autor=agente, texto="Estamos en ello.")
    assert Caso.objects.get(pk=caso.pk).vence_actualizacion != antes
    cambiar_estado(caso=caso, a=Estado.RESUELTO, actor=agente)
    assert corren(caso) == [False, False, False]
    responder_como_cliente(caso=caso, autor=cliente, texto="Sigue igual", via=Via.WEB)
    assert corren(caso) == [False, True, True]


def test_un_reloj_adelantado_no_cambia_el_orden_de_la_historia(
    cliente: Usuario, agente: Usuario
) -> None:
    """The opening has this machine's time, a change of state the database's."""
    Horario.objects.update(continuo=True)
    caso = abrir_caso(asunto="Llamó", descripcion="x", via=Via.TELEFONO, contacto=cliente)
    adelantado = timezone.now() + timedelta(minutes=2)
    Caso.objects.filter(pk=caso.pk).update(creado=adelantado)
    caso.cambios_estado.update(momento=adelantado)
    responder_como_personal(caso=caso, autor=agente, texto="¿Cuál?", pasar_a=Estado.ESPERA)
    assert corren(caso) == [False, False, False]
    assert plazos_de(caso)[Reloj.SOLUCION].situacion is Situacion.EN_PAUSA

"""Taking a case: the first who asks has it; nothing else changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mesa_ayuda.agentes.toma import tomar
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import ABIERTOS, Estado
from mesa_ayuda.models import Caso
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("estado", ABIERTOS)
def test_se_toma_lo_abierto_y_queda_en_el_historial(agente: Usuario, estado: Estado) -> None:
    hace = timezone.now() - timedelta(days=1)
    caso, ajeno = crear_caso(estado=estado, nivel=2), crear_caso()
    Caso.objects.update(actualizado=hace)
    tomar(caso=caso, actor=agente)
    caso.refresh_from_db()
    assert (caso.asignado, caso.estado, caso.nivel) == (agente, estado, 2)
    assert caso.actualizado > hace
    evento = Evento.objects.de(caso).get()
    assert (evento.accion, evento.actor) == ("Tomó el caso", agente)
    assert evento.cambios == {"asignado a": [None, "Agente"]}
    ajeno.refresh_from_db()
    assert ajeno.asignado is None
    assert not CorreoSaliente.objects.exists()


@pytest.mark.parametrize("estado", [Estado.RESUELTO, Estado.CERRADO, Estado.CANCELADO])
def test_lo_que_termino_no_se_toma(agente: Usuario, estado: Estado) -> None:
    caso = crear_caso(estado=estado)
    with pytest.raises(EstadoInvalido, match="otra persona, o está cerrado"):
        tomar(caso=caso, actor=agente)
    assert not Evento.objects.de(caso).exists()


def test_lo_de_otra_persona_no_se_quita_ni_dos_veces_se_toma(agente: Usuario) -> None:
    caso, otra = crear_caso(), crear_agente("otra")
    # What each of them has read still says that nobody has it.
    tomar(caso=Caso.objects.get(pk=caso.pk), actor=otra)
    for quien in (agente, otra):
        with pytest.raises(EstadoInvalido):
            tomar(caso=caso, actor=quien)
    caso.refresh_from_db()
    assert caso.asignado == otra
    assert Evento.objects.de(caso).count() == 1


def test_quien_no_puso_su_nombre_queda_con_su_usuario(agente: Usuario) -> None:
    agente.first_name = agente.last_name = ""
    caso = crear_caso()
    tomar(caso=caso, actor=agente)
    assert Evento.objects.de(caso).get().cambios == {"asignado a": [None, "agente"]}


def test_lo_de_quien_ya_no_trabaja_aqui_se_toma_como_lo_de_nadie(agente: Usuario) -> None:
    otra = crear_agente("otra")
    caso = crear_caso(asignado=otra)
    Usuario.objects.filter(pk=otra.pk).update(is_active=False)
    tomar(caso=caso, actor=agente)
    caso.refresh_from_db()
    assert caso.asignado == agente
    assert Evento.objects.de(caso)[0].cambios == {"asignado a": ["Otra", "Agente"]}

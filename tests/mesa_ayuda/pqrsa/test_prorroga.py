"""More time: once, in time, at most double, and the person is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.casos import cambiar_estado
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Pqrsa
from mesa_ayuda.pqrsa.servicios import ProrrogaImposible, limite_de_prorroga, prorrogar
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa

pytestmark = pytest.mark.django_db
UN_DIA = timedelta(days=1)
MOTIVO = "Falta el extracto del banco."


def test_se_avisa_a_la_persona_y_queda_escrita(agente: Usuario, client: Client) -> None:
    pqrsa, ficha = crear_pqrsa()
    hasta = limite_de_prorroga(pqrsa)
    prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=MOTIVO, actor=agente)
    assert (pqrsa.plazo, pqrsa.prorroga_motivo) == (hasta, MOTIVO)
    assert pqrsa.caso.vence_solucion is not None
    assert timezone.localdate(pqrsa.caso.vence_solucion) == hasta
    correo = CorreoSaliente.objects.get(proposito="pqrsa_prorroga")
    assert (correo.destinatario, MOTIVO in correo.texto) == ("lucia@correo.example", True)
    assert Evento.objects.filter(accion__startswith="Prorrogó", motivo=MOTIVO).exists()
    assert MOTIVO in client.get(reverse("pqrsa:estado", args=[ficha])).content.decode()


@pytest.mark.parametrize("dias", [-1, 0])
def test_la_nueva_fecha_es_posterior_al_termino(agente: Usuario, dias: int) -> None:
    pqrsa, _ = crear_pqrsa()
    with pytest.raises(ProrrogaImposible, match="posterior"):
        prorrogar(pqrsa=pqrsa, hasta=pqrsa.vence_el + dias * UN_DIA, motivo=MOTIVO, actor=agente)


def test_no_pasa_del_doble(agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    with pytest.raises(ProrrogaImposible, match="doble"):
        prorrogar(
            pqrsa=pqrsa, hasta=limite_de_prorroga(pqrsa) + UN_DIA, motivo=MOTIVO, actor=agente
        )
    assert not CorreoSaliente.objects.filter(proposito="pqrsa_prorroga").exists()


def test_vencido_el_termino_ya_no(agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    hasta = limite_de_prorroga(pqrsa)
    with (
        time_machine.travel(f"{pqrsa.vence_el + UN_DIA}T05:01:00+00:00"),
        pytest.raises(ProrrogaImposible, match="ya venció"),
    ):
        prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=MOTIVO, actor=agente)
    # The last minute of the last day, in Bogotá.
    with time_machine.travel(f"{pqrsa.vence_el + UN_DIA}T04:59:00+00:00"):
        prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=MOTIVO, actor=agente)


def test_una_sola_vez(agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    hasta = pqrsa.vence_el + UN_DIA
    prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=MOTIVO, actor=agente)
    with pytest.raises(ProrrogaImposible, match="ya tiene"):
        prorrogar(pqrsa=pqrsa, hasta=hasta + UN_DIA, motivo=MOTIVO, actor=agente)
    assert CorreoSaliente.objects.filter(proposito="pqrsa_prorroga").count() == 1


@pytest.mark.parametrize(("minutos", "libre"), [(9, False), (11, True)])
def test_quien_murio_firmando_no_la_impide_para_siempre(
    agente: Usuario, minutos: int, libre: bool
) -> None:
    pqrsa, _ = crear_pqrsa()
    Pqrsa.objects.update(firmando_desde=timezone.now() - timedelta(minutes=minutos))
    hasta = limite_de_prorroga(pqrsa)
    if libre:
        prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=MOTIVO, actor=agente)
    else:
        with pytest.raises(ProrrogaImposible, match="se está firmando"):
            prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=MOTIVO, actor=agente)
    assert CorreoSaliente.objects.filter(proposito="pqrsa_prorroga").exists() == libre


def test_la_de_un_caso_que_termino_no_se_prorroga(agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    cambiar_estado(caso=pqrsa.caso, a=Estado.CANCELADO, actor=agente)
    with pytest.raises(ProrrogaImposible, match="su caso terminó"):
        prorrogar(pqrsa=pqrsa, hasta=limite_de_prorroga(pqrsa), motivo=MOTIVO, actor=agente)
    assert not CorreoSaliente.objects.filter(proposito="pqrsa_prorroga").exists()


def test_desde_la_administracion(agente: Usuario, cliente_de: Callable[[Usuario], Client]) -> None:
    pqrsa, _ = crear_pqrsa()
    navegador = cliente_de(agente)
    ruta = reverse("admin:mesa_ayuda_pqrsa_prorrogar", args=[pqrsa.pk])
    mala = {"hasta": f"{pqrsa.vence_el:%d/%m/%Y}", "motivo": MOTIVO}
    pagina = navegador.post(ruta, mala).content.decode()
    assert "posterior" in pagina
    assert MOTIVO in pagina
    buena = mala | {"hasta": f"{limite_de_prorroga(pqrsa):%d/%m/%Y}"}
    assert "se avisó a la persona" in navegador.post(ruta, buena, follow=True).content.decode()
    assert Pqrsa.objects.get().prorroga_hasta == limite_de_prorroga(pqrsa)

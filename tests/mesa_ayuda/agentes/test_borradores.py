"""Drafts: kept by part, for their writer alone, and seen by others as «is answering»."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from mesa_ayuda.agentes import borradores
from mesa_ayuda.casos import responder_como_personal
from mesa_ayuda.models import Borrador, Caso
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A customer's case."""
    return crear_caso(cliente)


def guardar(caso: Caso, usuario: Usuario, valor: str, parte: borradores.Parte = "texto") -> None:
    borradores.guardar(caso=caso, usuario=usuario, parte=parte, valor=valor)


def test_la_respuesta_y_la_nota_se_guardan_por_separado(caso: Caso, agente: Usuario) -> None:
    guardar(caso, agente, "Buenos días")
    guardar(caso, agente, "Ojo con este cliente", "nota")
    guardar(caso, agente, "Buenas tardes")
    borrador = borradores.borrador_de(caso=caso, usuario=agente)
    assert borrador is not None
    assert (borrador.texto, borrador.nota) == ("Buenas tardes", "Ojo con este cliente")


def test_sin_ninguna_de_las_dos_no_queda_borrador(caso: Caso, agente: Usuario) -> None:
    guardar(caso, agente, "Algo")
    guardar(caso, agente, "Más", "nota")
    guardar(caso, agente, "  ")
    assert Borrador.objects.get().nota == "Más"
    guardar(caso, agente, "", "nota")
    assert not Borrador.objects.exists()


def test_la_base_no_admite_un_borrador_vacio(caso: Caso, agente: Usuario) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Borrador.objects.create(caso=caso, usuario=agente, texto="", nota="")


def test_cada_quien_tiene_el_suyo(caso: Caso, agente: Usuario) -> None:
    guardar(caso, agente, "De la agente")
    guardar(caso, crear_agente("otra"), "De la otra")
    assert borradores.descartar(caso=caso, usuario=agente)
    assert Borrador.objects.get().texto == "De la otra"
    assert not borradores.descartar(caso=caso, usuario=agente)


def test_lo_que_llega_despues_de_enviado_no_vuelve_a_ser_borrador(
    caso: Caso, agente: Usuario
) -> None:
    marca = uuid.uuid4()
    responder_como_personal(caso=caso, autor=agente, texto="Listo", formulario=marca)
    borradores.guardar(caso=caso, usuario=agente, parte="texto", valor="Lis", formulario=marca)
    assert not Borrador.objects.exists()


def test_un_nulo_o_un_texto_enorme_se_guardan_sin_romper_nada(caso: Caso, agente: Usuario) -> None:
    guardar(caso, agente, "a\x00b")
    assert Borrador.objects.get().texto == "ab"
    guardar(caso, agente, "x" * 2_000_000)
    assert 0 < len(Borrador.objects.get().texto) < 2_000_000


def test_los_demas_ven_quien_responde_por_dos_minutos(caso: Caso, agente: Usuario) -> None:
    otra = crear_agente("otra")
    ahora = timezone.now()
    with time_machine.travel(ahora, tick=False):
        guardar(caso, agente, "Estoy en eso")
        guardar(caso, otra, "Sólo una nota", "nota")

    def quienes(salvo: Usuario, tras: timedelta) -> list[str]:
        return borradores.respondiendo(caso=caso, salvo=salvo, ahora=ahora + tras)

    assert quienes(otra, timedelta(seconds=90)) == [agente.get_full_name() or agente.username]
    assert quienes(agente, timedelta(seconds=90)) == []
    assert quienes(otra, timedelta(minutes=3)) == []


@pytest.mark.parametrize(
    ("nombres", "texto"),
    [
        ([], ""),
        (["Ana"], "Ana está respondiendo este caso."),
        (["Ana", "Luis", "Eva"], "Ana, Luis y Eva están respondiendo este caso."),
    ],
)
def test_se_dice_en_palabras(nombres: list[str], texto: str) -> None:
    assert borradores.en_palabras(nombres) == texto


@pytest.mark.parametrize(
    ("edad", "texto"),
    [(timedelta(minutes=5), "5 minutos"), (timedelta(days=3), "3 días")],
)
def test_se_dice_hace_cuanto(caso: Caso, agente: Usuario, edad: timedelta, texto: str) -> None:
    guardar(caso, agente, "x")
    borrador = Borrador.objects.get()
    assert borradores.hace(borrador, borrador.actualizado + edad) == f"hace {texto}"

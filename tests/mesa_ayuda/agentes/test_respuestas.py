"""Answers of staff: to the conversation that was read, and once."""

import io
import uuid
from typing import Any

import pytest
from pytest_django import Settings

from mesa_ayuda.agentes import borradores, respuestas
from mesa_ayuda.agentes.preparadas import agregar, texto_preparado
from mesa_ayuda.agentes.respuestas import LlegoOtroMensaje
from mesa_ayuda.casos import EstadoInvalido, anotar, responder_como_cliente
from mesa_ayuda.enums import Estado, TipoCaso, TipoMensaje, Via
from mesa_ayuda.models import Adjunto, Borrador, Caso, Mensaje, RespuestaPreparada
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A customer's case."""
    return crear_caso(cliente)


def responder(caso: Caso, autor: Usuario, texto: str = "Reinicie.", **otros: Any) -> Mensaje:
    datos = {"pasar_a": None, "ultimo": respuestas.ultimo_publico(caso), "formulario": uuid.uuid4()}
    return respuestas.responder(caso=caso, autor=autor, texto=texto, **(datos | otros))


def test_responder_envia_y_olvida_el_borrador_pero_no_la_nota(caso: Caso, agente: Usuario) -> None:
    borradores.guardar(caso=caso, usuario=agente, parte="texto", valor="Rein")
    borradores.guardar(caso=caso, usuario=agente, parte="nota", valor="Pendiente")
    responder(caso, agente, pasar_a=Estado.ESPERA)
    borrador = Borrador.objects.get()
    assert (borrador.texto, borrador.nota) == ("", "Pendiente")
    caso.refresh_from_db()
    assert caso.estado == Estado.ESPERA


def test_si_alguien_escribio_mientras_tanto_no_se_envia(
    caso: Caso, agente: Usuario, cliente: Usuario
) -> None:
    leido = respuestas.ultimo_publico(caso)
    nuevo = responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Ya funcionó")
    with pytest.raises(LlegoOtroMensaje) as error:
        responder(caso, agente, ultimo=leido)
    assert error.value.mensaje == nuevo
    assert not CorreoSaliente.objects.filter(destinatario=cliente.email).exists()


def test_la_respuesta_de_una_companera_tambien_se_revisa(caso: Caso, agente: Usuario) -> None:
    responder(caso, crear_agente("otra"))
    with pytest.raises(LlegoOtroMensaje):
        responder(caso, agente, ultimo=0)


def test_una_nota_de_otra_persona_no_detiene_la_respuesta(caso: Caso, agente: Usuario) -> None:
    leido = respuestas.ultimo_publico(caso)
    anotar(caso=caso, texto="Aparte", autor=crear_agente("otra"))
    assert responder(caso, agente, ultimo=leido).tipo == TipoMensaje.PUBLICO


def test_el_mismo_formulario_da_el_mismo_mensaje(caso: Caso, agente: Usuario) -> None:
    marca = uuid.uuid4()
    uno = responder(caso, agente, formulario=marca, ultimo=0)
    assert responder(caso, agente, formulario=marca, ultimo=0) == uno


def test_el_formulario_de_otra_persona_no_sirve(caso: Caso, agente: Usuario) -> None:
    marca = uuid.uuid4()
    responder(caso, agente, formulario=marca)
    with pytest.raises(EstadoInvalido, match="ya se usó"):
        responder(caso, crear_agente("otra"), formulario=marca)
    with pytest.raises(EstadoInvalido, match="ya se usó"):
        respuestas.anotar(caso=crear_caso(), autor=agente, texto="x", formulario=marca, archivos=())


def test_lo_anotado_no_pasa_por_respuesta_ni_al_reves(caso: Caso, agente: Usuario) -> None:
    nota, publica = uuid.uuid4(), uuid.uuid4()
    respuestas.anotar(caso=caso, autor=agente, texto="Nota", formulario=nota)
    responder(caso, agente, formulario=publica)
    with pytest.raises(EstadoInvalido, match="ya se usó"):
        responder(caso, agente, formulario=nota)
    with pytest.raises(EstadoInvalido, match="ya se usó"):
        respuestas.anotar(caso=caso, autor=agente, texto="Secreto", formulario=publica)
    assert Mensaje.objects.count() == 2


def test_lo_que_no_sale_conserva_el_borrador(caso: Caso, agente: Usuario, cliente: Usuario) -> None:
    borradores.guardar(caso=caso, usuario=agente, parte="texto", valor="Reinicie")
    responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Otra cosa")
    with pytest.raises(LlegoOtroMensaje):
        responder(caso, agente, ultimo=0)
    Caso.objects.update(estado=Estado.CERRADO)
    with pytest.raises(EstadoInvalido, match="cerrado"):
        responder(caso, agente)
    assert Borrador.objects.get().texto == "Reinicie"
    assert not CorreoSaliente.objects.exists()


def test_en_un_caso_cerrado_todavia_se_anota(caso: Caso, agente: Usuario) -> None:
    Caso.objects.update(estado=Estado.CERRADO)
    respuestas.anotar(caso=caso, autor=agente, texto="Ojo", formulario=uuid.uuid4())
    caso.refresh_from_db()
    assert (caso.estado, respuestas.ultimo_publico(caso)) == (Estado.CERRADO, 0)


def test_una_pqrsa_pide_su_carta(agente: Usuario) -> None:
    with pytest.raises(EstadoInvalido, match="carta firmada"):
        responder(crear_caso(tipo=TipoCaso.QUEJA), agente)


def test_la_nota_lleva_sus_archivos_y_no_sale(
    caso: Caso, agente: Usuario, tmp_path: Any, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    archivos = [("traza.txt", io.BytesIO(b"linea"))]
    marca = uuid.uuid4()
    for _ in range(2):
        nota = respuestas.anotar(
            caso=caso, autor=agente, texto="Ver traza", archivos=archivos, formulario=marca
        )
    assert nota.tipo == TipoMensaje.NOTA
    assert Adjunto.objects.get().mensaje == nota
    assert not CorreoSaliente.objects.exists()


def test_una_preparada_llena_sus_variables_una_sola_vez(caso: Caso, agente: Usuario) -> None:
    Caso.objects.update(contacto_nombre="{{ caso.numero }}")
    caso.refresh_from_db()
    preparada = RespuestaPreparada.objects.create(
        titulo="Saludo", texto="Hola, {{ contacto.nombre }}: su caso es {{caso.numero}}. {{ x }}"
    )
    texto = texto_preparado(clave=str(preparada.pk), caso=caso, agente=agente)
    assert texto == f"Hola, {{{{ caso.numero }}}}: su caso es {caso.numero}. {{{{ x }}}}"


@pytest.mark.parametrize("clave", ["", "x", "-1", "9" * 30, "²", "999999"])
def test_lo_que_no_es_una_preparada_no_da_nada(caso: Caso, agente: Usuario, clave: str) -> None:
    assert texto_preparado(clave=clave, caso=caso, agente=agente) is None


def test_una_preparada_apagada_no_se_inserta(caso: Caso, agente: Usuario) -> None:
    apagada = RespuestaPreparada.objects.create(titulo="Vieja", texto="x", activa=False)
    assert texto_preparado(clave=str(apagada.pk), caso=caso, agente=agente) is None


def test_lo_escrito_queda_antes_de_la_preparada() -> None:
    assert agregar("Hola \n", "Gracias.") == "Hola\n\nGracias."
    assert agregar(" \n", "Gracias.") == "Gracias."

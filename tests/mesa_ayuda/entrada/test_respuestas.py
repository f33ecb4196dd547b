"""Answers by mail go into their case, by whichever thread leads there."""

import pytest
from django.utils import timezone

from mesa_ayuda.casos import agregar_participante
from mesa_ayuda.enums import Estado, TipoMensaje, Veredicto, Via
from mesa_ayuda.models import (
    Buzon,
    Caso,
    Vinculo,
)
from mesa_ayuda.salida.identificador import firmar
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import (
    responder_a,
)
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cabecera", ["In-Reply-To", "References"])
def test_una_respuesta_entra_por_el_identificador_firmado(
    tomar: Tomar, cliente: Usuario, cabecera: str
) -> None:
    caso = crear_caso(cliente, estado=Estado.ESPERA)
    propio = firmar(caso, dominio="portal.example")

    resultado = tomar(texto="Ya lo hice.", de=cliente.email, cabeceras={cabecera: propio})

    caso.refresh_from_db()
    assert (resultado.veredicto, resultado.caso) == (Veredicto.RESPUESTA, caso.numero)
    assert caso.estado == Estado.ABIERTO
    mensaje = caso.mensajes.get()
    assert (mensaje.autor, mensaje.del_personal, mensaje.via) == (cliente, False, Via.CORREO)
    assert Caso.objects.count() == 1
    assert not CorreoSaliente.objects.exists()


def test_una_respuesta_entra_por_el_identificador_de_su_propio_correo(
    tomar: Tomar, cliente: Usuario
) -> None:
    tomar(de=cliente.email, message_id="<primero@correo.example>")
    resultado = tomar(de=cliente.email, cabeceras={"References": "<primero@correo.example>"})
    assert resultado.veredicto == Veredicto.RESPUESTA
    assert Caso.objects.count() == 1


@pytest.mark.parametrize("asunto", ["RE: [{}] No puedo", "{} sigue igual", "Caso {}:"])
def test_una_respuesta_entra_por_el_numero_del_asunto_si_se_comprobo_quien_la_envia(
    tomar: Tomar, buzon: Buzon, cliente: Usuario, asunto: str
) -> None:
    Buzon.objects.filter(pk=buzon.pk).update(autenticador="mx.portal.example")
    buzon.refresh_from_db()
    caso = crear_caso(cliente)
    hallado = "mx.portal.example; dmarc=pass header.from=transportes.example"
    resultado = tomar(
        de=cliente.email,
        asunto=asunto.format(caso.numero.lower()),
        cabeceras={"Authentication-Results": hallado},
    )
    assert (resultado.veredicto, resultado.caso) == (Veredicto.RESPUESTA, caso.numero)


def test_sin_comprobar_el_numero_solo_abre_otro_caso_vinculado_y_el_personal_sabe_por_que(
    tomar: Tomar, cliente: Usuario
) -> None:
    caso = crear_caso(cliente)
    resultado = tomar(de=cliente.email, asunto=f"RE: [{caso.numero}] Sigue igual")
    assert resultado.veredicto == Veredicto.CASO_NUEVO
    vinculo = Vinculo.objects.get()
    assert (vinculo.caso, vinculo.otro.numero) == (caso, resultado.caso)
    assert f"sólo por su número: el caso {caso.numero}." in resultado.motivo
    assert vinculo.otro.mensajes.get(tipo=TipoMensaje.NOTA).texto == resultado.motivo
    assert not caso.mensajes.exists()


def test_de_varias_referencias_vale_la_ultima(tomar: Tomar, cliente: Usuario) -> None:
    viejo, nuevo = crear_caso(cliente), crear_caso(cliente)
    ids = [firmar(uno, dominio="portal.example") for uno in (viejo, nuevo)]
    resultado = tomar(de=cliente.email, cabeceras={"References": " ".join(ids)})
    assert resultado.caso == nuevo.numero


def test_responde_quien_participa_o_ve_la_cuenta(
    tomar: Tomar, cliente: Usuario, companera: Usuario
) -> None:
    caso = crear_caso(cliente)
    agregar_participante(caso=caso, correo="copia@correo.example", actor=cliente)
    for remitente in (companera.email, "Copia <copia@correo.example>"):
        resultado = tomar(de=remitente, cabeceras=responder_a(caso))
        assert (resultado.veredicto, resultado.caso) == (Veredicto.RESPUESTA, caso.numero)
    assert not Usuario.objects.filter(email="copia@correo.example").exists()
    autores = list(caso.mensajes.values_list("autor_nombre", flat=True))
    assert autores == ["Berta Inventado", "copia@correo.example"]


def test_quien_no_tiene_cuenta_responde_en_su_caso(tomar: Tomar) -> None:
    caso = crear_caso(contacto_correo="sin.cuenta@correo.example")
    resultado = tomar(de="Sin.Cuenta@correo.example", cabeceras=responder_a(caso))
    assert (resultado.veredicto, resultado.caso) == (Veredicto.RESPUESTA, caso.numero)


def test_una_respuesta_a_un_caso_cerrado_hace_poco_lo_reabre(
    tomar: Tomar, cliente: Usuario
) -> None:
    caso = crear_caso(cliente, estado=Estado.CERRADO, cerrado_en=timezone.now())
    assert tomar(de=cliente.email, cabeceras=responder_a(caso)).caso == caso.numero
    caso.refresh_from_db()
    assert caso.estado == Estado.ABIERTO


def test_una_respuesta_a_un_caso_terminado_hace_mucho_es_otro_caso_vinculado(
    tomar: Tomar, cliente: Usuario
) -> None:
    caso = crear_caso(cliente, estado=Estado.CANCELADO)
    resultado = tomar(de=cliente.email, cabeceras=responder_a(caso))
    assert resultado.veredicto == Veredicto.CASO_NUEVO
    vinculo = Vinculo.objects.get()
    assert (vinculo.caso, vinculo.otro.numero) == (caso, resultado.caso)


def test_una_respuesta_a_un_caso_fusionado_entra_en_el_que_quedo(
    tomar: Tomar, cliente: Usuario
) -> None:
    queda = crear_caso(cliente)
    caso = crear_caso(cliente, estado=Estado.CERRADO, fusionado_en=queda)
    assert tomar(de=cliente.email, cabeceras=responder_a(caso)).caso == queda.numero

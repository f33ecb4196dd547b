"""What the mails about cases say, and the headers that keep threads together and loops away."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.test import Client

from mesa_ayuda.entrada.cita import MARCA
from mesa_ayuda.models import Buzon, IdentificadorCorreo
from mesa_ayuda.salida.correos import (
    destinatarios,
    enviar_bienvenida,
    enviar_recibido,
    enviar_respuesta,
)
from mesa_ayuda.salida.identificador import caso_firmado
from portal.mensajes.clientes.correo import componer
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
SUYO = "<de-ana@correo.example>"


def test_la_bienvenida_da_numero_usuario_y_un_enlace_que_sirve_una_vez(
    cliente: Usuario, buzon: Buzon
) -> None:
    caso = crear_caso(cliente)

    correo = enviar_bienvenida(caso, cliente, en_respuesta_a=SUYO, buzon=buzon)

    texto = correo.texto or ""
    assert texto.startswith(MARCA)
    assert caso.numero in texto
    assert f"Usuario: {cliente.username}" in texto
    enlace = re.search(rf"{settings.PORTAL_URL}(/mesa-de-ayuda/clave/\w+/([\w-]+)/)", texto)
    assert enlace is not None
    assert Client().get(enlace[1], follow=True).status_code == 200
    assert default_token_generator.check_token(cliente, enlace[2])
    cliente.set_password("otra clave larga de prueba 43")
    assert not default_token_generator.check_token(cliente, enlace[2])
    assert correo.confidencial
    assert correo.caduca is not None


def test_un_correo_automatico_lleva_lo_que_calla_a_las_demas_maquinas(
    cliente: Usuario, buzon: Buzon
) -> None:
    correo = enviar_recibido(crear_caso(cliente), en_respuesta_a=SUYO, buzon=buzon)

    cabeceras = componer(correo).message()
    assert cabeceras["Auto-Submitted"] == "auto-replied"
    assert cabeceras["X-Auto-Response-Suppress"] == "All"
    assert cabeceras["Precedence"] == "auto_reply"
    assert cabeceras["In-Reply-To"] == cabeceras["References"] == SUYO
    assert cabeceras["Reply-To"] == buzon.direccion


def test_el_identificador_lleva_al_caso_y_queda_guardado(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    correo = enviar_recibido(caso)
    assert caso_firmado(correo.message_id) == caso.pk
    guardado = IdentificadorCorreo.objects.get(message_id=correo.message_id)
    assert (guardado.caso, guardado.propio) == (caso, True)


def test_la_respuesta_de_un_agente_sigue_el_hilo_y_no_pasa_por_automatica(
    cliente: Usuario, agente: Usuario, buzon: Buzon
) -> None:
    caso = crear_caso(cliente)
    IdentificadorCorreo.objects.create(message_id=SUYO, caso=caso, propio=False)
    mensaje = caso.mensajes.create(
        tipo="publico", texto="Reinicie.", autor=agente, autor_nombre="Agente", del_personal=True
    )

    (correo,) = enviar_respuesta(mensaje)

    cabeceras = componer(correo).message()
    assert cabeceras["Auto-Submitted"] == "no"
    assert cabeceras["In-Reply-To"] == cabeceras["References"] == SUYO
    assert cabeceras["Reply-To"] == buzon.direccion
    assert (correo.texto or "").startswith(f"{MARCA}\n\nReinicie.\n\nAgente\nMesa de ayuda")
    assert "no responda a esta dirección" not in (correo.texto or "").lower()


def test_quien_no_tiene_cuenta_tambien_recibe(agente: Usuario) -> None:
    caso = crear_caso()
    assert destinatarios(caso) == [caso.contacto_correo]


def test_cada_quien_recibe_un_solo_correo(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    caso.participantes.create(correo=cliente.email.upper())
    caso.participantes.create(correo="copia@correo.example")
    assert destinatarios(caso) == [cliente.email, "copia@correo.example"]

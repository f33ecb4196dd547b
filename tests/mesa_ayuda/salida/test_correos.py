"""What the mails about cases say, and the headers that keep threads together and loops away."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from pytest_django import Settings

from mesa_ayuda.casos import agregar_participante, responder_como_personal
from mesa_ayuda.cierre.plazo import ultimo_dia
from mesa_ayuda.entrada.cita import MARCA
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Buzon, Caso, CorreoEntrante, IdentificadorCorreo
from mesa_ayuda.salida.correos import (
    buzon_de,
    destinatarios,
    enviar_bienvenida,
    enviar_encuesta,
    enviar_recibido,
    enviar_respuesta,
)
from mesa_ayuda.salida.identificador import caso_firmado
from portal.calendario import palabras
from portal.mensajes.clientes.correo import componer
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

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


def respuestas_de(caso: Caso, agente: Usuario, estado: Estado) -> dict[str, str]:
    """Let an agent answer and leave the case in that state; return the text by address."""
    responder_como_personal(caso=caso, autor=agente, texto="Reinicie.", pasar_a=estado)
    correos = CorreoSaliente.objects.filter(proposito="mesa_respuesta")
    return {correo.destinatario: correo.texto or "" for correo in correos}


def test_lo_resuelto_dice_donde_aceptarlo_y_hasta_cuando_objetarlo(
    cliente: Usuario, companera: Usuario, agente: Usuario, buzon: Buzon
) -> None:
    caso = crear_caso(cliente)
    caso.participantes.create(correo=companera.email, usuario=companera)
    textos = respuestas_de(caso, agente, Estado.RESUELTO)
    ultimo = ultimo_dia(caso)
    assert ultimo is not None
    for texto in textos.values():
        assert "damos el caso por resuelto" in texto
        assert f"hasta el {palabras.fecha(ultimo)}, el caso se cierra solo" in texto
    enlace = f"{settings.PORTAL_URL}/mesa-de-ayuda/casos/{caso.numero}/#decidir"
    assert enlace in textos[cliente.email]
    assert enlace not in textos[companera.email]
    assert "cuéntenoslo en una respuesta a este correo" in textos[companera.email]
    html = CorreoSaliente.objects.get(destinatario=cliente.email).html or ""
    assert f'href="{enlace}"' in html


def test_sin_cierre_automatico_no_se_promete_ninguno(
    cliente: Usuario, agente: Usuario, settings: Settings
) -> None:
    settings.PORTAL_DIAS_PARA_CERRAR = 0
    (texto,) = respuestas_de(crear_caso(cliente), agente, Estado.RESUELTO).values()
    assert "damos el caso por resuelto" in texto
    assert "se cierra solo" not in texto


def test_si_se_espera_al_cliente_se_le_dice(cliente: Usuario, agente: Usuario) -> None:
    (texto,) = respuestas_de(crear_caso(cliente), agente, Estado.ESPERA).values()
    assert "necesitamos la información que le pedimos" in texto
    assert "resuelto" not in texto


def test_quien_no_tiene_cuenta_tambien_recibe(agente: Usuario) -> None:
    caso = crear_caso()
    assert destinatarios(caso) == [caso.contacto_correo]


def test_cada_quien_recibe_un_solo_correo(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    caso.participantes.create(correo=cliente.email.upper())
    caso.participantes.create(correo="copia@correo.example")
    assert destinatarios(caso) == [cliente.email, "copia@correo.example"]


def test_quien_esta_en_copia_recibe_en_su_direccion_de_ahora_mientras_su_usuario_este_activo(
    cliente: Usuario, companera: Usuario
) -> None:
    caso = crear_caso(cliente)
    agregar_participante(caso=caso, correo=companera.email, actor=None)
    Usuario.objects.filter(pk=companera.pk).update(email="berta@nueva.example")
    assert destinatarios(caso) == [cliente.email, "berta@nueva.example"]
    Usuario.objects.filter(pk=companera.pk).update(is_active=False)
    assert destinatarios(caso) == [cliente.email]


def test_se_responde_desde_un_buzon_que_todavia_se_lee(cliente: Usuario, buzon: Buzon) -> None:
    caso, otro = crear_caso(cliente), crear_buzon("otra@portal.example")
    CorreoEntrante.objects.create(buzon=otro, caso=caso, clave="<x@x>", tamano=1)
    assert buzon_de(caso) == otro
    Buzon.objects.filter(pk=otro.pk).update(activo=False)
    assert buzon_de(caso) == buzon


def test_de_identificadores_largos_se_nombran_enteros_los_mas_recientes(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    largos = [f"<{n}{'x' * 280}@correo.example>" for n in range(5)]
    for message_id in largos:
        IdentificadorCorreo.objects.create(message_id=message_id, caso=caso, propio=False)
    cabeceras = componer(enviar_encuesta(caso)).message()
    assert cabeceras["References"] == " ".join(largos[-3:])
    assert cabeceras["In-Reply-To"] == largos[-1]

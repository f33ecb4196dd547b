"""The page where staff attend a case: what it shows, what it does, and to whom."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.casos import anotar
from mesa_ayuda.enums import Estado, TipoCaso, TipoMensaje
from mesa_ayuda.models import Caso, Mensaje
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]


def url(caso: Caso) -> str:
    return reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])


def responder(client: Client, caso: Caso, texto: str, **otros: str) -> str:
    datos = {"respuesta-texto": texto, "respuesta-formulario": str(uuid.uuid4()), **otros}
    return client.post(url(caso), {"acto": "responder", **datos}, follow=True).content.decode()


def test_muestra_la_conversacion_con_las_notas_aparte(
    mesa: Client, caso: Caso, agente: Usuario
) -> None:
    anotar(caso=caso, texto="Sospecha del nivel 2", autor=agente)
    pagina = mesa.get(url(caso)).content.decode()
    assert caso.numero in pagina
    assert "Sospecha del nivel 2" in pagina
    assert "Nota interna" in pagina
    assert reverse("admin:mesa_ayuda_caso_plazos", args=[caso.pk]) in pagina


def test_responder_escribe_al_cliente_y_mueve_el_caso(mesa: Client, caso: Caso) -> None:
    assert "Envió la respuesta" in responder(
        mesa, caso, "Reinicie el equipo.", **{"respuesta-pasar_a": Estado.ESPERA}
    )
    caso.refresh_from_db()
    assert caso.estado == Estado.ESPERA
    assert caso.respondido_en is not None
    assert CorreoSaliente.objects.filter(destinatario=caso.contacto_correo).count() == 1


def test_el_mismo_formulario_dos_veces_responde_una(mesa: Client, caso: Caso) -> None:
    marca = str(uuid.uuid4())
    for _ in range(2):
        responder(mesa, caso, "Hola", **{"respuesta-formulario": marca})
    assert Mensaje.objects.filter(texto="Hola").count() == 1


def test_la_nota_interna_no_sale_del_personal(mesa: Client, caso: Caso) -> None:
    mesa.post(url(caso), {"acto": "anotar", "nota-texto": "Sólo para nosotros"})
    assert Mensaje.objects.get(texto="Sólo para nosotros").tipo == TipoMensaje.NOTA
    assert not CorreoSaliente.objects.exists()


@pytest.mark.parametrize("acto", ["responder", "anotar", "", "otro"])
def test_lo_vacio_o_raro_vuelve_a_la_pagina_con_su_mensaje(
    mesa: Client, caso: Caso, acto: str
) -> None:
    respuesta = mesa.post(url(caso), {"acto": acto, "respuesta-pasar_a": "x"})
    assert respuesta.status_code == 200
    assert ("Escriba la" in respuesta.content.decode()) == (acto in ("responder", "anotar"))
    assert not CorreoSaliente.objects.exists()


def test_se_toma_el_caso_de_nadie_una_sola_vez(
    mesa: Client, cliente_de: ClienteDe, caso: Caso, agente: Usuario
) -> None:
    otra = cliente_de(crear_agente("otra"))
    assert (
        "Ahora el caso es suyo"
        in mesa.post(url(caso), {"acto": "tomar"}, follow=True).content.decode()
    )
    assert "ya lo tiene otra persona" in otra.post(url(caso), {"acto": "tomar"}).content.decode()
    caso.refresh_from_db()
    assert caso.asignado == agente


def test_una_pqrsa_no_se_responde_sin_firma(mesa: Client) -> None:
    caso = crear_caso(tipo=TipoCaso.PETICION, contacto_nombre="Ana Ejemplo")
    assert "carta firmada" in responder(mesa, caso, "Respuesta")
    assert not Mensaje.objects.filter(texto="Respuesta").exists()


def test_un_caso_cerrado_no_se_responde(mesa: Client, caso: Caso) -> None:
    Caso.objects.update(estado=Estado.CERRADO)
    assert "El caso está cerrado" in responder(mesa, caso, "Tarde")


@pytest.mark.parametrize("rol", [Rol.OPERADOR_SSPS, Rol.OPERADOR_CONTRASENAS, None])
def test_quien_no_es_de_la_mesa_no_lo_ve(
    cliente_de: ClienteDe, caso: Caso, rol: Rol | None
) -> None:
    ajeno = cliente_de(crear_personal("ajeno", rol))
    assert ajeno.get(url(caso)).status_code == 403
    assert ajeno.post(url(caso), {"acto": "tomar"}).status_code == 403


def test_quien_solo_mira_no_responde(cliente_de: ClienteDe, caso: Caso) -> None:
    mira = cliente_de(crear_personal("administradora", Rol.ADMINISTRADOR))
    assert "Responder al cliente" not in mira.get(url(caso)).content.decode()
    assert mira.post(url(caso), {"acto": "tomar"}).status_code == 403


def test_el_cliente_y_quien_no_entro_van_al_ingreso(
    client: Client, caso: Caso, cliente: Usuario
) -> None:
    assert client.get(url(caso)).status_code == 302
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url(caso)).status_code == 302


@pytest.mark.parametrize("clave", ["0", "999999", "x", "9" * 30])
def test_lo_que_no_existe_es_404(mesa: Client, clave: str) -> None:
    respuesta = mesa.get(reverse("admin:mesa_ayuda_caso_change", args=[clave]))
    assert respuesta.status_code == 404

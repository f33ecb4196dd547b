"""The queue of staff: who sees it, in which order, and the daily warning."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.enums import PQRSA, TipoCaso
from mesa_ayuda.models import Nivel, Pqrsa
from mesa_ayuda.pqrsa.tasks import avisar_por_vencer
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa

pytestmark = pytest.mark.django_db
LISTA = "/admin/mesa_ayuda/pqrsa/"


def _que_vence(dias: int, asunto: str) -> Pqrsa:
    pqrsa, _ = crear_pqrsa(asunto=asunto)
    pqrsa.vence_el = timezone.localdate() + timedelta(days=dias)
    pqrsa.save(update_fields=["vence_el"])
    return pqrsa


def test_primero_lo_que_vence_primero_y_en_palabras(
    agente: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    _que_vence(40, "Última")
    _que_vence(0, "De hoy")
    _que_vence(-30, "Atrasada")
    pagina = cliente_de(agente).get(LISTA).content.decode()
    assert pagina.index("Atrasada") < pagina.index("De hoy") < pagina.index("Última")
    assert "vence hoy" in pagina
    assert "venció hace" in pagina
    vencidas = cliente_de(agente).get(LISTA, {"respuesta": "vencidas"}).content.decode()
    assert "Atrasada" in vencidas
    assert "De hoy" not in vencidas


def test_la_ficha_de_seguimiento_no_se_ve(
    agente: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    pqrsa, ficha = crear_pqrsa()
    pagina = cliente_de(agente).get(f"{LISTA}{pqrsa.pk}/change/").content.decode()
    assert "Responder" in pagina
    assert pqrsa.ficha_hash not in pagina
    assert ficha not in pagina


def test_el_personal_ve_en_cada_pagina_lo_que_la_persona_escribio_y_envio(
    agente: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    pqrsa, _ = crear_pqrsa(archivos=[("recibo.pdf", BytesIO(b"%PDF-1.7 recibo"))])
    navegador = cliente_de(agente)
    for pagina in ("change", "responder", "prorrogar"):
        texto = navegador.get(f"{LISTA}{pqrsa.pk}/{pagina}/").content.decode()
        assert "Solicito la devolución." in texto
        enlace = re.search(r'href="([^"]+)">recibo.pdf</a>', texto)
        assert enlace
        archivo = navegador.get(enlace.group(1))
        assert b"".join(archivo.streaming_content) == b"%PDF-1.7 recibo"  # type: ignore[attr-defined]


@pytest.mark.parametrize("acto", ["responder", "prorrogar"])
def test_quien_no_atiende_casos_no_entra(
    ajeno: Usuario, cliente: Usuario, cliente_de: Callable[[Usuario], Client], acto: str
) -> None:
    pqrsa, _ = crear_pqrsa()
    ruta = reverse(f"admin:mesa_ayuda_pqrsa_{acto}", args=[pqrsa.pk])
    assert cliente_de(ajeno).post(ruta, {"texto": "x"}).status_code == 403
    assert cliente_de(ajeno).get(LISTA).status_code == 403
    publico = Client()
    publico.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert publico.post(ruta, {"texto": "x"}).status_code in (302, 403)
    pqrsa.refresh_from_db()
    assert pqrsa.respuesta == ""


def test_el_aviso_diario_llega_una_vez_a_quien_la_tiene() -> None:
    Nivel.objects.filter(numero=1).update(correos="nivel1@portal.example")
    cerca, _ = _que_vence(1, "Cerca"), _que_vence(30, "Lejos")
    assert avisar_por_vencer() == 1
    assert avisar_por_vencer() == 0
    correo = CorreoSaliente.objects.get(proposito="pqrsa_por_vencer")
    assert correo.destinatario == "nivel1@portal.example"
    assert cerca.caso.numero in correo.asunto


def test_el_aviso_va_a_quien_tiene_el_caso(agente: Usuario) -> None:
    pqrsa = _que_vence(0, "Hoy")
    pqrsa.caso.asignado = agente
    pqrsa.caso.save(update_fields=["asignado"])
    avisar_por_vencer()
    correo = CorreoSaliente.objects.get(proposito="pqrsa_por_vencer")
    assert (correo.destinatario, "vence hoy" in correo.asunto) == (agente.email, True)


def test_sin_nadie_a_quien_avisar_queda_para_otro_dia() -> None:
    pqrsa = _que_vence(0, "Hoy")
    assert avisar_por_vencer() == 0
    pqrsa.refresh_from_db()
    assert pqrsa.aviso_vencimiento_en is None


def test_una_direccion_que_no_lo_es_no_impide_avisar_a_las_demas() -> None:
    mala = _que_vence(0, "Hoy")
    mala.caso.nivel = 2
    mala.caso.save(update_fields=["nivel"])
    _que_vence(1, "Mañana")
    Nivel.objects.filter(numero=1).update(correos="nadie\nnivel1@portal.example")
    Nivel.objects.filter(numero=2).update(correos="nadie")
    assert avisar_por_vencer() == 1
    correo = CorreoSaliente.objects.get(proposito="pqrsa_por_vencer")
    assert (correo.destinatario, "Mañana" in correo.texto) == ("nivel1@portal.example", True)
    mala.refresh_from_db()
    assert mala.aviso_vencimiento_en is None


def test_se_filtra_por_los_cinco_tipos_del_canal(
    agente: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    crear_pqrsa(tipo=TipoCaso.QUEJA, asunto="Es una queja")
    crear_pqrsa(tipo=TipoCaso.RECLAMO, asunto="Es un reclamo")
    navegador = cliente_de(agente)
    pagina = navegador.get(LISTA, {"caso__tipo__exact": TipoCaso.QUEJA}).content.decode()
    assert "Es una queja" in pagina
    assert "Es un reclamo" not in pagina
    ofrecidos = re.findall(r"caso__tipo__exact=(\w+)", navegador.get(LISTA).content.decode())
    assert set(ofrecidos) == set(PQRSA)

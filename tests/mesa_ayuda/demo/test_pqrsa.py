"""The demo's PQRSA, and the key that signs their answers."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.demo import cargar
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa.respuesta import adjunto_de, responder
from portal.calendario.servicios import dias_habiles_entre
from portal.firma.models import Credencial
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario

pytestmark = pytest.mark.django_db


def _de(tipo: str) -> Pqrsa:
    return Pqrsa.objects.select_related("caso").get(caso__tipo=tipo)


def test_hay_una_recibida_una_por_vencer_una_prorrogada_y_una_respondida(agente: Usuario) -> None:
    hoy = timezone.localdate()
    recibida, cerca, prorrogada, respondida = map(
        _de, ("sugerencia", "peticion", "queja", "reclamo")
    )
    assert recibida.caso.estado == Estado.NUEVO
    assert dias_habiles_entre(hoy, cerca.plazo) == 2
    assert prorrogada.plazo == prorrogada.prorroga_hasta
    assert prorrogada.vence_el > hoy
    assert respondida.caso.estado == Estado.RESUELTO
    for pqrsa in (recibida, cerca, prorrogada):
        assert pqrsa.respondida_en is None
        assert pqrsa.caso.vence_solucion
        assert timezone.localdate(pqrsa.caso.vence_solucion) == pqrsa.plazo


def test_la_respuesta_es_un_pdf_firmado_que_el_portal_reconoce(
    agente: Usuario, client: Client
) -> None:
    respondida = _de("reclamo")
    adjunto = adjunto_de(respondida)
    assert adjunto
    assert b"/ByteRange" in adjunto.archivo.read()
    pagina = client.get(reverse("firma:documento", args=[respondida.documento]))
    assert pagina.status_code == 200
    correo = CorreoSaliente.objects.get(
        proposito__startswith="mesa", asunto__contains=respondida.caso.numero
    )
    assert correo.destinatario == respondida.caso.contacto_correo


def test_otra_respuesta_se_puede_firmar_con_la_misma_llave(agente: Usuario) -> None:
    responder(pqrsa=_de("sugerencia"), texto="Gracias: lo haremos.", actor=agente)
    assert adjunto_de(_de("sugerencia"))
    assert Credencial.objects.count() == 1


def test_la_llave_que_puso_una_persona_se_respeta(agente: Usuario) -> None:
    TerminoLegal.objects.filter(tipo="queja").update(dias_habiles=9)
    antes = list(TerminoLegal.objects.values_list("pk", "credencial", "dias_habiles"))
    cargar()
    assert list(TerminoLegal.objects.values_list("pk", "credencial", "dias_habiles")) == antes
    assert Pqrsa.objects.count() == 4

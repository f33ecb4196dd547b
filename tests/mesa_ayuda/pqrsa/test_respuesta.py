"""The signed answer: sent signed, or not at all; once."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.casos import cambiar_estado
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa.carta import DatosCarta, componer
from mesa_ayuda.pqrsa.respuesta import RespuestaImposible, adjunto_de, responder
from portal.auditoria.models import Evento
from portal.firma.errores import FirmaImposible
from portal.firma.models import Credencial, DocumentoFirmado
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.lectura_pdf import texto_pdf
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa
from tests.portal.firma.recetas import juicio

pytestmark = pytest.mark.django_db
TEXTO = "Revisamos su pago.\n\n- Se cobró dos veces\n- Le devolvemos el segundo\n\nGracias."


def test_se_firma_se_envia_se_descarga_y_se_verifica(
    credencial: Credencial, agente: Usuario, client: Client, tmp_path: Path
) -> None:
    pqrsa, ficha = crear_pqrsa()
    responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    pqrsa.caso.refresh_from_db()
    assert pqrsa.caso.estado == Estado.RESUELTO
    bajada = client.get(reverse("pqrsa:descargar", args=[ficha]))
    pdf = b"".join(bajada)
    assert bajada["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in bajada["Content-Disposition"]
    assert "Signature is Valid" in juicio(pdf, tmp_path)
    assert pqrsa.documento is not None
    documento = DocumentoFirmado.objects.get(pk=pqrsa.documento)
    assert documento.sha256 == hashlib.sha256(pdf).hexdigest()
    assert "Lucía" not in f"{documento.titulo} {documento.emisor}"
    correo = CorreoSaliente.objects.get(proposito="mesa_respuesta")
    assert correo.destinatario == "lucia@correo.example"
    assert bytes(correo.adjuntos.get().contenido) == pdf
    texto = " ".join(texto_pdf(pdf).split())
    for dicho in (pqrsa.caso.numero, "Lucía Inventada", "CC 1234567890", "Se cobró dos veces"):
        assert dicho in texto
    assert client.get(reverse("firma:documento", args=[pqrsa.documento])).status_code == 200
    pagina = client.get(reverse("pqrsa:estado", args=[ficha])).content.decode()
    assert "Descargar la respuesta firmada" in pagina
    assert "Para responderle" not in pagina
    assert Evento.objects.filter(accion__startswith="Respondió la PQRSA", actor=agente).exists()


def test_sin_credencial_no_sale_nada_y_despues_se_reintenta(
    credencial: Credencial, agente: Usuario
) -> None:
    TerminoLegal.objects.update(credencial=None)
    pqrsa, _ = crear_pqrsa()
    with pytest.raises(FirmaImposible, match="no tiene una credencial"):
        responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    pqrsa.refresh_from_db()
    assert (pqrsa.respuesta, pqrsa.respondida_en, pqrsa.firmando_desde) == (TEXTO, None, None)
    assert adjunto_de(pqrsa) is None
    assert not CorreoSaliente.objects.filter(proposito="mesa_respuesta").exists()
    assert pqrsa.caso.estado == Estado.NUEVO
    TerminoLegal.objects.update(credencial=credencial)
    responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    assert CorreoSaliente.objects.filter(proposito="mesa_respuesta").count() == 1


def test_solo_se_responde_una_vez(credencial: Credencial, agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    with pytest.raises(RespuestaImposible):
        responder(pqrsa=pqrsa, texto="Otra.", actor=agente)
    pqrsa.refresh_from_db()
    assert pqrsa.respuesta == TEXTO


@pytest.mark.parametrize(("minutos", "libre"), [(9, False), (11, True)])
def test_quien_murio_firmando_no_la_bloquea_para_siempre(
    credencial: Credencial, agente: Usuario, minutos: int, libre: bool
) -> None:
    pqrsa, _ = crear_pqrsa()
    hace = timezone.now() - timedelta(minutes=minutos)
    Pqrsa.objects.filter(pk=pqrsa.pk).update(firmando_desde=hace)
    if libre:
        responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    else:
        with pytest.raises(RespuestaImposible):
            responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    pqrsa.refresh_from_db()
    assert (pqrsa.respondida_en is not None) == libre


def test_un_caso_cancelado_no_se_responde(credencial: Credencial, agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    cambiar_estado(caso=pqrsa.caso, a=Estado.CANCELADO, actor=agente)
    with pytest.raises(RespuestaImposible):
        responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    assert not DocumentoFirmado.objects.exists()


def test_si_su_caso_termina_mientras_se_firma_se_dice_y_no_sale_nada(
    credencial: Credencial, agente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    pqrsa, _ = crear_pqrsa()

    def terminar(datos: DatosCarta) -> bytes:
        cambiar_estado(caso=pqrsa.caso, a=Estado.CERRADO, actor=None)
        return componer(datos)

    monkeypatch.setattr("mesa_ayuda.pqrsa.respuesta.componer", terminar)
    with pytest.raises(RespuestaImposible, match="cerrado"):
        responder(pqrsa=pqrsa, texto=TEXTO, actor=agente)
    pqrsa.refresh_from_db()
    assert (pqrsa.respondida_en, pqrsa.firmando_desde) == (None, None)
    assert not CorreoSaliente.objects.filter(proposito="mesa_respuesta").exists()


def test_desde_la_administracion(
    credencial: Credencial, agente: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    pqrsa, _ = crear_pqrsa()
    navegador = cliente_de(agente)
    ruta = reverse("admin:mesa_ayuda_pqrsa_responder", args=[pqrsa.pk])
    assert "Me cobraron dos veces" in navegador.get(ruta).content.decode()
    assert "Escriba la respuesta." in navegador.post(ruta, {"texto": ""}).content.decode()
    Credencial.objects.update(activa=False)
    pagina = navegador.post(ruta, {"texto": TEXTO}).content.decode()
    assert "No se envió nada." in pagina
    assert "Se cobró dos veces" in pagina
    Credencial.objects.update(activa=True)
    hecho = navegador.post(ruta, {"texto": TEXTO}, follow=True).content.decode()
    assert "La respuesta se firmó y se envió" in hecho
    assert "ya se respondió" in navegador.get(ruta, follow=True).content.decode()

"""Merging: of whom, what moves, who hears of it from then on, and what can't be undone."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from mesa_ayuda import casos
from mesa_ayuda.agentes import borradores
from mesa_ayuda.agentes.fusion import Alcance, alcance_de, fusionar, motivo_para_no_fusionar
from mesa_ayuda.casos import EstadoInvalido, agregar_participante, anotar, responder_como_cliente
from mesa_ayuda.enums import PQRSA, Estado, TipoCaso, TipoMensaje, Via
from mesa_ayuda.models import Borrador, Caso, Cuenta, Mensaje, Participante, Vinculo
from mesa_ayuda.salida.correos import destinatarios
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso, crear_cliente

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """The case that goes into another, with something said in it."""
    caso = crear_caso(cliente)
    responder_como_cliente(caso=caso, texto="Sigue sin firmar", via=Via.WEB, autor=cliente)
    return caso


@pytest.fixture
def destino(cliente: Usuario) -> Caso:
    """The case into which it goes."""
    return crear_caso(cliente)


@pytest.mark.parametrize("estado", [Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA, Estado.RESUELTO])
def test_lo_que_no_ha_terminado_se_puede_fusionar(
    caso: Caso, destino: Caso, agente: Usuario, estado: Estado
) -> None:
    Caso.objects.filter(pk=caso.pk).update(estado=estado)
    assert fusionar(caso=caso, destino=destino, actor=agente) == 1
    caso.refresh_from_db()
    assert (caso.estado, caso.fusionado_en) == (Estado.CERRADO, destino)


@pytest.mark.parametrize(
    ("estado", "queda"),
    [
        (Estado.ABIERTO, Estado.ABIERTO),
        (Estado.ESPERA, Estado.ABIERTO),
        (Estado.RESUELTO, Estado.RESUELTO),
    ],
)
def test_lo_que_falta_por_hacer_abre_el_resuelto_en_que_entra(
    caso: Caso, destino: Caso, agente: Usuario, estado: Estado, queda: Estado
) -> None:
    Caso.objects.filter(pk=caso.pk).update(estado=estado)
    Caso.objects.filter(pk=destino.pk).update(estado=Estado.RESUELTO)
    fusionar(caso=caso, destino=destino, actor=agente)
    destino.refresh_from_db()
    assert destino.estado == queda
    motivos = Evento.objects.de(destino).filter(accion="Pasó a «Abierto»")
    assert [evento.motivo for evento in motivos] == (
        [f"Se le sumó {caso.numero}"] if queda == Estado.ABIERTO else []
    )


@pytest.mark.parametrize("tipo", PQRSA)
def test_una_pqrsa_no_se_fusiona_en_ningun_sentido(cliente: Usuario, tipo: TipoCaso) -> None:
    pqrsa, soporte = crear_caso(cliente, tipo=tipo), crear_caso(cliente)
    assert "término legal" in motivo_para_no_fusionar(pqrsa, soporte)
    assert "término legal" in motivo_para_no_fusionar(soporte, pqrsa)


def test_sin_correo_no_se_sabe_que_sea_la_misma_persona() -> None:
    uno, otro = crear_caso(contacto_correo=""), crear_caso(contacto_correo="")
    assert "clientes distintos" in motivo_para_no_fusionar(uno, otro)


def test_el_mismo_correo_sin_cuenta_no_basta_frente_a_quien_la_tiene(cliente: Usuario) -> None:
    suplantable = crear_caso(contacto_correo=cliente.email)
    assert "clientes distintos" in motivo_para_no_fusionar(suplantable, crear_caso(cliente))


def test_dos_empresas_de_la_misma_persona_son_la_misma_persona(
    cliente: Usuario, otra_cuenta: Cuenta
) -> None:
    uno, otro = crear_caso(cliente), crear_caso(cliente, cuenta=otra_cuenta)
    assert motivo_para_no_fusionar(uno, otro) == ""


def test_ninguna_cuenta_no_es_la_misma_cuenta() -> None:
    uno, otro = crear_caso(crear_cliente()), crear_caso(crear_cliente())
    assert (uno.cuenta, otro.cuenta) == (None, None)
    assert "clientes distintos" in motivo_para_no_fusionar(uno, otro)


def test_lo_que_cambio_despues_de_mostrarlo_no_se_fusiona(
    caso: Caso, destino: Caso, agente: Usuario
) -> None:
    Caso.objects.filter(pk=destino.pk).update(estado=Estado.CERRADO)
    with pytest.raises(EstadoInvalido, match="está cerrado"):
        fusionar(caso=caso, destino=destino, actor=agente)
    assert caso.mensajes.count() == 1
    assert not Vinculo.objects.exists()
    assert not Evento.objects.exists()


def test_no_se_fusiona_dos_veces_ni_al_reves(caso: Caso, destino: Caso, agente: Usuario) -> None:
    vistos = Caso.objects.in_bulk([caso.pk, destino.pk])
    fusionar(caso=caso, destino=destino, actor=agente)
    for uno, otro in ((caso.pk, destino.pk), (destino.pk, caso.pk)):
        with pytest.raises(EstadoInvalido, match="ya se fusionó"):
            fusionar(caso=vistos[uno], destino=vistos[otro], actor=agente)
    assert Caso.objects.filter(fusionado_en=None).get() == destino


def test_una_cadena_lleva_todo_al_ultimo(
    cliente: Usuario, caso: Caso, destino: Caso, agente: Usuario
) -> None:
    ultimo = crear_caso(cliente)
    fusionar(caso=caso, destino=destino, actor=agente)
    fusionar(caso=destino, destino=ultimo, actor=agente)
    assert ultimo.mensajes.filter(texto="Sigue sin firmar").exists()
    caso.refresh_from_db()
    assert caso.fusionado_en == destino


def test_consigo_mismo_no_se_fusiona(caso: Caso, agente: Usuario) -> None:
    with pytest.raises(EstadoInvalido, match="consigo mismo"):
        fusionar(caso=caso, destino=caso, actor=agente)


def test_el_alcance_cuenta_lo_del_caso_y_no_lo_de_otro(
    caso: Caso, destino: Caso, agente: Usuario
) -> None:
    agregar_participante(caso=destino, correo="copia@correo.example", actor=None)
    anotar(caso=caso, texto="Nota", autor=agente)
    assert alcance_de(caso) == Alcance(mensajes=2, adjuntos=0, participantes=0)
    assert alcance_de(destino) == Alcance(mensajes=0, adjuntos=0, participantes=1)


def test_las_notas_siguen_siendo_notas_y_las_fechas_las_mismas(
    caso: Caso, destino: Caso, agente: Usuario
) -> None:
    nota = anotar(caso=caso, texto="Sólo para el personal", autor=agente)
    antes = list(caso.mensajes.values_list("pk", "tipo", "creado"))
    assert fusionar(caso=caso, destino=destino, actor=agente) == 2
    movidos = Mensaje.objects.filter(pk__in=[pk for pk, _, _ in antes])
    assert list(movidos.values_list("pk", "tipo", "creado")) == antes
    nota.refresh_from_db()
    assert (nota.tipo, nota.caso) == (TipoMensaje.NOTA, destino)


def test_fusionar_no_escribe_a_nadie(
    caso: Caso,
    destino: Caso,
    agente: Usuario,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        fusionar(caso=caso, destino=destino, actor=agente)
    assert not CorreoSaliente.objects.exists()


def test_al_correo_que_la_persona_ya_no_usa_no_le_llega_nada(
    caso: Caso, cliente: Usuario, agente: Usuario
) -> None:
    cliente.email = "ana.nueva@transportes.example"
    cliente.save()
    destino = crear_caso(cliente)
    fusionar(caso=caso, destino=destino, actor=agente)
    assert not Participante.objects.exists()
    casos.responder_como_personal(caso=destino, autor=agente, texto="Listo")
    assert [uno.destinatario for uno in CorreoSaliente.objects.all()] == [cliente.email]


def test_quien_estaba_en_copia_sigue_aunque_cambiara_de_correo(
    caso: Caso, destino: Caso, companera: Usuario, agente: Usuario
) -> None:
    agregar_participante(caso=caso, correo=companera.email, actor=None)
    companera.email = "berta.nueva@transportes.example"
    companera.save()
    fusionar(caso=caso, destino=destino, actor=agente)
    copia = Participante.objects.get(caso=destino)
    assert (copia.usuario, copia.correo) == (companera, companera.email)


def test_nadie_queda_dos_veces_y_el_contacto_no_queda_en_copia(
    caso: Caso, cuenta: Cuenta, agente: Usuario
) -> None:
    colega = crear_cliente("colega@transportes.example", cuenta=cuenta)
    destino = crear_caso(colega)
    for correo in ("Copia@correo.example", colega.email):
        agregar_participante(caso=caso, correo=correo, actor=None)
    agregar_participante(caso=destino, correo="copia@correo.example", actor=None)
    fusionar(caso=caso, destino=destino, actor=agente)
    assert destinatarios(destino) == [
        colega.email,
        "copia@correo.example",
        "ana@transportes.example",
    ]


def test_el_borrador_se_queda_para_quien_lo_escribio(
    caso: Caso, destino: Caso, agente: Usuario
) -> None:
    borradores.guardar(caso=caso, usuario=agente, parte="texto", valor="A medias")
    fusionar(caso=caso, destino=destino, actor=agente)
    assert Borrador.objects.get().caso == caso


def test_lo_que_se_vinculo_antes_no_impide_fusionar(
    caso: Caso, destino: Caso, agente: Usuario
) -> None:
    casos.vincular(caso=destino, otro=caso, actor=agente)
    fusionar(caso=caso, destino=destino, actor=agente)
    assert Vinculo.objects.count() == 1


def test_el_historial_de_los_dos_dice_que_paso(caso: Caso, destino: Caso, agente: Usuario) -> None:
    fusionar(caso=caso, destino=destino, actor=agente)
    cierre = Evento.objects.de(caso).get(accion="Pasó a «Cerrado»")
    assert cierre.motivo == f"Fusionado en {destino.numero}"
    assert Evento.objects.de(caso)[0].cambios == {"fusionado en": [None, destino.numero]}
    assert Evento.objects.de(destino)[0].cambios == {"fusionado": [None, caso.numero]}
    assert {evento.actor for evento in Evento.objects.all()} == {agente}
    aviso = destino.mensajes.get(tipo=TipoMensaje.SISTEMA)
    assert aviso.texto == f"Se sumó la conversación de {caso.numero}."


def test_la_base_no_admite_un_fusionado_abierto(caso: Caso, destino: Caso) -> None:
    with pytest.raises(IntegrityError, match="caso_fusionado_cerrado"), transaction.atomic():
        Caso.objects.filter(pk=caso.pk).update(fusionado_en=destino)

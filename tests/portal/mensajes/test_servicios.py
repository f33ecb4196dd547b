"""Queueing."""

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from redis import Redis

from portal.auditoria.models import Evento
from portal.mensajes.adjunto import TAMANO_MAXIMO
from portal.mensajes.enums import EstadoMensaje
from portal.mensajes.errores import MensajeInvalido
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.mensajes.servicios import Adjunto, encolar_sms, reintentar
from portal.mensajes.telefono import CelularInvalido
from portal.usuarios.models import Usuario
from tests.portal.mensajes.conftest import Encolar, tareas

pytestmark = pytest.mark.django_db


def test_un_correo_encolado_es_una_fila_con_todo_dentro(
    encolar: Encolar, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Portal de Pruebas <no-responder@portal.example>"

    correo = encolar(destinatario="  ana.perez@empresa.example ")

    correo.refresh_from_db()
    assert correo.estado == EstadoMensaje.PENDIENTE
    assert correo.destinatario == "ana.perez@empresa.example"
    assert correo.remitente == "Portal de Pruebas <no-responder@portal.example>"
    assert correo.message_id == f"<{correo.pk.hex}@portal.example>"
    assert correo.cabeceras["Auto-Submitted"] == "auto-generated"
    assert "Su código es 482913." in correo.texto
    assert "<strong>482913</strong>" in correo.html
    assert CorreoSaliente.objects.listos().get() == correo


def test_un_asunto_ajeno_no_agrega_cabeceras(encolar: Encolar) -> None:
    correo = encolar(asunto="Caso\r\nBcc: otra@empresa.example\n\ncuerpo" + "x" * 300)

    assert "\n" not in correo.asunto
    assert "\r" not in correo.asunto
    assert len(correo.asunto) == 200


@pytest.mark.parametrize(
    "destinatario",
    [
        "",
        "ana",
        "ana@",
        "ana@empresa.example, luis@empresa.example",
        "Ana <ana@empresa.example>",
        "ana@empresa.example\nBcc: luis@empresa.example",
    ],
)
def test_un_destinatario_es_exactamente_una_direccion(encolar: Encolar, destinatario: str) -> None:
    with pytest.raises(MensajeInvalido):
        encolar(destinatario=destinatario)

    assert not CorreoSaliente.objects.exists()


def test_los_adjuntos_conservan_el_orden_con_nombres_inofensivos(encolar: Encolar) -> None:
    correo = encolar(
        adjuntos=[
            Adjunto("factura.pdf", "application/pdf", b"%PDF-1.7"),
            Adjunto("../../etc/passwd\r\nX: y", "text/plain", b"x"),
        ]
    )

    adjuntos = list(correo.adjuntos.all())
    assert [adjunto.nombre for adjunto in adjuntos] == ["factura.pdf", "..-..-etc-passwd X: y"]
    assert adjuntos[0].contenido == b"%PDF-1.7"
    assert adjuntos[0].tamano == 8


def test_los_adjuntos_que_ningun_proveedor_recibe_se_rechazan(encolar: Encolar) -> None:
    mitad = Adjunto("a.pdf", "application/pdf", b"x" * (TAMANO_MAXIMO // 2 + 1))

    with pytest.raises(MensajeInvalido, match="adjuntos"):
        encolar(adjuntos=[mitad, mitad])


def test_una_transaccion_que_falla_no_envia_nada(
    encolar: Encolar, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def fallida() -> None:
        with transaction.atomic():
            encolar()
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks() as pendientes, pytest.raises(ZeroDivisionError):
        fallida()

    assert pendientes == []
    assert not CorreoSaliente.objects.exists()


def test_se_despierta_a_un_trabajador_cuando_termina_la_transaccion(
    encolar: Encolar,
    cola: Redis,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        correo = encolar()
        assert tareas(cola) == []

    assert tareas(cola) == [("enviar_correo", [str(correo.pk)], None)]
    assert "ana.perez" not in str(cola.lrange("celery", 0, -1))


def test_un_sms_encolado_va_al_numero_canonico(sms: SmsSaliente) -> None:
    sms.refresh_from_db()

    assert sms.destinatario == "+573105550123"
    assert sms.texto == "Su PIN es 123456."
    assert sms.estado == EstadoMensaje.PENDIENTE


def test_nunca_se_encola_un_sms_para_un_fijo() -> None:
    with pytest.raises(CelularInvalido):
        encolar_sms(proposito="prueba.pin", destinatario="6017442727", texto="Hola")

    assert not SmsSaliente.objects.exists()


@pytest.mark.parametrize("texto", ["", "  \n ", "x" * 1601])
def test_un_sms_no_es_ni_vacio_ni_interminable(texto: str) -> None:
    with pytest.raises(MensajeInvalido, match="1600"):
        encolar_sms(proposito="prueba.pin", destinatario="3105550123", texto=texto)


def fallar(mensaje: CorreoSaliente | SmsSaliente) -> None:
    propio = type(mensaje).reclamar(mensaje.pk)
    assert propio is not None
    propio.marcar_fallo("550 no existe", permanente=True)


def test_los_fallidos_vuelven_a_la_cola_y_queda_escrito(
    correo: CorreoSaliente,
    sms: SmsSaliente,
    administrador: Usuario,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    fallar(correo)
    fallar(sms)

    with django_capture_on_commit_callbacks() as pendientes:
        assert reintentar(mensajes=[correo, sms], actor=administrador) == 2

    assert len(pendientes) == 2
    assert CorreoSaliente.objects.listos().get() == correo
    evento = Evento.objects.de(correo).get()
    assert evento.actor == administrador
    assert evento.cambios == {"estado": ["Fallido", "Pendiente"]}
    assert "ana.perez" not in evento.objeto_texto


def test_lo_que_no_ha_fallado_no_se_toca(correo: CorreoSaliente, administrador: Usuario) -> None:
    assert reintentar(mensajes=[correo], actor=administrador) == 0

    assert not Evento.objects.de(correo).exists()


def test_la_segunda_de_dos_personas_no_cambia_nada(
    correo: CorreoSaliente, administrador: Usuario
) -> None:
    fallar(correo)
    visto_por_otra = CorreoSaliente.objects.get()

    assert reintentar(mensajes=[correo], actor=administrador) == 1
    assert reintentar(mensajes=[visto_por_otra], actor=administrador) == 0


def test_un_correo_puede_llevar_identificador_y_cabeceras_propios(encolar: Encolar) -> None:
    correo = encolar(
        message_id="<caso-1@portal.example>",
        cabeceras={
            "Auto-Submitted": "no",
            "In-Reply-To": "<a@correo.example>\r\nBcc: otra@correo.example",
        },
    )

    assert correo.message_id == "<caso-1@portal.example>"
    assert correo.cabeceras == {
        "Auto-Submitted": "no",
        "X-Auto-Response-Suppress": "All",
        "In-Reply-To": "<a@correo.example> Bcc: otra@correo.example",
    }

"""The mail client behind the real libraries: Anymail's SendGrid, Django's SMTP, the demo inbox."""

import base64
import json
import smtplib
import uuid
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from pytest_django import Settings

from portal.mensajes.clientes.correo import enviar
from portal.mensajes.clientes.fallo import FalloDeEnvio
from portal.mensajes.models import CorreoSaliente, MensajeBuzon
from portal.mensajes.servicios import Adjunto
from tests.portal.mensajes.conftest import Encolar
from tests.portal.mensajes.dobles import ProveedorHttp, Respuesta
from tests.smtp import Momento, Responder, ServidorSmtp

pytestmark = pytest.mark.django_db
PDF = Adjunto("factura ñ.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")


def fallo_de(correo: CorreoSaliente) -> FalloDeEnvio:
    with pytest.raises(FalloDeEnvio) as recogido:
        enviar(correo)
    return recogido.value


def test_sendgrid_recibe_el_correo_entero(encolar: Encolar, proveedor: ProveedorHttp) -> None:
    proveedor.respuestas = [Respuesta(202, cabeceras={"X-Message-Id": "sg-14c5"})]
    correo = encolar(adjuntos=[PDF])

    respuesta = enviar(correo)

    peticion = proveedor.peticiones[0]
    datos = json.loads(peticion.cuerpo)
    assert respuesta == "queued sg-14c5"
    assert peticion.ruta == "/v3/mail/send"
    assert peticion.cabeceras["Authorization"] == "Bearer clave-de-prueba"
    assert datos["personalizations"][0]["to"] == [{"email": "ana.perez@empresa.example"}]
    assert datos["headers"]["Message-ID"] == correo.message_id
    assert datos["headers"]["Auto-Submitted"] == "auto-generated"
    assert [parte["type"] for parte in datos["content"]] == ["text/plain", "text/html"]
    assert datos["attachments"][0]["filename"] == "factura ñ.pdf"


def test_el_formato_es_el_de_mail_send_de_sendgrid(
    encolar: Encolar, proveedor: ProveedorHttp, settings: Settings
) -> None:
    """https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send"""
    settings.DEFAULT_FROM_EMAIL = "Portal de Certificación <no-responder@portal.example>"
    correo = encolar(adjuntos=[PDF])

    enviar(correo)

    datos = json.loads(proveedor.peticiones[0].cuerpo)
    anymail_id = datos["personalizations"][0].pop("custom_args")["anymail_id"]
    contenidos = datos.pop("content")
    assert "Pérez & Hijos" in contenidos[0]["value"]
    assert "Pérez &amp; Hijos" in contenidos[1]["value"]
    assert datos == {
        "from": {"email": "no-responder@portal.example", "name": "Portal de Certificación"},
        "personalizations": [{"to": [{"email": "ana.perez@empresa.example"}]}],
        "subject": "Su código",
        "headers": {
            "Message-ID": correo.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        "attachments": [
            {
                "content": base64.b64encode(PDF.contenido).decode(),
                "filename": "factura ñ.pdf",
                "type": "application/pdf",
            }
        ],
        "custom_args": {"mensaje": str(correo.pk)},
        "tracking_settings": {
            "click_tracking": {"enable": False},
            "open_tracking": {"enable": False},
        },
    }
    assert uuid.UUID(anymail_id)


def test_sendgrid_sabe_que_fila_es_y_nada_de_la_persona(
    correo: CorreoSaliente, proveedor: ProveedorHttp
) -> None:
    enviar(correo)

    datos = json.loads(proveedor.peticiones[0].cuerpo)
    propios = {**datos["custom_args"], **datos["personalizations"][0].get("custom_args", {})}
    assert propios.pop("mensaje") == str(correo.pk)
    assert list(propios) == ["anymail_id"]
    assert "categories" not in datos


def test_sendgrid_no_debe_reescribir_los_enlaces(
    correo: CorreoSaliente, proveedor: ProveedorHttp
) -> None:
    enviar(correo)

    seguimiento = json.loads(proveedor.peticiones[0].cuerpo)["tracking_settings"]
    assert seguimiento["click_tracking"] == {"enable": False}
    assert seguimiento["open_tracking"] == {"enable": False}


@pytest.mark.parametrize(
    ("estado", "permanente"),
    [
        (400, True),
        (404, True),
        (413, True),
        (401, False),
        (403, False),
        (408, False),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_los_rechazos_de_sendgrid_se_distinguen(
    correo: CorreoSaliente, proveedor: ProveedorHttp, estado: int, permanente: bool
) -> None:
    proveedor.respuestas = [Respuesta(estado, '{"errors": [{"message": "no se pudo"}]}')]

    fallo = fallo_de(correo)

    assert fallo.permanente is permanente
    assert str(estado) in fallo.respuesta
    assert "no se pudo" in fallo.respuesta


def test_si_sendgrid_calla_se_reintenta(
    correo: CorreoSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "REQUESTS_TIMEOUT": 0.2}
    proveedor.respuestas = [Respuesta(retener=True)]

    fallo = fallo_de(correo)

    assert fallo.permanente is False
    assert "Timeout" in fallo.respuesta


def test_si_no_se_alcanza_a_sendgrid_se_reintenta(
    correo: CorreoSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "SENDGRID_API_URL": "http://127.0.0.1:9/v3/"}

    assert fallo_de(correo).permanente is False


def test_una_clave_ausente_es_culpa_nuestra_y_se_reintenta(
    correo: CorreoSaliente, proveedor: ProveedorHttp, settings: Settings
) -> None:
    settings.ANYMAIL = {}

    assert fallo_de(correo).permanente is False


def test_la_excepcion_no_lleva_las_palabras_del_proveedor(
    correo: CorreoSaliente, proveedor: ProveedorHttp
) -> None:
    proveedor.respuestas = [Respuesta(400, "ana.perez@empresa.example no existe")]

    fallo = fallo_de(correo)

    assert "ana.perez" in fallo.respuesta
    assert "ana.perez" not in str(fallo)


def test_un_servidor_smtp_recibe_texto_html_y_adjuntos(
    encolar: Encolar, servidor_smtp: ServidorSmtp
) -> None:
    correo = encolar(adjuntos=[PDF], asunto="Su código «ñ»")

    assert enviar(correo) == "aceptado"

    recibido = servidor_smtp.recibidos[0].mensaje
    texto, html = (recibido.get_body((tipo,)) for tipo in ("plain", "html"))
    assert texto is not None
    assert html is not None
    assert recibido["Message-ID"] == correo.message_id
    assert recibido["Auto-Submitted"] == "auto-generated"
    assert recibido["Subject"] == "Su código «ñ»"
    assert "Pérez & Hijos" in texto.get_content()
    assert "Pérez &amp; Hijos" in html.get_content()
    adjuntos = list(recibido.iter_attachments())
    assert [adjunto.get_filename() for adjunto in adjuntos] == ["factura ñ.pdf"]
    assert adjuntos[0].get_content() == PDF.contenido


@pytest.mark.parametrize(
    ("cuando", "linea", "permanente"),
    [
        ("rcpt", "550 5.1.1 No existe", True),
        ("rcpt", "450 4.2.1 Lista gris", False),
        ("rcpt", "530 5.7.0 Falta autenticarse", False),
        ("punto", "554 5.7.1 Rechazado", True),
        ("punto", "451 4.3.0 Intente luego", False),
    ],
)
def test_los_rechazos_de_un_servidor_smtp_se_distinguen(
    correo: CorreoSaliente,
    servidor_smtp: ServidorSmtp,
    cuando: Momento,
    linea: str,
    permanente: bool,
) -> None:
    servidor_smtp.guion[cuando] = [Responder(linea)]

    fallo = fallo_de(correo)

    assert fallo.permanente is permanente
    assert fallo.respuesta.startswith(linea[:9])


def test_unas_credenciales_malas_son_culpa_nuestra_y_se_reintenta(
    correo: CorreoSaliente, servidor_smtp: ServidorSmtp, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "equivocada"

    fallo = fallo_de(correo)

    assert isinstance(fallo.__cause__, smtplib.SMTPException)
    assert fallo.permanente is False


def test_si_no_se_alcanza_al_servidor_smtp_se_reintenta(
    correo: CorreoSaliente, servidor_smtp: ServidorSmtp, settings: Settings
) -> None:
    settings.EMAIL_PORT = 9

    assert fallo_de(correo).permanente is False


def test_una_fila_con_una_cabecera_imposible_no_sale(
    correo: CorreoSaliente, servidor_smtp: ServidorSmtp
) -> None:
    correo.asunto = "uno\nBcc: otra@empresa.example"

    assert fallo_de(correo).permanente is True
    assert servidor_smtp.recibidos == []


def test_el_buzon_de_la_demostracion_guarda_el_correo_crudo(
    encolar: Encolar, al_buzon: Callable[[], list[MensajeBuzon]]
) -> None:
    correo = encolar(adjuntos=[PDF])

    assert enviar(correo) == "aceptado"

    guardado = al_buzon()[0]
    crudo = message_from_bytes(bytes(guardado.crudo), policy=policy.default)
    assert guardado.canal == "correo"
    assert guardado.destinatarios == "ana.perez@empresa.example"
    assert guardado.asunto == "Su código"
    assert crudo["Message-ID"] == correo.message_id

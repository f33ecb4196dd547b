"""Who wrote a mail: a person taken for a machine would be lost to everybody."""

import pytest

from mesa_ayuda.entrada.automatico import Origen, juzgar
from mesa_ayuda.entrada.lectura import leer
from tests.mesa_ayuda.entrada.muestras import anidado, correo, crudo, rebote

AVISO = "This is the mail system at host mx.correo.example.\n\nI'm sorry to have to inform you…"


def origen(octetos: bytes) -> Origen:
    """Judge a raw mail."""
    return juzgar(leer(octetos)).origen


@pytest.mark.parametrize(
    "cabeceras",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated; owner-email=a@b.example"},
        {"Auto-Submitted": "AUTO-NOTIFIED"},
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"Precedence": "Junk"},
        {"Precedence": "auto_reply"},
        {"X-Auto-Response-Suppress": "DR, RN, OOF, AutoReply"},
        {"List-Id": "<novedades.camara.example>"},
        {"List-Unsubscribe": "<mailto:baja@camara.example>"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
    ],
    ids=lambda cabeceras: "-".join(next(iter(cabeceras.items()))),
)
def test_lo_automatico_se_conoce_por_sus_cabeceras(cabeceras: dict[str, str]) -> None:
    assert origen(correo(cabeceras=cabeceras)) is Origen.AUTOMATICO


@pytest.mark.parametrize(
    "de",
    [
        "MAILER-DAEMON@correo.example",
        "postmaster@correo.example",
        "Mail Delivery System <mailer-daemon@correo.example>",
        "bounces+123=ana=correo.example@envios.example",
        "MAILER-DAEMON",
    ],
)
def test_lo_que_envia_el_cartero_es_un_rebote(de: str) -> None:
    assert origen(crudo(f"From: {de}\nSubject: aviso", "x")) is Origen.REBOTE


@pytest.mark.parametrize(
    "de",
    [
        "noreply@banco.example",
        "no-reply@banco.example",
        "Banco <no-responder@banco.example>",
        "notificaciones-noreply@banco.example",
        "noresponder@banco.example",
    ],
)
def test_una_direccion_que_nadie_lee_es_automatica(de: str) -> None:
    assert origen(correo(de=de)) is Origen.AUTOMATICO


@pytest.mark.parametrize(
    "asunto",
    [
        "Respuesta automática: No puedo firmar",
        "Respuesta automática",
        "RESPUESTA AUTOMATICA - Vacaciones",
        "Fuera de la oficina",
        "Fuera de oficina: [CS0000001] No puedo firmar",
        "Ausente de la oficina. Regreso el 5",
        "Autorespuesta: hola",
        "Mensaje de ausencia",
        "Automatic reply: [CS0000001] No puedo firmar",
        "Out of Office: No puedo firmar",
        "Out of office AutoReply: x",
        "AutoRe: No puedo firmar",
        "Leído: No puedo firmar",
        "Read: No puedo firmar",
    ],
)
def test_una_respuesta_de_ausencia_se_conoce_por_su_asunto(asunto: str) -> None:
    assert origen(correo(asunto=asunto)) is Origen.AUTOMATICO


@pytest.mark.parametrize(
    "asunto",
    [
        "Error de entrega del certificado",
        "Ausencia de respuesta",
        "Respuesta automática de su sistema no me llega",
        "Fuera de la oficina no puedo firmar",
        "Estoy de vacaciones y debo firmar un contrato",
        "Vacaciones de los funcionarios: certificados",
        "Correo devuelto",
        "Mensaje no entregado a mi cliente",
        "Undelivered certificate",
        "Devolución de correo del certificado",
        "No se puede entregar el token",
        "Notificación de estado de la entrega del token",
        "RE: Respuesta automática: [CS0000001] No puedo firmar",
        "RV: Undelivered Mail Returned to Sender",
        "Automatizar la firma",
        "Autorizo la respuesta automática",
        "Out of the office I cannot sign",
        "Confirmación de lectura",
        "Entregado el token equivocado",
        "Rechazado: mi solicitud",
        "",
    ],
)
def test_lo_que_escribe_una_persona_es_de_una_persona(asunto: str) -> None:
    assert origen(correo(asunto=asunto)) is Origen.PERSONA


@pytest.mark.parametrize(
    "de",
    [
        "Carlos Reply <carlos.reply@correo.example>",
        "Norep Lyon <noreplyon@correo.example>",
        "Sistemas <sistemas@empresa.example>",
        "Automatización <automatizacion@empresa.example>",
        "Postmasters SAS <ventas@postmasters.example>",
        "System Administrator <jgomez@empresa.example>",
        "Mailer Daemon García <mdgarcia@empresa.example>",
        "notificaciones@juzgado.example",
    ],
)
def test_una_persona_de_nombre_parecido_sigue_siendo_una_persona(de: str) -> None:
    assert origen(correo(de=de)) is Origen.PERSONA


@pytest.mark.parametrize(
    "cabeceras",
    [
        {"Auto-Submitted": "no"},
        {"Precedence": "normal"},
        {"Precedence": "first-class"},
        {"Return-Path": "<ana@transportes.example>"},
        {"X-Mailer": "Microsoft Outlook 16.0"},
        {"Disposition-Notification-To": "ana@transportes.example"},
        {"X-Priority": "1"},
    ],
    ids=str,
)
def test_las_cabeceras_de_los_programas_de_personas_no_confunden(cabeceras: dict[str, str]) -> None:
    assert origen(correo(cabeceras=cabeceras)) is Origen.PERSONA


def test_quien_pega_un_aviso_de_devolucion_es_una_persona() -> None:
    queja = f"Me llegó esto y no sé qué hacer:\n\n{AVISO}"
    assert origen(correo(queja, asunto="Correo devuelto")) is Origen.PERSONA
    assert origen(correo(queja, asunto="Mail delivery failed")) is Origen.PERSONA


def test_quien_reenvia_un_rebote_adjunto_sigue_siendo_una_persona() -> None:
    octetos = crudo(
        'From: ana@correo.example\nSubject: RV: x\nContent-Type: multipart/mixed; boundary="b"',
        b"--b\r\nContent-Type: text/plain\r\n\r\nMire\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + rebote("<x@portal.example>")
        + b"\r\n--b--\r\n",
    )
    assert origen(octetos) is Origen.PERSONA


def test_un_aviso_sin_ninguna_cabecera_que_lo_delate_es_un_rebote() -> None:
    assert origen(correo(AVISO, asunto="x")) is Origen.REBOTE


def test_quien_responde_citando_un_aviso_es_una_persona() -> None:
    assert origen(correo(AVISO, cabeceras={"In-Reply-To": "<a@b.example>"})) is Origen.PERSONA


def test_un_informe_de_entrega_es_un_rebote_y_dice_por_que() -> None:
    juicio = juzgar(leer(rebote("<x@portal.example>")))
    assert juicio.origen is Origen.REBOTE
    assert "informe de entrega" in juicio.motivo


@pytest.mark.parametrize("clase", ["disposition-notification", "feedback-report"])
def test_un_acuse_de_lectura_y_una_queja_de_correo_son_automaticos(clase: str) -> None:
    octetos = crudo(
        "From: ana@correo.example\nSubject: x\n"
        f'Content-Type: multipart/report; report-type={clase}; boundary="b"',
        "--b\r\nContent-Type: text/plain\r\n\r\nLeído\r\n--b--\r\n",
    )
    assert origen(octetos) is Origen.AUTOMATICO


def test_un_correo_vacio_no_lo_tumba() -> None:
    assert origen(b"") is Origen.PERSONA
    assert origen(anidado(60)) is Origen.PERSONA

"""The mail backend of the demo."""

from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from django.core import mail

from portal.mensajes.buzon import guardar_sms
from portal.mensajes.models import MensajeBuzon

pytestmark = pytest.mark.django_db


def test_el_buzon_guarda_cada_correo_con_todos_sus_destinatarios(
    al_buzon: Callable[[], list[MensajeBuzon]],
) -> None:
    primero = mail.EmailMessage(
        "Uno", "texto", "portal@portal.example", ["ana@uno.example"], bcc=["luis@dos.example"]
    )
    segundo = mail.EmailMessage("Dos", "texto", "portal@portal.example", ["eva@tres.example"])

    with mail.get_connection() as conexion:
        assert conexion.send_messages([primero, segundo]) == 2

    assert [(guardado.asunto, guardado.destinatarios) for guardado in al_buzon()] == [
        ("Uno", "ana@uno.example, luis@dos.example"),
        ("Dos", "eva@tres.example"),
    ]


def test_la_copia_oculta_sigue_oculta_en_el_mensaje(
    al_buzon: Callable[[], list[MensajeBuzon]],
) -> None:
    mail.EmailMessage("Uno", "x", "p@p.example", ["a@a.example"], bcc=["b@b.example"]).send()

    assert b"b@b.example" not in bytes(al_buzon()[0].crudo)


def test_un_sms_se_guarda_como_un_correo_de_texto() -> None:
    guardar_sms(destinatario="+573105550123", texto="Su PIN: 123456 ñ\nAdiós")

    crudo = message_from_bytes(bytes(MensajeBuzon.objects.get().crudo), policy=policy.default)
    assert crudo["To"] == "+573105550123"
    assert crudo.get_content() == "Su PIN: 123456 ñ\nAdiós\n"
    assert crudo["Date"] is not None
    assert MensajeBuzon.objects.get().asunto == "Su PIN: 123456 ñ Adiós"

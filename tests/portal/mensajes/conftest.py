"""Messages to send, and somewhere to send them."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.core.cache import cache
from pytest_django import Settings
from redis import Redis

from portal.celery import app
from portal.mensajes.models import CorreoSaliente, MensajeBuzon, SmsSaliente
from portal.mensajes.servicios import encolar_correo, encolar_sms
from tests.portal.mensajes.dobles import ProveedorHttp
from tests.smtp import ServidorSmtp

PLANTILLAS = Path(__file__).parent / "plantillas"


class Encolar(Protocol):
    """A function that queues a mail, every argument with a default."""

    def __call__(self, **cambios: Any) -> CorreoSaliente: ...


@pytest.fixture
def plantillas(settings: Settings) -> None:
    """Add the templates of the tests to those of the portal."""
    motor = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**motor, "DIRS": [PLANTILLAS, *motor["DIRS"]]}]


@pytest.fixture
def encolar(db: None, plantillas: None) -> Encolar:
    """Return a function that queues a mail to an invented person."""

    def _encolar(**cambios: Any) -> CorreoSaliente:
        datos: dict[str, Any] = {
            "proposito": "prueba.aviso",
            "destinatario": "ana.perez@empresa.example",
            "asunto": "Su código",
            "plantilla": "prueba/aviso",
            "contexto": {"nombre": "Pérez & Hijos", "codigo": "482913"},
        }
        return encolar_correo(**(datos | cambios))

    return _encolar


@pytest.fixture
def correo(encolar: Encolar) -> CorreoSaliente:
    """A mail that waits."""
    return encolar()


@pytest.fixture
def sms(db: None) -> SmsSaliente:
    """An SMS that waits."""
    return encolar_sms(
        proposito="prueba.pin", destinatario="310 555 0123", texto="Su PIN es 123456."
    )


@pytest.fixture
def proveedor(settings: Settings) -> Iterator[ProveedorHttp]:
    """SendGrid and Twilio at once, on this machine, reached as in production."""
    with ProveedorHttp() as doble:
        settings.PORTAL_DEMO = False
        settings.EMAIL_BACKEND = "anymail.backends.sendgrid.EmailBackend"
        settings.ANYMAIL = {
            **settings.ANYMAIL,
            "SENDGRID_API_KEY": "clave-de-prueba",
            "SENDGRID_API_URL": f"{doble.url}/v3/",
        }
        settings.TWILIO_ACCOUNT_SID = "AC00000000000000000000000000000000"
        settings.TWILIO_AUTH_TOKEN = "secreto-de-prueba"
        settings.TWILIO_NUMERO = "+15005550006"
        settings.TWILIO_API_URL = doble.url
        yield doble


@pytest.fixture
def servidor_smtp(settings: Settings) -> Iterator[ServidorSmtp]:
    """A mail server on this machine."""
    with ServidorSmtp() as doble:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = doble.puerto
        yield doble


@pytest.fixture
def al_buzon(settings: Settings) -> Callable[[], list[MensajeBuzon]]:
    """Send everything into the demo inbox, and return a function that reads it."""
    settings.PORTAL_DEMO = True
    settings.EMAIL_BACKEND = "portal.mensajes.buzon.BuzonBackend"
    return lambda: list(MensajeBuzon.objects.order_by("pk"))


@pytest.fixture
def cola() -> Iterator[Redis]:
    """The broker's queue, empty at the start and at the end."""
    cache.clear()
    with app.connection_for_read() as conexion:
        yield conexion.default_channel.client  # type: ignore[attr-defined]
    cache.clear()


def tareas(cola: Redis) -> list[tuple[str, list[str], str | None]]:
    """Return (task, arguments, expiry) of all that is queued."""
    encoladas = [json.loads(cruda) for cruda in cola.lrange("celery", 0, -1)]
    return [
        (
            mensaje["headers"]["task"].rpartition(".")[2],
            json.loads(base64.b64decode(mensaje["body"]))[0],
            mensaje["headers"]["expires"],
        )
        for mensaje in encoladas
    ]

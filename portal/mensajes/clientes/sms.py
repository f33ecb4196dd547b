"""Sending one SMS through Twilio, or into the demo inbox."""

import logging

import requests
from django.conf import settings
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from portal.mensajes import buzon
from portal.mensajes.clientes.fallo import FalloDeEnvio, http_permanente
from portal.mensajes.models import SmsSaliente

ESPERA = 20.0  # seconds
# https://www.twilio.com/docs/api/errors: the sender's queue is full, though the status is 400.
CODIGOS_PASAJEROS = frozenset({21611, 30001})
# Twilio's client logs addresses and headers of every call at INFO.
_silencio = logging.Logger("twilio", level=logging.CRITICAL)


def enviar(sms: SmsSaliente) -> str:
    """Send the SMS and return the provider's answer; raise `FalloDeEnvio` if it wasn't taken."""
    if settings.PORTAL_DEMO:
        return buzon.guardar_sms(destinatario=sms.destinatario, texto=sms.texto or "")
    if not settings.TWILIO_ACCOUNT_SID or not settings.TWILIO_AUTH_TOKEN:
        # The library would post the text without credentials.
        raise FalloDeEnvio("TWILIO_ACCOUNT_SID o TWILIO_AUTH_TOKEN: faltan.", permanente=False)
    http = TwilioHttpClient(timeout=ESPERA, logger=_silencio)
    try:
        return _publicar(sms, http)
    except (TwilioRestException, TwilioServiceException) as error:
        raise FalloDeEnvio(
            f"{error.status} {error.code}: {error}",
            permanente=http_permanente(error.status) and error.code not in CODIGOS_PASAJEROS,
        ) from error
    except (TwilioException, requests.RequestException, ValueError) as error:
        # ValueError: an answer that isn't JSON, as a proxy in between may give.
        raise FalloDeEnvio(f"{type(error).__name__}: {error}", permanente=False) from error
    finally:
        if http.session is not None:
            http.session.close()


def _publicar(sms: SmsSaliente, http: TwilioHttpClient) -> str:
    cliente = Client(
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http, environment={}
    )
    cliente.api.base_url = settings.TWILIO_API_URL
    mensaje = cliente.messages.create(
        to=sms.destinatario, from_=settings.TWILIO_NUMERO, body=sms.texto or ""
    )
    return f"{mensaje.status} {mensaje.sid}"

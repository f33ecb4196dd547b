"""Sending one SMS through Twilio, or into the demo inbox."""

import logging
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

import requests
from django.conf import settings
from django.urls import reverse
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from portal.mensajes import buzon
from portal.mensajes.clientes.fallo import FalloDeEnvio, http_permanente
from portal.mensajes.enums import EstadoEntrega
from portal.mensajes.models import SmsSaliente

ESPERA = 20.0  # seconds
# https://www.twilio.com/docs/api/errors: the sender's queue is full, though the status is 400.
CODIGOS_PASAJEROS = frozenset({21611, 30001})
# https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
ENTREGAS = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending"), EstadoEntrega.EN_COLA),
    "sent": EstadoEntrega.EN_CAMINO,
    **dict.fromkeys(("delivered", "read"), EstadoEntrega.ENTREGADO),
    "undelivered": EstadoEntrega.NO_ENTREGADO,
    **dict.fromkeys(("failed", "canceled"), EstadoEntrega.FALLIDO),
}
# Twilio's client logs addresses and headers of every call at INFO.
_silencio = logging.Logger("twilio", level=logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class AcuseSms:
    """The provider's words, its name for the message (None in the demo), and where it stands."""

    respuesta: str
    sid: str | None
    entrega: EstadoEntrega


def enviar(sms: SmsSaliente) -> AcuseSms:
    """Send the SMS and return the provider's answer; raise `FalloDeEnvio` if it wasn't taken."""
    if settings.PORTAL_DEMO:
        respuesta = buzon.guardar_sms(destinatario=sms.destinatario, texto=sms.texto or "")
        return AcuseSms(respuesta, None, EstadoEntrega.ENTREGADO)
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


def direccion_de_avisos(pk: uuid.UUID) -> str | None:
    """Return where Twilio is to report what becomes of a message; None if it can't reach us.

    The key goes along because the first report may come before we have recorded the SID.
    """
    if not settings.PORTAL_URL.startswith("https://"):
        return None
    return f"{settings.PORTAL_URL}{reverse('webhooks:twilio_estado')}?{urlencode({'mensaje': pk})}"


def _publicar(sms: SmsSaliente, http: TwilioHttpClient) -> AcuseSms:
    cliente = Client(
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http, environment={}
    )
    cliente.api.base_url = settings.TWILIO_API_URL
    # A number, or a messaging service, whose names begin with MG.
    clase = "messaging_service_sid" if settings.TWILIO_NUMERO.startswith("MG") else "from_"
    datos = {clase: settings.TWILIO_NUMERO}
    if avisos := direccion_de_avisos(sms.pk):
        datos["status_callback"] = avisos
    mensaje = cliente.messages.create(to=sms.destinatario, body=sms.texto or "", **datos)
    entrega = ENTREGAS.get(mensaje.status, EstadoEntrega.EN_COLA)
    return AcuseSms(f"{mensaje.status} {mensaje.sid}", mensaje.sid, entrega)

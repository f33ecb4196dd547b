"""What Twilio reports about an SMS that it took.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import logging
import re
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.request_validator import RequestValidator

from portal.mensajes.clientes.sms import ENTREGAS
from portal.mensajes.models import SmsSaliente

# https://www.twilio.com/docs/glossary/what-is-a-sid
SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
logger = logging.getLogger("portal.mensajes")


@csrf_exempt
@require_POST
def twilio_estado(request: HttpRequest) -> HttpResponse:
    """Record one report; 403 unless Twilio signed it, 204 whether or not it told anything new."""
    if not _firmado_por_twilio(request):
        return HttpResponse(status=403)
    sid = request.POST.get("MessageSid", "")
    entrega = ENTREGAS.get(request.POST.get("MessageStatus", ""))
    sms = _buscar(sid, request.GET.get("mensaje", ""))
    if sms and entrega:
        error = request.POST.get("ErrorCode", "")[:10]
        if sms.anotar_entrega(entrega, sid=sid, error=error):
            logger.info(
                "entrega de un SMS",
                extra={"mensaje": str(sms.pk), "entrega": entrega, "codigo": error},
            )
    return HttpResponse(status=204)


def _firmado_por_twilio(request: HttpRequest) -> bool:
    if not settings.TWILIO_AUTH_TOKEN:
        return False
    # Twilio signs the address that it called; behind proxies the request no longer tells it.
    direccion = f"{settings.PORTAL_URL}{request.get_full_path()}"
    firma = request.headers.get("X-Twilio-Signature", "")
    validador = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    return bool(validador.validate(direccion, request.POST, firma))


def _buscar(sid: str, clave: str) -> SmsSaliente | None:
    if not SID.fullmatch(sid):
        return None
    ligeros = SmsSaliente.objects.defer(*SmsSaliente.CONTENIDO)
    if conocido := ligeros.filter(sid=sid).first():
        return conocido
    try:
        return ligeros.filter(pk=uuid.UUID(clave)).first()
    except ValueError:
        return None


app_name = "webhooks"
urlpatterns = [path("twilio/estado/", twilio_estado, name="twilio_estado")]

"""Mail that SendGrid posts (Inbound Parse): Anymail checks the secret, we keep the raw message.

The webhook must be set to post the raw, full MIME message: only that is the mail as it came.
What SendGrid found out about the sender comes beside it, and goes above it as a header.
https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
"""

import json
import logging
import re
import warnings
from dataclasses import dataclass
from typing import Any, Final

from anymail.exceptions import AnymailNotSupportedWarning, AnymailWebhookValidationFailure
from anymail.webhooks.sendgrid import SendGridInboundWebhookView
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from mesa_ayuda.entrada.autenticidad import CABECERA, nombre_del_webhook
from mesa_ayuda.entrada.recepcion import buzon_predeterminado, recibir
from mesa_ayuda.models import Buzon

logger = logging.getLogger("mesa_ayuda.entrada")
CUERPO_MAXIMO: Final = 40 * 1024 * 1024
"""Bytes of a request: SendGrid posts mails of up to 30 MB."""
# «pass»; «{@correo.example : pass, @otro.example : fail}».
RESULTADO: Final = re.compile(rb"[A-Za-z]{1,12}")
DOMINIO: Final = re.compile(rb"[A-Za-z0-9.-]{1,253}")
DKIM: Final = re.compile(rb"@([A-Za-z0-9.-]{1,253}) *: *([A-Za-z]{1,12})")
NOMBRE: Final = re.compile(rb'\bname="?([^";\r\n]+)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sobre:
    """To which addresses the mail was delivered, and which one its server gave as the sender."""

    destinos: tuple[str, ...]
    remitente: str


class EntradaSendGrid(SendGridInboundWebhookView):  # type: ignore[misc]  # Anymail has no types
    """Takes one mail per request; 200 only once it is stored, so that SendGrid tries again."""

    def __init__(self, **kwargs: Any) -> None:
        with warnings.catch_warnings():
            # Its maintainers can't test SendGrid; our tests do.
            warnings.simplefilter("ignore", AnymailNotSupportedWarning)
            super().__init__(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the secret before reading anything, then store."""
        if not self.basic_auth:
            logger.error("llegó un correo y no hay ANYMAIL_WEBHOOK_SECRET")
            return HttpResponse(status=503)
        try:
            self.run_validators(request)
        except AnymailWebhookValidationFailure:
            return HttpResponse(status=403)
        # Not request.POST: what forms may bring is far less than a mail.
        cuerpo = request.read(CUERPO_MAXIMO + 1)
        if len(cuerpo) > CUERPO_MAXIMO:
            return HttpResponse(status=413)
        campos = _campos(request.headers.get("Content-Type", ""), cuerpo)
        crudo = campos.get("email")
        if crudo is None:
            # Kept by SendGrid for three days while somebody mends the setting.
            logger.error("el webhook de entrada no está en modo «raw, full MIME»")
            return HttpResponse(status=503)
        sobre = _sobre(campos.get("envelope", b""))
        recibir(buzon=_buzon(sobre), crudo=_comprobado(campos, sobre) + crudo)
        return HttpResponse(status=200)


def _campos(tipo: str, cuerpo: bytes) -> dict[str, bytes]:
    """Return the fields of a multipart/form-data body, byte by byte as they came (RFC 7578)."""
    principal, parametros = parse_header_parameters(tipo)
    limite = parametros.get("boundary", "")
    if principal != "multipart/form-data" or not limite:
        return {}
    campos: dict[str, bytes] = {}
    separador = b"\r\n--" + limite.encode("ascii", "replace")
    for parte in (b"\r\n" + cuerpo).split(separador)[1:]:
        cabeceras, hueco, valor = parte.partition(b"\r\n\r\n")
        nombre = NOMBRE.search(cabeceras)
        if hueco and nombre:
            campos.setdefault(nombre[1].decode("utf-8", "replace"), valor)
    return campos


def _sobre(campo: bytes) -> Sobre:
    try:
        datos = json.loads(campo)
        destinos = tuple(str(destino).lower() for destino in datos["to"])
        return Sobre(destinos, str(datos.get("from", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Sobre((), "")


def _comprobado(campos: dict[str, bytes], sobre: Sobre) -> bytes:
    """Return what SendGrid found out about the sender as the header that other receivers write.

    It stands above those that came with the mail, also where SendGrid says nothing.
    """
    spf = RESULTADO.fullmatch(campos.get("SPF", b"").strip())
    dominio = DOMINIO.fullmatch(sobre.remitente.rpartition("@")[2].encode("ascii", "replace"))
    hallados = []
    if spf:
        hallados.append(b"spf=" + spf[0] + (b" smtp.mailfrom=" + dominio[0] if dominio else b""))
    for firmante, resultado in DKIM.findall(campos.get("dkim", b"")[:2_000]):
        hallados.append(b"dkim=" + resultado + b" header.d=" + firmante)
    nombre = f"{CABECERA}: {nombre_del_webhook()}".encode()
    return b"; ".join([nombre, *(hallados or [b"none"])]) + b"\r\n"


def _buzon(sobre: Sobre) -> Buzon:
    """Return the mailbox that the envelope names, or else the first one."""
    for buzon in Buzon.objects.filter(activo=True):
        if buzon.direccion.lower() in sobre.destinos:
            return buzon
    return buzon_predeterminado()

"""The PIN of manual 004 §10: sent by SMS to the registered mobile, redeemed once.

The last one sent for a password is the one that counts, whichever of its holder's browsers asked
for it. Every function here wants the password's row locked by the caller's transaction.
"""

from datetime import timedelta
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone

from contrasenas.models import Activacion, Contrasena, Pin
from portal import codigos
from portal.mensajes.enums import EstadoEntrega, EstadoMensaje
from portal.mensajes.models import SmsSaliente
from portal.mensajes.servicios import encolar_sms

DURACION: Final = timedelta(minutes=10)
ESPERA: Final = timedelta(seconds=60)
INTENTOS: Final = 3
POR_HORA: Final = 3
HORA: Final = timedelta(hours=1)
USO: Final = "contrasenas.pin"
# GSM 03.38 letters alone: with any other the message would take two.
TEXTO: Final = (
    "{pin} es su PIN para activar la clave de usuario verificado ante el Registro Mercantil. "
    "Vence en {minutos} minutos. No lo comparta con nadie."
)
SMS_PERDIDO: Final = (EstadoMensaje.FALLIDO, EstadoMensaje.ANULADO)
ENTREGA_PERDIDA: Final = (EstadoEntrega.NO_ENTREGADO, EstadoEntrega.FALLIDO)


class PinEnEspera(Exception):
    """Another PIN can't be sent yet; `segundos` says when."""

    def __init__(self, espera: timedelta) -> None:
        super().__init__("otro PIN todavía no")
        self.segundos = max(1, int(espera.total_seconds()))


def enviar(*, contrasena: Contrasena, activacion: Activacion) -> Pin:
    """Send a new PIN; the earlier ones stop working. Raises `PinEnEspera`."""
    ahora = timezone.now()
    recientes = list(
        _de(contrasena).filter(creado__gt=ahora - HORA).values_list("creado", flat=True)[:POR_HORA]
    )
    if recientes and recientes[0] + ESPERA > ahora:
        raise PinEnEspera(recientes[0] + ESPERA - ahora)
    if len(recientes) == POR_HORA:
        raise PinEnEspera(recientes[-1] + HORA - ahora)
    codigo = codigos.generar()
    pin = Pin.objects.create(activacion=activacion, vence=ahora + DURACION)
    pin.huella = codigos.huella(USO, pin.pk, codigo)
    pin.sms = encolar_sms(
        proposito="PIN de activación",
        destinatario=contrasena.celular,
        texto=TEXTO.format(pin=codigo, minutos=DURACION // timedelta(minutes=1)),
        confidencial=True,
        caduca=pin.vence,
    )
    pin.save(update_fields=["huella", "sms"])
    return pin


def canjear(*, contrasena: Contrasena, codigo: str) -> Pin | None:
    """Use up the last PIN; None if it is wrong, used, expired or worn out, and that try counts."""
    pin = _de(contrasena).select_related("sms").first()
    if pin is None:
        return None
    ahora = timezone.now()
    utilizable = Pin.objects.filter(
        pk=pin.pk, usado_en=None, vence__gt=ahora, intentos__lt=INTENTOS
    )
    if codigos.coincide(USO, pin.pk, codigo, pin.huella):
        return pin if utilizable.update(usado_en=ahora) == 1 else None
    utilizable.update(intentos=F("intentos") + 1)
    return None


def invalidar(*, activacion: Activacion) -> None:
    """Make what a request that ended was waiting for worthless."""
    ahora = timezone.now()
    activacion.pines.filter(usado_en=None, vence__gt=ahora).update(vence=ahora)


def ultimo_sms(contrasena: Contrasena) -> SmsSaliente | None:
    """Return the SMS of the last PIN, if it is still kept."""
    pin = _de(contrasena).select_related("sms").first()
    return pin.sms if pin else None


def se_perdio(sms: SmsSaliente | None) -> bool:
    """Whether the SMS is known not to have arrived: ours to send, Twilio's, or the carrier's."""
    if sms is None:
        return False
    return sms.estado in SMS_PERDIDO or sms.entrega in ENTREGA_PERDIDA


def _de(contrasena: Contrasena) -> QuerySet[Pin]:
    return Pin.objects.filter(activacion__contrasena=contrasena).order_by("-pk")

"""Claim → commit → call → record (rule 1 of the design), and the repair of lost claims.

A message leaves at least once: a worker that dies between the provider's yes and our record
makes it leave again, an e-mail under the same Message-ID.
"""

import logging
import uuid
from collections.abc import Callable
from typing import TypeVar

from django.utils import timezone

from portal.mensajes.clientes import correo as cliente_correo
from portal.mensajes.clientes import sms as cliente_sms
from portal.mensajes.clientes.fallo import FalloDeEnvio
from portal.mensajes.errores import EstadoInvalido
from portal.mensajes.lineas import sin_direcciones
from portal.mensajes.models import CorreoSaliente, MensajeSaliente, SmsSaliente
from portal.mensajes.politica import BARRIDO_MAXIMO

logger = logging.getLogger("portal.mensajes")
M = TypeVar("M", bound=MensajeSaliente)
CADUCADO = "Dejó de servir antes de que se pudiera enviar."


def enviar_correo(*, pk: uuid.UUID | str) -> bool:
    """Send the mail if this worker wins its claim; return whether it has left."""
    return _enviar(CorreoSaliente, pk, cliente_correo.enviar)


def enviar_sms(*, pk: uuid.UUID | str) -> bool:
    """Send the SMS if this worker wins its claim; return whether it has left."""
    return _enviar(SmsSaliente, pk, _entregar_sms)


def recuperar(modelo: type[MensajeSaliente]) -> list[uuid.UUID]:
    """Release the claims of dead workers, and return the keys of rows that are due (a batch)."""
    for mensaje in modelo.objects.atascados().defer(*modelo.CONTENIDO)[:BARRIDO_MAXIMO]:
        _anotar_fallo(
            mensaje, FalloDeEnvio("El proceso que lo enviaba se interrumpió.", permanente=False)
        )
    listos = modelo.objects.listos().order_by("proximo_intento")
    return list(listos.values_list("pk", flat=True)[:BARRIDO_MAXIMO])


def _enviar(modelo: type[M], pk: uuid.UUID | str, llamar: Callable[[M], str]) -> bool:
    mensaje = modelo.reclamar(pk)
    if mensaje is None:
        return False
    if mensaje.caduca and mensaje.caduca <= timezone.now():
        _anotar_fallo(mensaje, FalloDeEnvio(CADUCADO, permanente=True))
        return False
    try:
        respuesta = llamar(mensaje)
    except FalloDeEnvio as fallo:
        _anotar_fallo(mensaje, fallo)
        return False
    except Exception as error:
        # A defect of ours or the task's time limit: the row must not stay claimed. Celery would
        # log the exception's text, which may name the recipient; our log names class and frames.
        logger.exception("defecto al enviar", extra=_datos(mensaje))
        _anotar_fallo(mensaje, FalloDeEnvio(type(error).__name__, permanente=False))
        return False
    _anotar_envio(mensaje, respuesta)
    return True


def _entregar_sms(sms: SmsSaliente) -> str:
    acuse = cliente_sms.enviar(sms)
    sms.anotar_entrega(acuse.entrega, sid=acuse.sid)
    return acuse.respuesta


def _anotar_envio(mensaje: MensajeSaliente, respuesta: str) -> None:
    try:
        mensaje.marcar_enviado(respuesta)
    except EstadoInvalido:
        logger.warning("mensaje enviado dos veces", extra=_datos(mensaje))
    else:
        logger.info("mensaje enviado", extra=_datos(mensaje))


def _anotar_fallo(mensaje: MensajeSaliente, fallo: FalloDeEnvio) -> None:
    datos = {"permanente": fallo.permanente, "respuesta": sin_direcciones(fallo.respuesta)}
    try:
        mensaje.marcar_fallo(fallo.respuesta, permanente=fallo.permanente)
    except EstadoInvalido:
        logger.warning("fallo de un reclamo perdido", extra=_datos(mensaje) | datos)
    else:
        logger.warning("mensaje no enviado", extra=_datos(mensaje) | datos)


def _datos(mensaje: MensajeSaliente) -> dict[str, object]:
    return {
        "mensaje": str(mensaje.pk),
        "proposito": mensaje.proposito,
        "estado_mensaje": mensaje.estado,
        "intento": mensaje.intentos,
    }

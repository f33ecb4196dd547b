"""Acts of a password's holder: ask for the activation, prove it with the PIN, give it up, refuse.

Each locks the password's row first, so that whatever happens at the same time happens in a row.
"""

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from contrasenas.activacion import pines, textos
from contrasenas.activacion.datos import Datos, Visita
from contrasenas.activacion.reconocer import reconocer
from contrasenas.activacion.verificar import verificar_usuario
from contrasenas.enums import EstadoActivacion, EstadoContrasena, Resultado
from contrasenas.models import Activacion, Contrasena
from portal.firma.enums import EstadoDocumento
from portal.firma.models import DocumentoFirmado
from portal.firma.servicios import cambiar_estado

PLAZO: Final = timedelta(hours=1)
"""How long a request waits for its PIN: as long as three of them may be asked for."""


def solicitar(*, datos: Datos, ficha: str, visita: Visita) -> tuple[Resultado, Activacion | None]:
    """Begin an activation: send the PIN, or activate at once where the password is enough.

    `ESPERA_PIN` also where a PIN was sent a moment ago, or no other may be sent yet. `RECHAZADA`
    says the same of wrong, expired, unknown, cancelled and locked.
    """
    with transaction.atomic():
        contrasena = reconocer(datos=datos, ficha=ficha)
        if contrasena is None:
            return Resultado.RECHAZADA, None
        activacion = Activacion.objects.create(
            contrasena=contrasena,
            texto=textos.guardar_vigente(),
            ip=visita.ip,
            agente=visita.agente,
            vence=timezone.now() + PLAZO,
        )
        if not contrasena.pide_pin:
            return _activar(contrasena, activacion, sms_id=""), activacion
        # The last one sent still counts, and the page says when another may be asked for.
        with suppress(pines.PinEnEspera):
            pines.enviar(contrasena=contrasena, activacion=activacion)
        return Resultado.ESPERA_PIN, activacion


def enviar_otro_pin(*, activacion_id: uuid.UUID) -> bool:
    """Send another PIN; False if the request no longer waits. Raises `PinEnEspera`."""
    with transaction.atomic():
        contrasena, activacion = _bloquear(activacion_id)
        if contrasena is None or activacion is None or not activacion.espera(timezone.now()):
            return False
        pines.enviar(contrasena=contrasena, activacion=activacion)
        return True


def activar_con_pin(*, activacion_id: uuid.UUID, codigo: str) -> Resultado:
    """Redeem the PIN and make the verified user; again for the same request, say it was done."""
    with transaction.atomic():
        contrasena, activacion = _bloquear(activacion_id)
        if contrasena is None or activacion is None:
            return Resultado.CERRADA
        if activacion.estado == EstadoActivacion.ACTIVADA:
            return Resultado.ACTIVADA
        if not activacion.espera(timezone.now()):
            return Resultado.CERRADA
        pin = pines.canjear(contrasena=contrasena, codigo=codigo)
        if pin is None:
            return Resultado.RECHAZADA
        sms_id = (pin.sms.sid or str(pin.sms.pk)) if pin.sms else ""
        return _activar(contrasena, activacion, sms_id=sms_id)


def abandonar(*, activacion_id: uuid.UUID) -> None:
    """Cancel the request, and only it: the password can be activated another day."""
    with transaction.atomic():
        _, activacion = _bloquear(activacion_id)
        if activacion is not None and activacion.terminar(EstadoActivacion.ABANDONADA):
            pines.invalidar(activacion=activacion)


def rechazar_con_ficha(*, ficha: str) -> bool:
    """Cancel the password of a link; False if there is none that could be activated."""
    with transaction.atomic():
        filas = Contrasena.objects.select_for_update(of=("self",), no_key=True)
        contrasena = filas.con_ficha(ficha).first()
        return contrasena is not None and _cancelar(contrasena)


def rechazar_con_datos(*, datos: Datos) -> bool:
    """Cancel the password of the four data; False if they are not right."""
    with transaction.atomic():
        contrasena = reconocer(datos=datos, ficha="")
        return contrasena is not None and _cancelar(contrasena)


def _bloquear(activacion_id: uuid.UUID) -> tuple[Contrasena | None, Activacion | None]:
    filas = Contrasena.objects.select_for_update(of=("self",), no_key=True)
    contrasena = filas.select_related("camara").filter(activaciones=activacion_id).first()
    if contrasena is None:
        return None, None
    # Read after the lock: what another transaction did is seen.
    activacion = Activacion.objects.filter(pk=activacion_id).first()
    if activacion is not None:
        activacion.contrasena = contrasena
    return contrasena, activacion


def _activar(contrasena: Contrasena, activacion: Activacion, *, sms_id: str) -> Resultado:
    if not verificar_usuario(contrasena=contrasena, activacion=activacion, sms_id=sms_id):
        # The person became verified some other way meanwhile: this password opens nothing more.
        _cancelar(contrasena)
        return Resultado.YA_VERIFICADA
    contrasena.activar()
    activacion.terminar(EstadoActivacion.ACTIVADA)
    _cambiar_documento(contrasena, EstadoDocumento.USADO)
    return Resultado.ACTIVADA


def _cancelar(contrasena: Contrasena) -> bool:
    if not contrasena.cancelar():
        return contrasena.estado == EstadoContrasena.CANCELADA
    for activacion in contrasena.activaciones.filter(estado=EstadoActivacion.PENDIENTE):
        activacion.terminar(EstadoActivacion.ABANDONADA)
        pines.invalidar(activacion=activacion)
    _cambiar_documento(contrasena, EstadoDocumento.ANULADO)
    return True


def _cambiar_documento(contrasena: Contrasena, estado: EstadoDocumento) -> None:
    if contrasena.documento is not None:
        documentos = DocumentoFirmado.objects.filter(pk=contrasena.documento)
        cambiar_estado(documentos=documentos, estado=estado)

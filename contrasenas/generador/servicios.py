"""Enviar from the screen: what was confirmed once is sent once."""

from django.db import transaction
from django.db.models import Max

from contrasenas.envio import creacion
from contrasenas.envio.excepciones import EstadoInvalido
from contrasenas.envio.servicios import crear_lote, crear_lote_de_prueba
from contrasenas.models import Camara, Lote
from portal.usuarios.models import Usuario


def numero_siguiente(camara: Camara, ano: int) -> int:
    """Return the number that the next packet of the year will have."""
    lotes = Lote.objects.filter(camara=camara, ano=ano)
    return int(lotes.aggregate(Max("numero"))["numero__max"] or 0) + 1


@transaction.atomic
def enviar(
    *,
    camara: Camara,
    ano: int,
    siguiente: int,
    actor: Usuario,
    cantidad: int = 0,
    correo: str = "",
    celular: str = "",
) -> Lote:
    """Make the packet number `siguiente`: of so many mails, or the test to `correo`.

    A button pressed twice, and a colleague who was quicker, find that number taken: raises
    EstadoInvalido then, and besides what `crear_lote` and `crear_lote_de_prueba` raise.
    """
    creacion.bloquear(camara)
    if numero_siguiente(camara, ano) != siguiente:
        raise EstadoInvalido(
            "Mientras usted confirmaba se creó otro paquete, tal vez por oprimir dos veces el "
            "botón. Revise la lista de paquetes antes de enviar de nuevo."
        )
    if correo:
        return crear_lote_de_prueba(
            camara=camara, ano=ano, correo=correo, celular=celular, actor=actor
        )
    return crear_lote(camara=camara, ano=ano, cantidad=cantidad, actor=actor)

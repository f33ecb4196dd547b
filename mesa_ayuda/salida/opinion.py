"""Asking the customer's opinion once a case is closed: one mail in a case's life."""

from django.db import transaction

from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso, Encuesta
from mesa_ayuda.salida.correos import enviar_encuesta
from portal.mensajes.models import CorreoSaliente


@transaction.atomic
def pedir_opinion(*, caso: int) -> CorreoSaliente | None:
    """Mail the survey of a closed case to its contact; None where there is nothing to ask.

    The survey's row says that it was asked, or answered already: who opens the case again and
    closes it hears nothing more. Only a contact with access can answer; what was merged goes on
    elsewhere.
    """
    cerrado = (
        Caso.objects.filter(
            pk=caso, estado=Estado.CERRADO, fusionado_en=None, contacto__is_active=True
        )
        .exclude(contacto__email="")
        .select_related("contacto")
        .defer("descripcion", "busqueda")
        .first()
    )
    if cerrado is None:
        return None
    _, nueva = Encuesta.objects.get_or_create(caso=cerrado)
    return enviar_encuesta(cerrado) if nueva else None

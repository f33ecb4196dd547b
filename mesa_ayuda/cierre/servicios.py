"""Closing the solved cases whose term to object has ended: once, whoever looks."""

import logging
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mesa_ayuda.casos import avisar, cambiar_estado
from mesa_ayuda.cierre.plazo import ultimo_dia
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso

log = logging.getLogger(__name__)
ORIGEN: Final = "cierre automático"


def cerrar_sin_objecion() -> int:
    """Close every solved case whose term has ended; return how many.

    One that fails doesn't stop the others: it is tried again the next day.
    """
    dias = settings.PORTAL_DIAS_PARA_CERRAR
    if not dias:
        return 0
    # Business days are never fewer than plain ones: each is looked at again on its own.
    antes = timezone.now() - timedelta(days=dias)
    resueltos = Caso.objects.filter(estado=Estado.RESUELTO, resuelto_en__lt=antes)
    cerrados = 0
    for pk in resueltos.order_by("resuelto_en").values_list("pk", flat=True).iterator():
        try:
            cerrados += cerrar_caso(pk=pk)
        except Exception:
            log.exception("No se pudo cerrar el caso %d", pk)
    return cerrados


@transaction.atomic
def cerrar_caso(*, pk: int) -> bool:
    """Close one solved case; False where its term goes on, or somebody has it in hand."""
    filas = Caso.objects.select_for_update(of=("self",), skip_locked=True)
    caso = filas.defer("descripcion", "busqueda").filter(pk=pk).first()
    ultimo = ultimo_dia(caso) if caso else None
    if caso is None or ultimo is None or timezone.localdate() <= ultimo:
        return False
    dias = settings.PORTAL_DIAS_PARA_CERRAR
    cuantos = "1 día hábil" if dias == 1 else f"{dias} días hábiles"
    motivo = f"Nadie objetó la solución en {cuantos}"
    cambiar_estado(caso=caso, a=Estado.CERRADO, actor=None, motivo=motivo, origen=ORIGEN)
    avisar(caso=caso, texto=f"{motivo}: caso cerrado.")
    return True

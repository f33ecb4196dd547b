"""Each day: tell staff which PQRSA are about to be due, once each."""

import logging
from typing import Final

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from mesa_ayuda.enums import TERMINADOS
from mesa_ayuda.escalamiento.avisos import correos_de
from mesa_ayuda.models import Nivel, Pqrsa
from mesa_ayuda.pqrsa import plazo
from mesa_ayuda.pqrsa.correos import enviar_por_vencer
from portal.calendario.servicios import festivos, sumar_dias_habiles
from portal.mensajes.errores import MensajeInvalido

log = logging.getLogger(__name__)

# Business days before the last one. No manual sets it.
DIAS_DE_AVISO: Final = 3


@shared_task
def avisar_por_vencer() -> int:
    """Mail whoever has the case, or else the first level; return how many were warned of.

    What is overdue already and was never warned of is told too.
    """
    hoy = timezone.localdate()
    hasta = sumar_dias_habiles(hoy, DIAS_DE_AVISO)
    filas = (
        Pqrsa.objects.pendientes()
        .vencen_hasta(hasta)
        .filter(aviso_vencimiento_en__isnull=True)
        .exclude(caso__estado__in=TERMINADOS)
        .select_related("caso__asignado")
        .por_plazo()
    )
    return sum(_avisar(pqrsa) for pqrsa in filas)


def _avisar(pqrsa: Pqrsa) -> bool:
    with transaction.atomic():
        # Claimed and queued together: of two workers one warns.
        primera = Pqrsa.objects.filter(pk=pqrsa.pk, aviso_vencimiento_en__isnull=True).update(
            aviso_vencimiento_en=timezone.now()
        )
        palabras = plazo.faltan(timezone.localdate(), pqrsa.plazo, festivos())
        enviados = sum(_escribir(pqrsa, uno, palabras) for uno in _a_quien(pqrsa))
        avisada = bool(primera and enviados)
        transaction.set_rollback(not avisada)
    return avisada


def _escribir(pqrsa: Pqrsa, correo: str, palabras: str) -> bool:
    """Mail one of them; an address that is none must not keep the others from being told."""
    try:
        enviar_por_vencer(pqrsa, correo, palabras)
    except MensajeInvalido:
        log.warning("Un correo a quien se avisa del caso %d no es válido", pqrsa.caso_id)
        return False
    return True


def _a_quien(pqrsa: Pqrsa) -> list[str]:
    asignado = pqrsa.caso.asignado
    if asignado is not None and asignado.is_active and asignado.email:
        return [asignado.email]
    return correos_de(Nivel.objects.get(numero=pqrsa.caso.nivel))

"""Until when a solution may be objected to before its case closes by itself.

No manual sets that term: `PORTAL_DIAS_PARA_CERRAR` business days, counted from the day after.
"""

from datetime import date

from django.conf import settings
from django.utils.timezone import localdate

from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso
from portal.calendario.servicios import sumar_dias_habiles


def ultimo_dia(caso: Caso) -> date | None:
    """Return the last day to object; None where the case isn't solved, or stays until closed."""
    dias = settings.PORTAL_DIAS_PARA_CERRAR
    if not dias or caso.estado != Estado.RESUELTO or caso.resuelto_en is None:
        return None
    return sumar_dias_habiles(localdate(caso.resuelto_en), dias)

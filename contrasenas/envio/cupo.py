"""How many mails a chamber may send now, by its transport's hourly and daily quota."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models.functions import Now
from django.utils import timezone

from contrasenas.enums import EstadoEnvio
from contrasenas.models import Camara, CorreoEntregado, Envio

HORA: Final = timedelta(hours=1)
DIA: Final = timedelta(days=1)
SIN_SITIO: Final = timedelta(minutes=1)
"""How long to wait where the rows on their way take up the whole quota."""


@dataclass(frozen=True, slots=True)
class Cupo:
    """`libres` mails may be claimed now; where none, one may at `hasta`, and `motivo` says why."""

    libres: int
    hasta: datetime | None = None
    motivo: str = ""


def cupo_de(camara: Camara) -> Cupo:
    """Count what left in the last hour and day, in every packet, and what is on its way.

    The caller holds the chamber's lock until what it claims is committed: two workers can't both
    take the last place.
    """
    en_camino = Envio.objects.filter(lote__camara=camara, estado=EstadoEnvio.ENVIANDO).count()
    cupos = [
        _en(camara, HORA, camara.cuota_hora, en_camino, "por hora"),
        _en(camara, DIA, camara.cuota_dia, en_camino, "por día"),
    ]
    agotados = [cupo for cupo in cupos if cupo.hasta is not None]
    if agotados:
        return max(agotados, key=lambda cupo: cupo.hasta or timezone.now())
    return min(cupos, key=lambda cupo: cupo.libres)


def _en(camara: Camara, ventana: timedelta, cuota: int, en_camino: int, como: str) -> Cupo:
    salidas = Envio.objects.filter(
        lote__camara=camara, estado=EstadoEnvio.ENVIADO, enviado_en__gt=Now() - ventana
    ).values_list("enviado_en")
    # Those whose password was wiped since left all the same.
    borradas = CorreoEntregado.objects.filter(camara=camara, enviada_en__gt=Now() - ventana)
    enviados = salidas.union(borradas.values_list("enviada_en"), all=True)
    libres = cuota - enviados.count() - en_camino
    if libres > 0:
        return Cupo(libres)
    hasta = timezone.now() + SIN_SITIO
    if en_camino < cuota:
        # The oldest of those that must have left the window for one more to fit in.
        (limite,) = enviados.order_by("-enviado_en")[cuota - en_camino - 1]
        hasta = max(hasta, limite + ventana) if limite else hasta
    return Cupo(0, hasta, f"Se completó la cuota de la cámara: {cuota} correos {como}.")

"""The queues of the staff's list: which open cases each holds, in what order, and how many.

A queue looks at open cases only, which partial indexes hold: few, however many have been closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from mesa_ayuda.agentes.agentes import sin_encargado
from mesa_ayuda.enums import ABIERTOS, CON_RELOJ, Estado
from mesa_ayuda.models import Caso
from portal.calendario import palabras
from portal.usuarios.models import Usuario

POR_VENCER: Final = timedelta(hours=4)
"""How long before it is due a case is shown as urgent."""
TOPE: Final = 1000
"""A queue is counted no further."""


class Cola(StrEnum):
    """A queue, as its address names it."""

    SIN_ASIGNAR = "sin-asignar"
    MIAS = "mias"
    POR_VENCER = "por-vencer"
    VENCIDAS = "vencidas"
    ABIERTAS = "abiertas"


NOMBRES: Final = {
    Cola.SIN_ASIGNAR: "Sin asignar",
    Cola.MIAS: "Mías",
    Cola.POR_VENCER: "Por vencer",
    Cola.VENCIDAS: "Vencidas",
    Cola.ABIERTAS: "Todas las abiertas",
}
POR_PLAZO: Final = (Cola.POR_VENCER, Cola.VENCIDAS)


@dataclass(frozen=True, slots=True)
class Conteo:
    """A queue with how many it holds; «1.000+» where nobody counted further."""

    cola: Cola
    nombre: str
    cuantos: int

    @property
    def texto(self) -> str:
        """The figure that its tab shows."""
        return "1.000+" if self.cuantos >= TOPE else str(self.cuantos)


def condicion(cola: Cola, usuario: Usuario, ahora: datetime) -> Q:
    """Return which cases a queue holds."""
    match cola:
        case Cola.SIN_ASIGNAR:
            return Q(estado__in=ABIERTOS) & sin_encargado()
        case Cola.MIAS:
            return Q(estado__in=ABIERTOS, asignado=usuario)
        case Cola.POR_VENCER:
            return Q(estado__in=CON_RELOJ, vence__gte=ahora, vence__lt=ahora + POR_VENCER)
        case Cola.VENCIDAS:
            return Q(estado__in=CON_RELOJ, vence__lt=ahora)
        case Cola.ABIERTAS:
            return Q(estado__in=ABIERTOS)


def filtrar(casos: QuerySet[Any], cola: Cola, usuario: Usuario) -> QuerySet[Any]:
    """Keep the cases of a queue."""
    return casos.filter(condicion(cola, usuario, timezone.now()))


def contar(usuario: Usuario) -> list[Conteo]:
    """Return every queue with its figure, each counted up to `TOPE`."""
    return [
        Conteo(cola, NOMBRES[cola], filtrar(Caso.objects.order_by(), cola, usuario)[:TOPE].count())
        for cola in Cola
    ]


def plazo_en_palabras(caso: Caso, ahora: datetime) -> tuple[str, str]:
    """Return when a case is due, as people say it, and the tone of the label."""
    if caso.estado == Estado.ESPERA and caso.vence is None:
        return "En pausa", "pendiente"
    if caso.vence is None or caso.estado not in ABIERTOS:
        return "Sin plazo en curso", "neutro"
    falta = caso.vence - ahora
    dias = abs(falta).days
    texto = f"{dias} días" if dias > 1 else palabras.espera(int(abs(falta).total_seconds()))
    if falta < timedelta():
        return f"Venció hace {texto}", "peligro"
    return f"Vence en {texto}", "atencion" if falta < POR_VENCER else "curso"

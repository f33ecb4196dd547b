"""Which rules a case has come to. Pure: no database, no clock.

A rule's minutes are working minutes of the case's own hours: «60 minutes before» what is due on
Monday at 7:30 is Saturday at 12:30, while there is somebody to read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mesa_ayuda.enums import Reloj
from portal.calendario.tiempo_habil import Calendario, CalendarioSinHorario


@dataclass(frozen=True, slots=True)
class Regla:
    """So many minutes after (negative: before) a target is due, the case goes to `nivel`."""

    clave: int
    reloj: Reloj
    prioridad: int | None
    minutos: int
    nivel: int


@dataclass(frozen=True, slots=True)
class Debida:
    """A rule whose moment has come, for the due moment of its target."""

    regla: Regla
    vencimiento: datetime

    @property
    def es_aviso(self) -> bool:
        """Whether it warns of what is still to be due."""
        return self.regla.minutos < 0


def debidas(
    reglas: Iterable[Regla],
    *,
    prioridad: int,
    vencimientos: Mapping[Reloj, datetime | None],
    calendario: Calendario,
    ahora: datetime,
) -> list[Debida]:
    """Return the rules whose moment has come, the one that decides first.

    That is the one of the highest level; among equals, what is overdue goes before a warning, and
    then what is due first. After an outage several come at once: only the first one acts.
    """
    halladas = [
        Debida(regla, vence)
        for regla in reglas
        if regla.prioridad in (None, prioridad)
        and (vence := vencimientos.get(regla.reloj)) is not None
        and llego(regla.minutos, vence, calendario, ahora)
    ]
    return sorted(halladas, key=lambda d: (-d.regla.nivel, d.es_aviso, d.vencimiento))


def llego(minutos: int, vence: datetime, calendario: Calendario, ahora: datetime) -> bool:
    """Whether `minutos` working minutes after (negative: before) `vence` have come."""
    try:
        if minutos < 0:
            return calendario.sumar_minutos(ahora, -minutos) >= vence
        return ahora >= vence and calendario.sumar_minutos(vence, minutos) <= ahora
    except CalendarioSinHorario:
        # Only the law's own term is due in hours that never open: then plain time has to do.
        return ahora >= vence

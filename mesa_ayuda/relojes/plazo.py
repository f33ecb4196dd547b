"""When a target is due, worked out from a case's history. Pure: no database, no clock.

- **Primera respuesta** counts from the opening to the first public message of the staff.
- **Actualización** counts from the last public message of the staff, and starts again with each.
  A customer who insists gives nobody more time; before the first answer, that target watches.
- **Solución** counts from the opening.

All three count working time in the states `CON_RELOJ` only: they stand still while the case waits
for the customer, end when it is solved, closed or cancelled, and go on from where they were when
it is opened again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from mesa_ayuda.enums import CON_RELOJ, Estado, Reloj
from portal.calendario.tiempo_habil import Calendario, CalendarioSinHorario


class Situacion(Enum):
    """How a clock stands now."""

    CORRE = "corre"
    EN_PAUSA = "en pausa"
    CUMPLIDO = "cumplido"
    TERMINADO = "terminado"
    SIN_EMPEZAR = "sin empezar"
    SIN_META = "sin meta"
    SIN_HORARIO = "sin horario"


@dataclass(frozen=True, slots=True)
class Historia:
    """What the clocks need of a case. `cambios`: (moment, state from then on), in order.

    Until the first change the case is new. The answers are public messages of the staff.
    """

    creado: datetime
    cambios: tuple[tuple[datetime, Estado], ...] = ()
    primera_respuesta: datetime | None = None
    ultima_respuesta: datetime | None = None

    @property
    def estado(self) -> Estado:
        """The state that the case is in now."""
        return self.cambios[-1][1] if self.cambios else Estado.NUEVO

    def tramos(self, desde: datetime) -> Iterator[tuple[datetime, datetime | None, Estado]]:
        """(start, end, state) of each stretch from `desde` on; the last has no end."""
        inicio, estado = self.creado, Estado.NUEVO
        for momento, siguiente in self.cambios:
            if momento > max(inicio, desde) and siguiente != estado:
                yield max(inicio, desde), momento, estado
                inicio = momento
            estado = siguiente
        yield max(inicio, desde), None, estado

    def hasta(self, momento: datetime) -> "Historia":
        """The same case as it was at that moment."""
        return replace(self, cambios=tuple(c for c in self.cambios if c[0] <= momento))


@dataclass(frozen=True, slots=True)
class Paso:
    """A stretch in one state; `contado` is the working time in it that the target took."""

    desde: datetime
    hasta: datetime | None
    estado: Estado
    contado: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Plazo:
    """A target of a case. `limite`: the moment at which its time was, or will be, used up.

    `falta` is the working time left where no such moment is known; `legal`: due by law.
    """

    reloj: Reloj
    situacion: Situacion
    minutos: int | None = None
    limite: datetime | None = None
    cumplido_en: datetime | None = None
    falta: timedelta = timedelta()
    pasos: tuple[Paso, ...] = ()
    legal: bool = False

    @property
    def vence(self) -> datetime | None:
        """When it is due; None once met or while the clock stands still."""
        return self.limite if self.situacion is Situacion.CORRE else None

    @property
    def a_tiempo(self) -> bool:
        """Whether it was met before its limit."""
        return self.cumplido_en is not None and (
            self.limite is None or self.cumplido_en <= self.limite
        )


def calcular(
    reloj: Reloj, *, minutos: int | None, calendario: Calendario, historia: Historia
) -> Plazo:
    """Return when that target of the case is due; `minutos` of working time, None: no target."""
    if minutos is None:
        return Plazo(reloj, Situacion.SIN_META)
    desde = historia.creado
    if reloj is Reloj.ACTUALIZACION:
        if historia.ultima_respuesta is None:
            return Plazo(reloj, Situacion.SIN_EMPEZAR, minutos)
        desde = historia.ultima_respuesta
    if reloj is Reloj.RESPUESTA and historia.primera_respuesta is not None:
        antes = historia.hasta(historia.primera_respuesta)
        plazo = _contar(reloj, minutos, calendario, antes, desde)
        return replace(plazo, situacion=Situacion.CUMPLIDO, cumplido_en=historia.primera_respuesta)
    return _contar(reloj, minutos, calendario, historia, desde)


def _contar(
    reloj: Reloj, minutos: int, calendario: Calendario, historia: Historia, desde: datetime
) -> Plazo:
    """Walk the history until the target's time is used up."""
    falta, limite, pasos = timedelta(minutes=minutos), None, []
    try:
        for inicio, fin, estado in historia.tramos(desde):
            contado = timedelta()
            if estado in CON_RELOJ:
                contado = falta if fin is None else calendario.tiempo_entre(inicio, fin)
                if contado >= falta:
                    limite = calendario.sumar_tiempo(inicio, falta)
                    pasos.append(Paso(inicio, limite, estado, falta))
                    falta = timedelta()
                    break
            pasos.append(Paso(inicio, fin, estado, contado))
            falta -= contado
    except CalendarioSinHorario:
        return Plazo(reloj, Situacion.SIN_HORARIO, minutos)
    return Plazo(
        reloj,
        situacion(historia.estado),
        minutos,
        limite,
        falta=falta,
        pasos=tuple(pasos),
        cumplido_en=terminado_en(historia) if reloj is Reloj.SOLUCION else None,
    )


def situacion(estado: Estado) -> Situacion:
    """How a clock stands in that state."""
    if estado in CON_RELOJ:
        return Situacion.CORRE
    return Situacion.EN_PAUSA if estado == Estado.ESPERA else Situacion.TERMINADO


def terminado_en(historia: Historia) -> datetime | None:
    """When the case that is solved, closed or cancelled now left the others' hands."""
    inicio = None
    for momento, estado in historia.cambios:
        termino = situacion(estado) is Situacion.TERMINADO
        inicio = (inicio or momento) if termino else None
    return inicio

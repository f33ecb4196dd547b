"""Pure business time: opening hours, working minutes and business days.

No database, no settings, no clock: every moment, holiday and time frame is an argument. Moments
are aware; they come back in the calendar's own zone. Arithmetic is done in UTC, so that it stays
right in a zone with daylight saving (America/Bogota has none since 1993).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")
MINUTOS_DEL_DIA = 24 * 60
# Longer than any closure that makes sense; a calendar that stays shut so long never opens.
HORIZONTE_DIAS = 370
SABADO = 5
_UN_DIA = timedelta(days=1)


class CalendarioSinHorario(Exception):
    """The calendar does not open within `HORIZONTE_DIAS` days: no due moment exists."""


@dataclass(frozen=True, slots=True)
class Franja:
    """A time frame of one day, `[inicio, fin)` in minutes after local midnight (0..1440).

    It holds only on the days from `desde` to `hasta`, both included; None leaves that end open.
    Raises ValueError when the frame is empty or leaves the day.
    """

    inicio: int
    fin: int
    desde: date | None = None
    hasta: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.inicio < self.fin <= MINUTOS_DEL_DIA:
            raise ValueError(f"Franja fuera del día o vacía: {self.inicio}..{self.fin}")

    @classmethod
    def de_horas(
        cls, abre: time, cierra: time, desde: date | None = None, hasta: date | None = None
    ) -> "Franja":
        """From clock times; midnight as closing time means the end of the day."""
        fin = cierra.hour * 60 + cierra.minute
        return cls(abre.hour * 60 + abre.minute, fin or MINUTOS_DEL_DIA, desde, hasta)

    @property
    def abre(self) -> time:
        """Opening time on the clock."""
        return time(self.inicio // 60, self.inicio % 60)

    @property
    def cierra(self) -> time:
        """Closing time on the clock; the end of the day is midnight, 0:00."""
        return time(self.fin // 60 % 24, self.fin % 60)

    def rige(self, dia: date) -> bool:
        """Whether the frame holds on that day."""
        return (self.desde is None or self.desde <= dia) and (
            self.hasta is None or dia <= self.hasta
        )


@dataclass(frozen=True, slots=True)
class Calendario:
    """Weekly time frames (key: weekday, Monday is 0), less holidays, in one zone.

    Frames that hold on the same day must not overlap: working time would count twice.
    """

    franjas: Mapping[int, tuple[Franja, ...]]
    festivos: frozenset[date] = frozenset()
    zona: ZoneInfo = field(default=BOGOTA)

    @classmethod
    def continuo(cls, zona: ZoneInfo = BOGOTA) -> "Calendario":
        """Open at every moment, holidays included (24×7)."""
        todo = (Franja(0, MINUTOS_DEL_DIA),)
        return cls(dict.fromkeys(range(7), todo), frozenset(), zona)

    def franjas_del(self, dia: date) -> tuple[Franja, ...]:
        """Frames in force on that day, in order; none on a holiday."""
        if dia in self.festivos:
            return ()
        del_dia = self.franjas.get(dia.weekday(), ())
        return tuple(sorted((f for f in del_dia if f.rige(dia)), key=lambda f: f.inicio))

    def abierto(self, momento: datetime) -> bool:
        """Whether the moment falls in a frame; the closing moment itself does not."""
        local = momento.astimezone(self.zona)
        minuto = local.hour * 60 + local.minute
        return any(f.inicio <= minuto < f.fin for f in self.franjas_del(local.date()))

    def proxima_apertura(self, momento: datetime) -> datetime | None:
        """First open moment not before `momento` (itself when open); None when it never opens."""
        for inicio, _fin in self._tramos(momento):
            return max(inicio, momento).astimezone(self.zona)
        return None

    def proximo_cierre(self, momento: datetime) -> datetime | None:
        """End of the opening that holds or follows `momento`; None when there is no such end.

        Frames that touch, across midnight too, are one opening.
        """
        cierre: datetime | None = None
        for inicio, fin in self._tramos(momento):
            if cierre is not None and inicio != cierre:
                return cierre.astimezone(self.zona)
            cierre = fin
        # The last opening within the horizon either ends there or has no end at all.
        limite = momento.astimezone(self.zona) + timedelta(days=HORIZONTE_DIAS)
        return None if cierre is None or cierre > limite else cierre.astimezone(self.zona)

    def sumar_minutos(self, desde: datetime, minutos: int) -> datetime:
        """First moment by which `minutos` working minutes have gone by since `desde`.

        It may be a closing moment (18:30 + 30 minutes is 19:00, not the next morning). Raises
        ValueError when `minutos` is negative, `CalendarioSinHorario` when it stays shut.
        """
        return self.sumar_tiempo(desde, timedelta(minutes=minutos))

    def sumar_tiempo(self, desde: datetime, falta: timedelta) -> datetime:
        """As `sumar_minutos`, for working time that is no whole number of minutes."""
        if falta < timedelta():
            raise ValueError("Los minutos no pueden ser negativos.")
        cursor = desde.astimezone(self.zona)
        while falta:
            ultimo = cursor
            for inicio, fin in self._tramos(cursor):
                inicio = max(inicio, cursor)
                if inicio + falta <= fin:
                    return (inicio + falta).astimezone(self.zona)
                falta, ultimo = falta - (fin - inicio), fin
            if ultimo == cursor:
                raise CalendarioSinHorario("El calendario no abre: no hay plazo que calcular.")
            cursor = ultimo
        return cursor.astimezone(self.zona)

    def tiempo_entre(self, desde: datetime, hasta: datetime) -> timedelta:
        """Working time in `[desde, hasta)`; zero when `hasta` is not after `desde`."""
        total = timedelta()
        dias = (hasta.astimezone(self.zona).date() - desde.astimezone(self.zona).date()).days
        for inicio, fin in self._tramos(desde, dias):
            total += max(min(fin, hasta) - max(inicio, desde), timedelta())
        return total

    def minutos_entre(self, desde: datetime, hasta: datetime) -> int:
        """Whole working minutes in `[desde, hasta)`; 0 when `hasta` is not after `desde`."""
        return self.tiempo_entre(desde, hasta) // timedelta(minutes=1)

    def _tramos(
        self, desde: datetime, dias: int = HORIZONTE_DIAS
    ) -> Iterator[tuple[datetime, datetime]]:
        """(start, end) in UTC of every frame that ends after `desde`, `dias` days onwards."""
        dia = desde.astimezone(self.zona).date()
        for _ in range(dias + 1):
            for franja in self.franjas_del(dia):
                fin = self._momento(dia, franja.fin)
                if fin > desde:
                    yield self._momento(dia, franja.inicio), fin
            dia += _UN_DIA

    def _momento(self, dia: date, minuto: int) -> datetime:
        dias, minuto = divmod(minuto, MINUTOS_DEL_DIA)
        hora = time(minuto // 60, minuto % 60, tzinfo=self.zona)
        return datetime.combine(dia + timedelta(days=dias), hora).astimezone(UTC)


def es_dia_habil(dia: date, festivos: Collection[date]) -> bool:
    """Whether the day counts for legal terms: Monday to Friday, no holiday (Ley 4/1913 art. 62)."""
    return dia.weekday() < SABADO and dia not in festivos


def sumar_dias_habiles(desde: date, dias: int, festivos: Collection[date]) -> date:
    """The day on which a term of `dias` business days ends, counted from the day after `desde`.

    Zero days is `desde` itself. Raises ValueError when `dias` is negative.
    """
    if dias < 0:
        raise ValueError("Los días hábiles no pueden ser negativos.")
    dia = desde
    while dias:
        dia += _UN_DIA
        dias -= es_dia_habil(dia, festivos)
    return dia


def dias_habiles_entre(desde: date, hasta: date, festivos: Collection[date]) -> int:
    """Business days in `(desde, hasta]`: the term that ends on `hasta`; negative when reversed."""
    if hasta < desde:
        return -dias_habiles_entre(hasta, desde, festivos)
    siguientes = (desde + timedelta(days=n + 1) for n in range((hasta - desde).days))
    return sum(es_dia_habil(dia, festivos) for dia in siguientes)

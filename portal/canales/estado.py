"""Whether a channel is open, and its hours, in words. Pure: the moment is an argument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from portal.calendario import palabras
from portal.calendario.tiempo_habil import Calendario, Franja

ABIERTO_SIEMPRE = "Abierto las 24 horas"
_DIAS_DE_LA_SEMANA = 7


@dataclass(frozen=True, slots=True)
class Estado:
    """What the tag says."""

    abierto: bool
    texto: str


@dataclass(frozen=True, slots=True)
class Renglon:
    """One line of opening hours: «Lunes a viernes» and «7:00 a. m. a 7:00 p. m.»."""

    dias: str
    horas: str

    def __str__(self) -> str:
        return f"{self.dias}: {self.horas}"


def estado_de(calendario: Calendario, ahora: datetime) -> Estado:
    """«Abierto hasta las 7:00 p. m.», «Abre el lunes a las 7:00 a. m.», «Abierto las 24 horas»."""
    hoy = ahora.astimezone(calendario.zona).date()
    if calendario.abierto(ahora):
        cierre = calendario.proximo_cierre(ahora)
        if cierre is None:
            return Estado(True, ABIERTO_SIEMPRE)
        dia = "" if cierre.date() == hoy else f"{palabras.dia_relativo(cierre.date(), hoy)} a "
        return Estado(True, f"Abierto hasta {dia}{palabras.a_la_hora(cierre)}")
    apertura = calendario.proxima_apertura(ahora)
    if apertura is None:
        return Estado(False, "Cerrado")
    dia = palabras.dia_relativo(apertura.date(), hoy)
    return Estado(False, f"Abre {dia} a {palabras.a_la_hora(apertura)}")


def horario_en_palabras(franjas: Mapping[int, tuple[Franja, ...]], hoy: date) -> list[Renglon]:
    """The hours of the seven days from `hoy`, from Monday; days alike share a line.

    Holidays are not looked at: these are the usual hours. A day without attention has no line.
    """
    por_dia: dict[int, str] = {}
    for siguiente in range(_DIAS_DE_LA_SEMANA):
        dia = hoy + timedelta(days=siguiente)
        del_dia = sorted(
            (f for f in franjas.get(dia.weekday(), ()) if f.rige(dia)), key=lambda f: f.inicio
        )
        por_dia[dia.weekday()] = " y ".join(_horas(franja) for franja in del_dia)
    renglones = []
    for horas, grupo in groupby(sorted(por_dia), key=lambda dia: por_dia[dia]):
        dias = list(grupo)
        if horas:
            renglones.append(Renglon(_dias(dias), horas))
    return renglones


def _horas(franja: Franja) -> str:
    return f"{palabras.hora(franja.abre)} a {palabras.hora(franja.cierra)}"


def _dias(dias: list[int]) -> str:
    """«Sábado», «Sábado y domingo», «Lunes a viernes», «Todos los días», of days in a row."""
    if len(dias) == _DIAS_DE_LA_SEMANA:
        return "Todos los días"
    primero, ultimo = palabras.DIAS[dias[0]].capitalize(), palabras.DIAS[dias[-1]]
    if len(dias) == 1:
        return primero
    son_dos = dias[1] == dias[-1]
    return f"{primero} {'y' if son_dos else 'a'} {ultimo}"

"""Business time with the holidays of the database."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from portal.calendario import tiempo_habil
from portal.calendario.enums import OrigenFestivo
from portal.calendario.ley import festivos_de_ley
from portal.calendario.memoria import Memoria
from portal.calendario.models import Festivo


def _cargar_festivos() -> tuple[dict[date, str], frozenset[date]]:
    nombres = dict(Festivo.objects.activos().values_list("fecha", "nombre"))
    return nombres, frozenset(nombres)


_festivos = Memoria(_cargar_festivos)


def festivos() -> frozenset[date]:
    """Every day closed, as of at most a minute ago."""
    return _festivos.leer()[1]


def proximos_festivos(*, desde: date, hasta: date) -> list[tuple[date, str]]:
    """(day, name) of the closures from `desde` to `hasta`, both included, in order."""
    nombres, _dias = _festivos.leer()
    return sorted((dia, nombre) for dia, nombre in nombres.items() if desde <= dia <= hasta)


def sumar_dias_habiles(desde: date, dias: int) -> date:
    """The day on which a term of `dias` business days ends, counted from the day after `desde`."""
    return tiempo_habil.sumar_dias_habiles(desde, dias, festivos())


def dias_habiles_entre(desde: date, hasta: date) -> int:
    """Business days in `(desde, hasta]`; negative when reversed."""
    return tiempo_habil.dias_habiles_entre(desde, hasta, festivos())


@transaction.atomic
def sembrar_festivos(*, anios: Collection[int]) -> int:
    """Add the legal holidays of those years that have no row yet; return how many.

    A day that staff switched off or took for a closure of their own stays as they left it.
    """
    de_ley = festivos_de_ley(anios)
    presentes = set(Festivo.objects.filter(fecha__in=de_ley).values_list("fecha", flat=True))
    nuevos = [
        Festivo(fecha=dia, nombre=nombre, origen=OrigenFestivo.LEY)
        for dia, nombre in de_ley.items()
        if dia not in presentes
    ]
    Festivo.objects.bulk_create(nuevos, ignore_conflicts=True)
    return len(nuevos)

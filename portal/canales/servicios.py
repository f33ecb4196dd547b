"""The channels and escalation levels in force, and which channels are open."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone

from portal.calendario.memoria import Memoria
from portal.calendario.servicios import festivos
from portal.calendario.tiempo_habil import BOGOTA, Franja
from portal.canales.enums import TipoCanal, TipoSolicitud
from portal.canales.fichas import CanalAhora, Ficha
from portal.canales.models import Canal, ContactoEscalamiento, HorarioCanal, NivelEscalamiento


def _cargar_fichas() -> tuple[Ficha, ...]:
    hoy = timezone.localdate(timezone=BOGOTA)
    return tuple(
        _ficha(canal)
        for canal in Canal.objects.sin_terminar(hoy).prefetch_related(
            Prefetch("horarios", HorarioCanal.objects.sin_terminar(hoy))
        )
    )


def _ficha(canal: Canal) -> Ficha:
    franjas: dict[int, list[Franja]] = defaultdict(list)
    for horario in canal.horarios.all():
        franjas[horario.dia_semana].append(
            Franja.de_horas(
                horario.abre, horario.cierra, horario.vigente_desde, horario.vigente_hasta
            )
        )
    return Ficha(
        clave=canal.clave,
        nombre=canal.nombre,
        tipo=TipoCanal(canal.tipo),
        tipo_solicitud=TipoSolicitud(canal.tipo_solicitud),
        valor=canal.valor,
        enlace=canal.enlace,
        opciones=canal.opciones,
        extensiones=canal.extensiones,
        descripcion=canal.descripcion,
        atiende_siempre=canal.atiende_siempre,
        desde=canal.vigente_desde,
        hasta=canal.vigente_hasta,
        franjas={dia: tuple(del_dia) for dia, del_dia in franjas.items()},
    )


_fichas = Memoria(_cargar_fichas)


@dataclass(frozen=True, slots=True)
class _Cuadro:
    """The states of one minute, and the very values that they were worked out from."""

    minuto: datetime
    fichas: tuple[Ficha, ...]
    festivos: frozenset[date]
    canales: tuple[CanalAhora, ...]


_ultimo: _Cuadro | None = None


def canales_en(ahora: datetime) -> tuple[CanalAhora, ...]:
    """Every channel in force on that day, in order, with its state at that moment.

    Hours begin and end on whole minutes: what was worked out in a minute serves all its pages.
    """
    global _ultimo
    minuto, fichas, cerrados = ahora.replace(second=0, microsecond=0), _fichas.leer(), festivos()
    cuadro = _ultimo
    if (
        cuadro is None
        or cuadro.minuto != minuto
        or cuadro.fichas is not fichas
        or cuadro.festivos is not cerrados
    ):
        dia = minuto.astimezone(BOGOTA).date()
        canales = tuple(
            CanalAhora.de(ficha, minuto, cerrados) for ficha in fichas if ficha.rige(dia)
        )
        _ultimo = cuadro = _Cuadro(minuto, fichas, cerrados, canales)
    return cuadro.canales


def canales_abiertos(ahora: datetime) -> list[CanalAhora]:
    """Those of `canales_en` that answer at that moment."""
    return [canal for canal in canales_en(ahora) if canal.estado.abierto]


def niveles_de_escalamiento(dia: date) -> list[NivelEscalamiento]:
    """The levels in force on that day, with the contacts in force as `contactos.all()`."""
    contactos = Prefetch("contactos", ContactoEscalamiento.objects.vigentes(dia))
    return list(NivelEscalamiento.objects.vigentes(dia).prefetch_related(contactos))

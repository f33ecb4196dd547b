"""Targets with their hours, as staff have set them."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from mesa_ayuda.enums import Reloj
from mesa_ayuda.models import FranjaHoraria, Horario, MetaAtencion
from portal.calendario.memoria import Memoria
from portal.calendario.models import Festivo
from portal.calendario.servicios import festivos
from portal.calendario.tiempo_habil import Calendario, Franja


@dataclass(frozen=True, slots=True)
class Meta:
    """The targets that hold for a case, in minutes of `calendario`; None: no such target."""

    horario: str = ""
    calendario: Calendario = field(default_factory=Calendario.continuo)
    minutos: Mapping[Reloj, int | None] = field(default_factory=dict)


SIN_META = Meta()


@dataclass(frozen=True, slots=True)
class Metas:
    """Every target; key: priority, and account or None."""

    por_clave: Mapping[tuple[int, int | None], Meta]

    def de(self, *, prioridad: int, cuenta: int | None) -> Meta:
        """The account's own targets of that priority, whole; else the general ones."""
        propia = self.por_clave.get((prioridad, cuenta))
        return propia or self.por_clave.get((prioridad, None), SIN_META)

    @property
    def calendarios(self) -> tuple[Calendario, ...]:
        """The calendars in use."""
        return tuple({id(m.calendario): m.calendario for m in self.por_clave.values()}.values())


def _cargar() -> Metas:
    calendarios = {horario.pk: _calendario(horario) for horario in _horarios()}
    metas = {
        (meta.prioridad, meta.cuenta_id): Meta(
            meta.horario.nombre,
            calendarios[meta.horario_id],
            {
                Reloj.RESPUESTA: meta.minutos_respuesta,
                Reloj.ACTUALIZACION: meta.minutos_actualizacion,
                Reloj.SOLUCION: meta.minutos_solucion,
            },
        )
        for meta in MetaAtencion.objects.select_related("horario")
    }
    return Metas(metas)


_metas = Memoria(_cargar)


def metas() -> Metas:
    """Every target, as of at most a minute ago; `vigilancia` sees to what changed meanwhile."""
    return _metas.leer()


def _horarios() -> list[Horario]:
    return list(Horario.objects.prefetch_related("franjas"))


def _calendario(horario: Horario) -> Calendario:
    if horario.continuo:
        return Calendario.continuo()
    por_dia: dict[int, list[Franja]] = defaultdict(list)
    for franja in horario.franjas.all():
        por_dia[franja.dia_semana].append(Franja.de_horas(franja.abre, franja.cierra))
    return Calendario({dia: unir(franjas) for dia, franjas in por_dia.items()}, festivos())


def unir(franjas: list[Franja]) -> tuple[Franja, ...]:
    """Join frames that overlap or touch: no minute counts twice."""
    unidas: list[Franja] = []
    for franja in sorted(franjas, key=lambda f: f.inicio):
        if unidas and franja.inicio <= unidas[-1].fin:
            unidas[-1] = Franja(unidas[-1].inicio, max(unidas[-1].fin, franja.fin))
        else:
            unidas.append(franja)
    return tuple(unidas)


def huella() -> str:
    """A digest of all that due moments depend on besides the cases: targets, hours, holidays."""
    filas = (
        MetaAtencion.objects.order_by("pk").values_list(
            *("prioridad", "cuenta", "horario"),
            *("minutos_respuesta", "minutos_actualizacion", "minutos_solucion"),
        ),
        Horario.objects.order_by("pk").values_list("pk", "continuo"),
        FranjaHoraria.objects.order_by("pk").values_list("horario", "dia_semana", "abre", "cierra"),
        Festivo.objects.activos().order_by("fecha").values_list("fecha"),
    )
    return hashlib.sha256(repr([list(tabla) for tabla in filas]).encode()).hexdigest()

"""A channel as the pages show it: plain values that can be kept in the process. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.calendario.tiempo_habil import BOGOTA, Calendario, Franja
from portal.canales.enums import TipoCanal, TipoSolicitud
from portal.canales.estado import (
    ABIERTO_SIEMPRE,
    Estado,
    Renglon,
    estado_de,
    horario_en_palabras,
)

SIEMPRE = Estado(True, ABIERTO_SIEMPRE)
TODO_EL_TIEMPO = Renglon("Todos los días", "las 24 horas, también los festivos")


@dataclass(frozen=True, slots=True)
class Ficha:
    """What staff wrote of one channel, with its weekly hours (Monday is 0)."""

    clave: str
    nombre: str
    tipo: TipoCanal
    tipo_solicitud: TipoSolicitud
    valor: str
    enlace: str
    opciones: str
    extensiones: str
    descripcion: str
    atiende_siempre: bool
    desde: date
    hasta: date | None
    franjas: Mapping[int, tuple[Franja, ...]] = field(default_factory=dict)

    def rige(self, dia: date) -> bool:
        """Whether the channel exists on that day."""
        return self.desde <= dia and (self.hasta is None or dia <= self.hasta)


@dataclass(frozen=True, slots=True)
class CanalAhora:
    """A channel and its state at one moment; templates read it."""

    ficha: Ficha
    estado: Estado
    horario: list[Renglon]

    @classmethod
    def de(cls, ficha: Ficha, ahora: datetime, festivos: frozenset[date]) -> "CanalAhora":
        """The state of that channel at that moment."""
        if ficha.atiende_siempre:
            return cls(ficha, SIEMPRE, [TODO_EL_TIEMPO])
        estado = estado_de(Calendario(ficha.franjas, festivos), ahora)
        return cls(
            ficha, estado, horario_en_palabras(ficha.franjas, ahora.astimezone(BOGOTA).date())
        )

    @property
    def nombre(self) -> str:
        """Name of the channel."""
        return self.ficha.nombre

    @property
    def valor(self) -> str:
        """The number or address as people read it."""
        return self.ficha.valor

    @property
    def enlace(self) -> str:
        """`tel:`, `mailto:` or web address; may be empty."""
        return self.ficha.enlace

    @property
    def estado_texto(self) -> str:
        """The state in words."""
        return self.estado.texto

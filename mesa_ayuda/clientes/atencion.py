"""When somebody will look at a case, and whom to call where it can't wait."""

from dataclasses import dataclass
from datetime import datetime

from mesa_ayuda.enums import Prioridad
from mesa_ayuda.relojes.configuracion import metas
from portal.calendario import palabras
from portal.calendario.tiempo_habil import BOGOTA
from portal.canales.enums import TipoSolicitud
from portal.canales.fichas import CanalAhora
from portal.canales.servicios import canales_en


@dataclass(frozen=True, slots=True)
class Atencion:
    """Whether the desk is open; if not, `cuando` it opens, in words; and the critical lines."""

    abierta: bool
    cuando: str
    criticos: list[CanalAhora]


def atencion_en(ahora: datetime) -> Atencion:
    """Return how things stand at that moment, by the hours of the usual targets."""
    # Of the lowest priority: those of whoever does not answer day and night.
    calendario = metas().de(prioridad=Prioridad.BAJA, cuenta=None).calendario
    criticos = [
        canal
        for canal in canales_en(ahora)
        if canal.ficha.tipo_solicitud == TipoSolicitud.PRIORIDAD_1 and canal.estado.abierto
    ]
    apertura = calendario.proxima_apertura(ahora)
    if apertura is None or apertura <= ahora:
        return Atencion(True, "", criticos)
    hoy = ahora.astimezone(BOGOTA).date()
    dia = palabras.dia_relativo(apertura.date(), hoy)
    return Atencion(False, f"{dia} a partir de {palabras.a_la_hora(apertura)}", criticos)

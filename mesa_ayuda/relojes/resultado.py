"""How long a case took, in working minutes, and whether it kept its targets. Pure: no database.

Written to the row with the due moments: figures over a million cases can't rebuild histories. A
case is measured with the targets of its last change; later ones don't judge what is closed.
"""

from datetime import datetime, timedelta
from typing import Final

from mesa_ayuda.enums import CON_RELOJ, Estado, Reloj
from mesa_ayuda.relojes.configuracion import Meta
from mesa_ayuda.relojes.plazo import Historia, Plazo, Situacion, terminado_en

CAMPOS_MEDIDOS: Final = {
    Reloj.RESPUESTA: ("minutos_respuesta", "respuesta_a_tiempo"),
    Reloj.SOLUCION: ("minutos_solucion", "solucion_a_tiempo"),
}
_SOLUCIONADO: Final = (Estado.RESUELTO, Estado.CERRADO)
_UN_MINUTO: Final = timedelta(minutes=1)

Resultado = dict[str, int | bool | None]


def resultado(reloj: Reloj, plazo: Plazo, meta: Meta, historia: Historia) -> Resultado:
    """Return the two columns of that target; both None until it is met, or with no hours set.

    «A tiempo» alone is None where there is no target to keep. What was cancelled solved nothing.
    """
    minutos, a_tiempo = CAMPOS_MEDIDOS[reloj]
    fin = _cumplido_en(reloj, plazo, historia)
    if fin is None or not meta.horario or plazo.situacion is Situacion.SIN_HORARIO:
        return {minutos: None, a_tiempo: None}
    if plazo.legal:
        # The terms of Ley 1755 de 2015 run on while the customer is waited for.
        tardo = meta.calendario.tiempo_entre(historia.creado, fin)
    else:
        tardo = _tiempo_contado(meta, historia, fin)
    sin_meta = plazo.minutos is None and not plazo.legal
    return {
        minutos: tardo // _UN_MINUTO,
        a_tiempo: None if sin_meta else plazo.limite is None or fin <= plazo.limite,
    }


def _cumplido_en(reloj: Reloj, plazo: Plazo, historia: Historia) -> datetime | None:
    if reloj is Reloj.RESPUESTA:
        return historia.primera_respuesta
    if plazo.legal:
        return plazo.cumplido_en
    return terminado_en(historia) if historia.estado in _SOLUCIONADO else None


def _tiempo_contado(meta: Meta, historia: Historia, hasta: datetime) -> timedelta:
    """Working time from the opening on, in the states in which the clock runs."""
    return sum(
        (
            meta.calendario.tiempo_entre(inicio, min(fin or hasta, hasta))
            for inicio, fin, estado in historia.tramos(historia.creado)
            if estado in CON_RELOJ
        ),
        timedelta(),
    )

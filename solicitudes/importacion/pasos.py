"""Joining the steps that the portal has with those of a file: the newest wins. Pure.

A file is a picture of the past: meanwhile staff may have gone further. So a step of the file counts
only if it is later than the one on record (or of the same day and at least as far); where it is
earlier the whole row is refused, and to take a step back is an act of staff, with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import EstadoPaso, Etapa
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import DatosPaso

AVANCE = {
    EstadoPaso.PENDIENTE: 0,
    EstadoPaso.EN_TRAMITE: 1,
    EstadoPaso.RECHAZADO: 2,
    EstadoPaso.FINALIZADO: 3,
}


@dataclass(frozen=True, slots=True)
class EstadoDePaso:
    """A step as the database has it, or will have it."""

    estado: EstadoPaso = EstadoPaso.PENDIENTE
    modificado: datetime | None = None
    motivo: str = ""


SIN_EMPEZAR = (EstadoDePaso(),) * len(Etapa)
"""The steps of a request that the portal doesn't have yet."""


def unir(
    registrados: Sequence[EstadoDePaso], archivo: Sequence[DatosPaso | None], *, ahora: datetime
) -> tuple[EstadoDePaso, ...]:
    """Return steps 1 to 4 after the file; those that don't change are the very same objects.

    The first step that is not finished is the one under way, whether the file says so or not; from
    when, where the file doesn't say, is when the one before it was finished, or `ahora`.
    Raises FilaInvalida: a step behind the one on record, or steps out of order.
    """
    atrasados = [
        _explicar(etapa, registrado)
        for etapa, registrado, nuevo in zip(Etapa, registrados, archivo, strict=True)
        if nuevo is not None and _esta_atrasado(nuevo, registrado)
    ]
    if atrasados:
        raise FilaInvalida(*atrasados)
    pasos = [
        registrado if nuevo is None or _es_igual(nuevo, registrado) else _tomar(nuevo)
        for registrado, nuevo in zip(registrados, archivo, strict=True)
    ]
    _poner_en_tramite(pasos, ahora)
    _exigir_orden(pasos)
    return tuple(pasos)


def _tomar(nuevo: DatosPaso) -> EstadoDePaso:
    return EstadoDePaso(
        nuevo.estado, nuevo.momento.instante if nuevo.momento else None, nuevo.motivo
    )


def _es_igual(nuevo: DatosPaso, registrado: EstadoDePaso) -> bool:
    if (nuevo.estado, registrado.estado) == (EstadoPaso.PENDIENTE, EstadoPaso.EN_TRAMITE):
        # The step whose turn it is, is under way by itself.
        return True
    if nuevo.estado != registrado.estado or nuevo.motivo != registrado.motivo:
        return False
    if nuevo.momento is None or registrado.modificado is None:
        return nuevo.momento is None
    return nuevo.momento.coincide(registrado.modificado)


def _esta_atrasado(nuevo: DatosPaso, registrado: EstadoDePaso) -> bool:
    if registrado.modificado is None or _es_igual(nuevo, registrado):
        return False
    if nuevo.momento is None:
        return AVANCE[nuevo.estado] < AVANCE[registrado.estado]
    if nuevo.momento.posterior_a(registrado.modificado):
        return False
    mismo_dia = nuevo.momento.coincide(registrado.modificado)
    return not (mismo_dia and AVANCE[nuevo.estado] >= AVANCE[registrado.estado])


def _poner_en_tramite(pasos: list[EstadoDePaso], ahora: datetime) -> None:
    """Put the first step that is not finished under way, as finishing the one before it does."""
    previo: datetime | None = None
    for indice, paso in enumerate(pasos):
        if paso.estado == EstadoPaso.FINALIZADO:
            previo = paso.modificado
            continue
        sin_fecha = paso.estado == EstadoPaso.EN_TRAMITE and paso.modificado is None
        if paso.estado == EstadoPaso.PENDIENTE or sin_fecha:
            pasos[indice] = EstadoDePaso(EstadoPaso.EN_TRAMITE, previo or ahora)
        return


def _exigir_orden(pasos: Sequence[EstadoDePaso]) -> None:
    errores = []
    for etapa, anterior, paso in zip(list(Etapa)[1:], pasos, pasos[1:], strict=False):
        if anterior.estado != EstadoPaso.FINALIZADO and paso.estado != EstadoPaso.PENDIENTE:
            errores.append(
                f"Paso {etapa.value}: está «{paso.estado.label}» y el paso {etapa.value - 1} no "
                "ha finalizado."
            )
        elif (
            anterior.modificado
            and paso.modificado
            and _dia(anterior.modificado) > _dia(paso.modificado)
        ):
            errores.append(f"Paso {etapa.value}: su fecha es anterior a la del paso anterior.")
    if errores:
        raise FilaInvalida(*errores)


def _dia(momento: datetime) -> date:
    return momento.astimezone(BOGOTA).date()


def _explicar(etapa: Etapa, registrado: EstadoDePaso) -> str:
    fecha = f" desde el {_dia(registrado.modificado):%d/%m/%Y}" if registrado.modificado else ""
    return (
        f"Paso {etapa.value}: el portal ya lo tiene en «{registrado.estado.label}»{fecha} y el "
        "archivo trae algo anterior. Si debe retroceder, reábralo en el portal."
    )

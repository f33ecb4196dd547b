"""What a worker does with an operation of the generator: all of it or nothing.

The claim is written before anything is read. The work is one transaction, which the end of the
operation is part of: a worker that dies, or has lost its claim, leaves nothing, and the sweep wakes
up another, which starts over.
"""

import logging
from contextlib import suppress
from typing import Final

from django.db import transaction

from contrasenas.avance import Avance
from contrasenas.enums import EstadoOperacion, TipoOperacion
from contrasenas.excepciones import OperacionImposible, ReclamoPerdido
from contrasenas.limpieza import blanquear, borrar_no_activados
from contrasenas.models import Operacion
from contrasenas.seleccion.asignacion import seleccionar
from portal.auditoria.servicios import registrar

logger = logging.getLogger("contrasenas.operaciones")

INTENTOS_MAXIMOS: Final = 3
INTERRUMPIDA: Final = (
    "La operación se interrumpió varias veces y no cambió nada. Informe a soporte."
)
ACTOS: Final = {
    TipoOperacion.SELECCIONAR: ("Seleccionó los comerciantes", seleccionar),
    TipoOperacion.BLANQUEAR: ("Blanqueó las contraseñas", blanquear),
    TipoOperacion.BORRAR_NO_ACTIVADOS: ("Borró las contraseñas no activadas", borrar_no_activados),
}


def procesar(*, pk: int) -> bool:
    """Do an operation if this worker wins its claim; return whether it was done."""
    operacion = Operacion.reclamar(pk)
    if operacion is None:
        return False
    try:
        _hacer_o_negar(operacion)
    except ReclamoPerdido:
        logger.warning("operación relevada", extra={"operacion": pk})
        return False
    except Exception:
        # A defect, or the database went away: the next sweep tries again.
        logger.exception("defecto en una operación", extra={"operacion": pk})
        with suppress(ReclamoPerdido):
            operacion.soltar()
        return False
    logger.info("operación procesada", extra={"operacion": pk, "estado": operacion.estado})
    return operacion.estado == EstadoOperacion.TERMINADA


def _hacer_o_negar(operacion: Operacion) -> None:
    try:
        if operacion.intentos > INTENTOS_MAXIMOS:
            raise OperacionImposible(INTERRUMPIDA)
        _hacer(operacion)
    except OperacionImposible as error:
        _negar(operacion, str(error))


def _hacer(operacion: Operacion) -> None:
    acto, hacer = ACTOS[TipoOperacion(operacion.tipo)]
    with Avance(operacion) as avance, transaction.atomic():
        resultado = hacer(camara=operacion.camara, ano=operacion.ano, avance=avance)
        operacion.cerrar(EstadoOperacion.TERMINADA, resultado=resultado)
        registrar(
            operacion,
            acto,
            actor=operacion.actor,
            cambios={clave: [None, str(cuantas)] for clave, cuantas in resultado.items()},
        )


@transaction.atomic
def _negar(operacion: Operacion, motivo: str) -> None:
    operacion.cerrar(EstadoOperacion.FALLIDA, error=motivo)
    registrar(operacion, "No se hizo la operación", actor=operacion.actor, motivo=motivo)

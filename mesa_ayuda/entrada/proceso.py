"""One mail from its raw bytes to its end, whatever it holds: no mail stops another.

Claim → commit → read with no transaction → write all in one, the ledger's row included. What fails
waits in «no importados» with its reason; what only the moment prevented is tried again.
"""

import logging
from dataclasses import dataclass
from typing import Final

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, transaction

from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.entrada.contenido import Contenido, descartar, preparar
from mesa_ayuda.entrada.decision import Decision, decidir
from mesa_ayuda.entrada.importacion import LlegoALaVez, importar
from mesa_ayuda.entrada.lectura import CorreoIlegible, CorreoLeido, clave_de, leer, presentar
from mesa_ayuda.enums import EstadoCorreo, Veredicto
from mesa_ayuda.models import Buzon, Caso, CorreoEntrante
from mesa_ayuda.models.correo import INTENTOS_MAXIMOS
from portal.limites import LimitesNoDisponibles
from portal.mensajes.lineas import una_linea

logger = logging.getLogger("mesa_ayuda.entrada")

TAMANO_MAXIMO: Final = 10 * 1024 * 1024
INTERRUMPIDO: Final = "El proceso se interrumpió varias veces mientras lo leía."
TARDO: Final = "Leerlo tomó demasiado tiempo."
# Database, Redis or disk away, two mails that met, a case that somebody closed or opened meanwhile.
DEL_MOMENTO: Final = (
    *(DatabaseError, InterfaceError, LimitesNoDisponibles, OSError),
    *(LlegoALaVez, EstadoInvalido),
)


@dataclass(frozen=True, slots=True)
class Resultado:
    """What became of a mail; `caso` is a number, '' for none."""

    veredicto: Veredicto
    motivo: str = ""
    caso: str = ""


class _ReclamoPerdido(Exception):
    """Another worker has taken the mail over: nothing of this attempt may stay."""


def procesar(*, pk: int) -> Resultado | None:
    """Process one mail if this worker wins its claim; None if there is nothing to tell yet."""
    correo = CorreoEntrante.reclamar(pk)
    return None if correo is None else seguir(correo)


def seguir(correo: CorreoEntrante) -> Resultado | None:
    """Process a mail that this worker has claimed; None if it is to be tried again."""
    if correo.intentos > INTENTOS_MAXIMOS:
        return _fracasar(correo, correo.motivo or INTERRUMPIDO)
    try:
        return _procesar(correo)
    except CorreoIlegible as error:
        return _fracasar(correo, str(error))
    except SoftTimeLimitExceeded:
        return _fracasar(correo, TARDO)
    except _ReclamoPerdido:
        logger.warning("correo que otro trabajador tomó", extra={"correo": correo.pk})
        return None
    except DEL_MOMENTO as error:
        # The sweep tries again, a few times.
        logger.warning(
            "correo por reintentar", extra={"correo": correo.pk, "error": type(error).__name__}
        )
        correo.soltar(f"No se pudo guardar ({type(error).__name__}).")
        return None
    except Exception as error:
        # A defect of ours. Its text may quote the mail: our log names class and frames only.
        logger.exception("defecto al importar un correo", extra={"correo": correo.pk})
        return _fracasar(correo, f"Un defecto del portal impidió leerlo ({type(error).__name__}).")


def simular(*, buzon: Buzon, crudo: bytes) -> Resultado:
    """Say what would become of a mail. Nothing is written."""
    if CorreoEntrante.objects.filter(buzon=buzon, clave=clave_de(crudo)).exists():
        return Resultado(Veredicto.DUPLICADO, "Ya se había recibido.")
    try:
        _leido, decision = _decidir(crudo, buzon)
    except CorreoIlegible as error:
        return Resultado(Veredicto.NO_IMPORTADO, str(error))
    return Resultado(decision.veredicto, decision.motivo, _numero(decision.caso))


def _procesar(correo: CorreoEntrante) -> Resultado:
    with correo.crudo.open("rb") as archivo:
        crudo = archivo.read(TAMANO_MAXIMO + 1)
    try:
        leido, decision = _decidir(crudo, correo.buzon)
    except CorreoIlegible:
        # Staff see at least who it is from.
        _presentar(correo, *presentar(crudo))
        raise
    _presentar(correo, leido.remitente.correo, leido.asunto)
    contenido = preparar(leido)
    try:
        return _guardar(correo, leido, decision, contenido)
    except BaseException:
        descartar(contenido)
        raise


def _presentar(correo: CorreoEntrante, remitente: str, asunto: str) -> None:
    correo.remitente = una_linea(remitente, maximo=320)
    correo.asunto = una_linea(asunto, maximo=300)


def _decidir(crudo: bytes, buzon: Buzon) -> tuple[CorreoLeido, Decision]:
    if len(crudo) > TAMANO_MAXIMO:
        raise CorreoIlegible(f"Pesa más de {TAMANO_MAXIMO // 2**20} MB, que es el máximo.")
    if not crudo.strip():
        raise CorreoIlegible("El mensaje está vacío.")
    leido = leer(crudo)
    return leido, decidir(leido, crudo, servidor=buzon.autenticador)


def _guardar(
    correo: CorreoEntrante, leido: CorreoLeido, decision: Decision, contenido: Contenido
) -> Resultado:
    with transaction.atomic():
        caso = importar(leido=leido, decision=decision, contenido=contenido, buzon=correo.buzon)
        rechazado = decision.veredicto == Veredicto.RECHAZADO
        estado = EstadoCorreo.NO_IMPORTADO if rechazado else EstadoCorreo.PROCESADO
        if not correo.terminar(estado, decision.veredicto, decision.motivo, caso):
            raise _ReclamoPerdido
    return Resultado(decision.veredicto, decision.motivo, _numero(caso))


def _fracasar(correo: CorreoEntrante, motivo: str) -> Resultado:
    correo.terminar(EstadoCorreo.NO_IMPORTADO, Veredicto.NO_IMPORTADO, motivo)
    return Resultado(Veredicto.NO_IMPORTADO, motivo)


def _numero(caso: Caso | None) -> str:
    return caso.numero if caso else ""

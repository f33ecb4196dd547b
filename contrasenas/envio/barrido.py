"""The repair of what no worker is doing: it finds in the rows whatever waits. Runs periodically."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from contrasenas.enums import EstadoEnvio, EstadoLote, EstadoProgramacion
from contrasenas.envio import reclamo, registro
from contrasenas.envio.despertador import despertar
from contrasenas.envio.excepciones import EnvioImposible, EstadoInvalido
from contrasenas.envio.politica import BARRIDO_MAXIMO, PERIODO_BARRIDO
from contrasenas.envio.programacion import ORIGEN, hacer_siguiente
from contrasenas.models import Envio, Lote, Programacion
from portal.auditoria.servicios import registrar

logger = logging.getLogger("contrasenas.envio")


def barrer() -> None:
    """Give back the rows of dead workers, make due packets, end finished ones, wake the others."""
    liberados = reclamo.liberar_atascados()
    if liberados:
        logger.warning("se liberaron envíos atascados", extra={"envios": liberados})
    _hacer_programados()
    for pk in _terminados():
        registro.terminar(pk)
    for lote in _que_esperan():
        despertar(lote, vigencia=PERIODO_BARRIDO)


def _hacer_programados() -> None:
    debidas = Programacion.objects.filter(
        estado=EstadoProgramacion.ACTIVA, proximo_en__lte=Now()
    ).order_by("proximo_en")
    for pk in debidas.values_list("pk", flat=True)[:BARRIDO_MAXIMO]:
        try:
            hacer_siguiente(programacion_id=pk)
        except EnvioImposible as error:
            _pausar(pk, str(error))
        except Exception:
            # A defect with one: the other chambers' schedules, and all packets, go on.
            logger.exception("defecto en una programación", extra={"programacion": pk})


@transaction.atomic
def _pausar(pk: int, motivo: str) -> None:
    """Pause a schedule that can't make its packet, and say why in its history."""
    programacion = Programacion.objects.get(pk=pk)
    try:
        programacion.pasar([EstadoProgramacion.ACTIVA], EstadoProgramacion.PAUSADA)
    except EstadoInvalido:
        return
    registrar(
        programacion, "Se puso en pausa la programación", actor=None, origen=ORIGEN, motivo=motivo
    )


def _de(*estados: EstadoEnvio) -> QuerySet[Envio]:
    return Envio.objects.filter(lote=OuterRef("pk"), estado__in=estados)


def _terminados() -> list[int]:
    en_curso = Lote.objects.filter(
        ~Exists(_de(EstadoEnvio.PENDIENTE, EstadoEnvio.ENVIANDO)), estado=EstadoLote.EN_CURSO
    )
    return list(en_curso.values_list("pk", flat=True)[:BARRIDO_MAXIMO])


def _que_esperan() -> list[Lote]:
    listos = _de(EstadoEnvio.PENDIENTE).filter(proximo_intento__lte=Now())
    return list(
        Lote.objects.filter(
            Q(espera_hasta=None) | Q(espera_hasta__lte=Now()),
            Exists(listos),
            estado=EstadoLote.EN_CURSO,
        ).order_by("pk")[:BARRIDO_MAXIMO]
    )

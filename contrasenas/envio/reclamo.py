"""Claiming rows of a packet, a few at a time, and giving them back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from contrasenas.enums import EstadoEnvio, EstadoLote, TipoLote
from contrasenas.envio import ventana
from contrasenas.envio.cupo import cupo_de
from contrasenas.envio.insistencia import insistente
from contrasenas.envio.politica import PLAZO_RECLAMO, TANDA
from contrasenas.envio.servicios import anular
from contrasenas.models import Camara, Envio, Lote
from portal.calendario.servicios import festivos

CERRADO: Final = timedelta(days=1)
"""When to look again at a calendar that does not open."""


@dataclass(frozen=True, slots=True)
class Tanda:
    """Rows that this worker has claimed, with their passwords, and the chamber as it stands.

    None of their messages may leave from `cierra` on, the end of the legal window.
    """

    lote: Lote
    camara: Camara
    envios: list[Envio]
    cierra: datetime | None = None


@insistente
def reclamar(lote_id: int) -> Tanda | None:
    """Claim the next rows that are due, within window and quota, and commit.

    None where there are none: the packet may be held back, which is then written in its row. One
    claim of a chamber at a time, under its lock.
    """
    with transaction.atomic(durable=True):
        camara = (
            Camara.objects.select_for_update(no_key=True, of=("self",))
            .select_related("credencial")
            .filter(lotes=lote_id)
            .first()
        )
        lote = Lote.objects.filter(pk=lote_id, estado=EstadoLote.EN_CURSO).first()
        if camara is None or lote is None:
            return None
        ahora = timezone.now()
        if lote.espera_hasta and lote.espera_hasta > ahora:
            return None
        listos = lote.envios.filter(estado=EstadoEnvio.PENDIENTE, proximo_intento__lte=Now())
        if not listos.exists():
            return None
        cuantos = _cuantos(lote, camara, ahora)
        if not cuantos:
            return None
        pks = list(
            listos.select_for_update(skip_locked=True)
            .order_by("orden")
            .values_list("pk", flat=True)[:cuantos]
        )
        Envio.objects.filter(pk__in=pks).update(
            estado=EstadoEnvio.ENVIANDO,
            reclamado_en=Now(),
            proximo_intento=None,
            intentos=F("intentos") + 1,
        )
        envios = Envio.objects.filter(pk__in=pks).select_related("contrasena").order_by("orden")
        cierra = ventana.cierre(ahora, festivos()) if _con_ventana(lote, camara) else None
        return Tanda(lote, camara, list(envios), cierra)


def _con_ventana(lote: Lote, camara: Camara) -> bool:
    return camara.respetar_ventana and lote.tipo == TipoLote.REAL


def _cuantos(lote: Lote, camara: Camara, ahora: datetime) -> int:
    """Return how many rows may be claimed; 0, with the reason in the packet, while it must wait."""
    if _con_ventana(lote, camara):
        abre = ventana.apertura(ahora, festivos())
        if abre is None or abre > ahora:
            _retener(lote, abre or ahora + CERRADO, ventana.MOTIVO)
            return 0
    cupo = cupo_de(camara)
    if not cupo.libres:
        _retener(lote, cupo.hasta, cupo.motivo)
        return 0
    if lote.espera_hasta:
        _retener(lote, None, "")
    return min(TANDA, cupo.libres)


def _retener(lote: Lote, hasta: datetime | None, motivo: str) -> None:
    Lote.objects.filter(pk=lote.pk, estado=EstadoLote.EN_CURSO).update(
        espera_hasta=hasta, motivo=motivo
    )


# The parameters carry names because the record of the message before may bring this along.
RENOVAR = f"""
UPDATE {Envio._meta.db_table} AS envio SET reclamado_en = statement_timestamp()
FROM {Lote._meta.db_table} AS lote
WHERE envio.id = %(renovado)s AND envio.estado = '{EstadoEnvio.ENVIANDO}'
    AND envio.intentos = %(intentos)s
    AND lote.id = envio.lote_id AND lote.estado = '{EstadoLote.EN_CURSO}'
"""  # noqa: S608 - names of tables and states only


@insistente
def renovar(envio: Envio) -> bool:
    """Say, right before its message leaves, whether the row is still ours and its packet goes on.

    It is what keeps a worker that was given up for dead from sending what another one has taken,
    and what makes a pause or a cancellation hold from the next message on.
    """
    with connection.cursor() as cursor:
        cursor.execute(RENOVAR, {"renovado": envio.pk, "intentos": envio.intentos})
        return bool(cursor.rowcount == 1)


@insistente
def soltar(envios: Collection[Envio]) -> None:
    """Give back claimed rows whose message has not left; they are due at once."""
    if not envios:
        return
    with transaction.atomic():
        lote = bloquear_lote(envios)
        for envio in envios:
            propio(envio).update(
                estado=EstadoEnvio.PENDIENTE, reclamado_en=None, proximo_intento=Now()
            )
        recoger_cancelados(lote)


def bloquear_lote(envios: Collection[Envio]) -> Lote:
    """Lock the packet of `envios`, before its rows, as staff's acts do."""
    primero = next(iter(envios))
    return Lote.objects.select_for_update(no_key=True).get(pk=primero.lote_id)


def recoger_cancelados(lote: Lote) -> None:
    """Take what came back to a packet that was cancelled meanwhile out of it."""
    if lote.estado == EstadoLote.CANCELADO:
        anular(lote.envios.filter(estado=EstadoEnvio.PENDIENTE), lote)


def liberar_atascados() -> int:
    """Give back the rows of workers that must have died; return how many.

    The one whose message may have left is sent again: the same mail, under the same Message-ID.
    """
    atascados = Q(estado=EstadoEnvio.ENVIANDO, reclamado_en__lt=Now() - PLAZO_RECLAMO)
    lotes = Lote.objects.filter(
        pk__in=Envio.objects.filter(atascados).values("lote"),
    ).values_list("pk", flat=True)
    liberados = 0
    for pk in list(lotes):
        with transaction.atomic():
            lote = Lote.objects.select_for_update(no_key=True).get(pk=pk)
            liberados += lote.envios.filter(atascados).update(
                estado=EstadoEnvio.PENDIENTE, reclamado_en=None, proximo_intento=Now()
            )
            recoger_cancelados(lote)
    return liberados


def propio(envio: Envio) -> QuerySet[Envio]:
    """Return the row as long as this claim of it stands."""
    return Envio.objects.filter(pk=envio.pk, estado=EstadoEnvio.ENVIANDO, intentos=envio.intentos)

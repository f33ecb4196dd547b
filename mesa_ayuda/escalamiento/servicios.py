"""Finding the cases that a rule has come to, and taking each to its level: once, whoever looks."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mesa_ayuda.casos import anotar
from mesa_ayuda.enums import Reloj
from mesa_ayuda.escalamiento.avisos import avisar_al_nivel, describir
from mesa_ayuda.escalamiento.reglas import Debida, Regla, debidas
from mesa_ayuda.models import Caso, Escalamiento, Nivel, ReglaEscalamiento
from mesa_ayuda.relojes.configuracion import metas
from mesa_ayuda.relojes.servicios import CAMPOS
from portal.auditoria.servicios import registrar
from portal.calendario.tiempo_habil import CalendarioSinHorario

log = logging.getLogger(__name__)
ORIGEN = "escalamiento"
LOTE = 1000


def escalar_vencidos() -> int:
    """Take every open case that a rule has come to to its level; return how many were taken.

    One case that fails doesn't stop the others: it is tried again the next minute.
    """
    ahora, escalados = timezone.now(), 0
    reglas = _reglas()
    for lote in _lotes(candidatos(reglas, ahora)):
        hechos = _hechos(caso.pk for caso in lote)
        for caso in lote:
            if _pendientes(caso, reglas, hechos, ahora):
                try:
                    escalados += escalar_caso(pk=caso.pk)
                except Exception:
                    log.exception("No se pudo escalar el caso %d", caso.pk)
    return escalados


def candidatos(reglas: Sequence[Regla], ahora: datetime) -> QuerySet[Caso]:
    """Return the open cases, by nearest due moment, that some rule may have come to."""
    if not reglas:
        return Caso.objects.none()
    antes = max(0, *(-regla.minutos for regla in reglas))
    limite = ahora + timedelta(minutes=antes)
    for calendario in metas().calendarios:
        try:
            limite = max(limite, calendario.sumar_minutos(ahora, antes))
        except CalendarioSinHorario:
            continue
    # A PQRSA that waits for the customer is still due by law: all the open ones, not CON_RELOJ.
    return (
        Caso.objects.abiertos()
        .filter(vence__lte=limite)
        .only("prioridad", "cuenta", "nivel", *CAMPOS.values())
        .order_by("vence", "pk")
    )


@transaction.atomic
def escalar_caso(*, pk: int) -> bool:
    """Take one case to the level of the rules that it has come to; False when there are none.

    Its row is locked, or left to whoever has it; what is due is looked at again, and the unique
    row of `Escalamiento` decides. Of several rules only the first acts; all are written down.
    Where its level has nobody to tell, those that came with it are told instead. The level never
    goes down, nobody is unassigned, and the customer doesn't see it.
    """
    filas = Caso.objects.abiertos().select_for_update(of=("self",), skip_locked=True)
    caso = filas.select_related("cuenta").defer("descripcion", "busqueda").filter(pk=pk).first()
    if caso is None:
        return False
    pendientes = _pendientes(caso, _reglas(), _hechos([pk]), timezone.now())
    if not pendientes:
        return False
    Escalamiento.objects.bulk_create(
        Escalamiento(
            caso=caso,
            regla_id=debida.regla.clave,
            vencimiento=debida.vencimiento,
            nivel_anterior=caso.nivel,
        )
        for debida in pendientes
    )
    anterior, decide = caso.nivel, pendientes[0].regla.nivel
    if decide > anterior:
        caso.nivel = decide
        Caso.objects.filter(pk=pk).update(nivel=decide)
    _escribir(caso, anterior, pendientes, _avisar(caso, pendientes))
    return True


def _avisar(caso: Caso, pendientes: Sequence[Debida]) -> list[str]:
    """Tell the highest level that has somebody; return what to write of each that was tried."""
    dichos: list[str] = []
    for numero in dict.fromkeys(debida.regla.nivel for debida in pendientes):
        nivel = Nivel.objects.get(numero=numero)
        avisados = avisar_al_nivel(caso=caso, nivel=nivel, debidas=pendientes)
        if avisados:
            avisos = "aviso" if avisados == 1 else "avisos"
            return [*dichos, f"{nivel.nombre}: {avisados} {avisos}"]
        dichos.append(f"el nivel {numero} no tiene a quién avisar")
    return dichos


def _escribir(
    caso: Caso, anterior: int, pendientes: Sequence[Debida], avisos: Sequence[str]
) -> None:
    """Leave an internal note and an entry in the history."""
    motivo = "; ".join(describir(debida) for debida in pendientes)
    subio = caso.nivel > anterior
    acto = f"Pasó del nivel {anterior} al {caso.nivel}" if subio else "Se avisó"
    quien = "; ".join(avisos)
    anotar(caso=caso, texto=f"{acto} ({quien}). {motivo}.", autor_nombre="Portal", automatico=True)
    registrar(
        caso,
        "Escaló" if subio else "Avisó al nivel",
        actor=None,
        origen=ORIGEN,
        motivo=motivo,
        cambios={"nivel": [str(anterior), str(caso.nivel)]} if subio else None,
    )


def _reglas() -> list[Regla]:
    return [
        Regla(fila.pk, Reloj(fila.reloj), fila.prioridad, fila.minutos, fila.nivel.numero)
        for fila in ReglaEscalamiento.objects.filter(activa=True).select_related("nivel")
    ]


def _hechos(claves: Iterable[int]) -> set[tuple[int, int, datetime]]:
    """What has already been done: (case, rule, due moment)."""
    filas = Escalamiento.objects.filter(caso__in=list(claves))
    return set(filas.values_list("caso", "regla", "vencimiento"))


def _pendientes(
    caso: Caso,
    reglas: Sequence[Regla],
    hechos: set[tuple[int, int, datetime]],
    ahora: datetime,
) -> list[Debida]:
    halladas = debidas(
        reglas,
        prioridad=caso.prioridad,
        vencimientos={reloj: getattr(caso, campo) for reloj, campo in CAMPOS.items()},
        calendario=metas().de(prioridad=caso.prioridad, cuenta=caso.cuenta_id).calendario,
        ahora=ahora,
    )
    return [d for d in halladas if (caso.pk, d.regla.clave, d.vencimiento) not in hechos]


def _lotes(casos: QuerySet[Caso]) -> Iterator[list[Caso]]:
    filas = casos.iterator(chunk_size=LOTE)
    while lote := list(islice(filas, LOTE)):
        yield lote

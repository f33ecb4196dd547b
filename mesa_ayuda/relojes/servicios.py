"""Writing the due moments of cases: of one after a change, of all after a change of the rules."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Max, Min

from mesa_ayuda.enums import PQRSA, Estado, Reloj, TipoMensaje
from mesa_ayuda.models import CambioEstado, Caso, Mensaje, Pqrsa
from mesa_ayuda.relojes.configuracion import Meta, metas
from mesa_ayuda.relojes.plazo import Historia, Plazo, Situacion, calcular, situacion
from mesa_ayuda.relojes.resultado import CAMPOS_MEDIDOS, Resultado, resultado
from portal.calendario.tiempo_habil import MINUTOS_DEL_DIA

Plazos = dict[Reloj, Plazo]
CAMPOS = {
    Reloj.RESPUESTA: "vence_respuesta",
    Reloj.ACTUALIZACION: "vence_actualizacion",
    Reloj.SOLUCION: "vence_solucion",
}
ESCRITOS = (*CAMPOS.values(), "vence")
MEDIDOS = tuple(campo for campos in CAMPOS_MEDIDOS.values() for campo in campos)
LOTE = 500
Historias = dict[int, Historia]
"""By the case's key."""


def recalcular(*, caso: Caso, recien_abierto: bool = False) -> None:
    """Work out anew when the case is due and what it took, and write it to the row and to `caso`.

    Call it in the transaction of whatever the clocks depend on, after it: opening, a public
    message, a change of state, priority or account, the legal term of a PQRSA. What this very
    transaction has opened needs neither lock nor looking up: nobody else has seen it.
    """
    with transaction.atomic(savepoint=False):
        if recien_abierto:
            actual = caso
            _fijar([actual], {caso.pk: Historia(caso.creado, ((caso.creado, Estado.NUEVO),))})
        else:
            fila = Caso.objects.select_for_update(of=("self",)).defer("descripcion", "busqueda")
            actual = fila.get(pk=caso.pk)
            _fijar([actual])
        valores = {campo: getattr(actual, campo) for campo in (*ESCRITOS, *MEDIDOS)}
        Caso.objects.filter(pk=caso.pk).update(**valores)
    for campo, valor in valores.items():
        setattr(caso, campo, valor)


def recalcular_abiertos() -> int:
    """Work out anew when every open case is due, in batches; return how many changed."""
    ultimo, cambiados = 0, 0
    while True:
        with transaction.atomic():
            abiertos = Caso.objects.abiertos().filter(pk__gt=ultimo).order_by("pk")
            casos = list(
                abiertos.select_for_update(of=("self",)).defer("descripcion", "busqueda")[:LOTE]
            )
            if not casos:
                return cambiados
            distintos = _fijar(casos)
            Caso.objects.bulk_update(distintos, [*ESCRITOS, *MEDIDOS])
        ultimo, cambiados = casos[-1].pk, cambiados + len(distintos)


def plazos_de(caso: Caso) -> Plazos:
    """Return the three targets of the case as they stand, for explaining them."""
    plazos, _ = next(_plazos([caso]))
    return plazos


def _fijar(casos: Sequence[Caso], historias: Historias | None = None) -> list[Caso]:
    """Set due moments and results of the cases, and return those in which something changed."""
    distintos = []
    for caso, (plazos, medido) in zip(casos, _plazos(casos, historias), strict=True):
        vencen = {campo: plazos[reloj].vence for reloj, campo in CAMPOS.items()}
        vence = min((v for v in vencen.values() if v), default=None)
        nuevos = {**vencen, "vence": vence, **medido}
        if any(getattr(caso, campo) != valor for campo, valor in nuevos.items()):
            distintos.append(caso)
        for campo, valor in nuevos.items():
            setattr(caso, campo, valor)
    return distintos


def _plazos(
    casos: Sequence[Caso], historias: Historias | None = None
) -> Iterator[tuple[Plazos, Resultado]]:
    """Return the targets of each case and what came of them; three queries for them all."""
    vigentes, historias = metas(), historias or _historias(casos)
    legales = {pqrsa.caso_id: pqrsa for pqrsa in _pqrsa([c.pk for c in casos if c.tipo in PQRSA])}
    for caso in casos:
        meta = vigentes.de(prioridad=caso.prioridad, cuenta=caso.cuenta_id)
        plazos = {
            reloj: calcular(
                reloj,
                minutos=meta.minutos.get(reloj),
                calendario=meta.calendario,
                historia=historias[caso.pk],
            )
            for reloj in Reloj
        }
        if pqrsa := legales.get(caso.pk):
            plazos[Reloj.SOLUCION] = plazo_legal(pqrsa, meta, Estado(caso.estado))
        medido: Resultado = {}
        for reloj in CAMPOS_MEDIDOS:
            medido |= resultado(reloj, plazos[reloj], meta, historias[caso.pk])
        yield plazos, medido


def plazo_legal(pqrsa: Pqrsa, meta: Meta, estado: Estado) -> Plazo:
    """The solution of a PQRSA is due by law, at the last hour of attention of that day.

    Waiting for the customer doesn't stop it: the terms of Ley 1755 de 2015 run on. The answer does.
    """
    dia = pqrsa.prorroga_hasta or pqrsa.vence_el
    franjas = meta.calendario.franjas_del(dia)
    minuto = franjas[-1].fin if franjas else MINUTOS_DEL_DIA
    medianoche = datetime.combine(dia, time(tzinfo=meta.calendario.zona))
    como_esta = situacion(estado)
    if como_esta is Situacion.EN_PAUSA:
        como_esta = Situacion.CORRE
    if pqrsa.respondida_en:
        como_esta = Situacion.CUMPLIDO
    return Plazo(
        Reloj.SOLUCION,
        como_esta,
        limite=medianoche + timedelta(minutes=minuto),
        cumplido_en=pqrsa.respondida_en,
        legal=True,
    )


def _historias(casos: Sequence[Caso]) -> Historias:
    claves = [caso.pk for caso in casos]
    cambios: dict[int, list[tuple[datetime, Estado]]] = defaultdict(list)
    # In the order of writing, which the case's lock keeps: the opening has this machine's time,
    # a change of state the database's, and the two clocks may differ.
    filas = CambioEstado.objects.filter(caso__in=claves).order_by("caso", "pk")
    for clave, momento, estado in filas.values_list("caso", "momento", "a"):
        cambios[clave].append((momento, Estado(estado)))
    respuestas = {
        clave: (primera, ultima)
        for clave, primera, ultima in Mensaje.objects.filter(
            caso__in=claves, tipo=TipoMensaje.PUBLICO, del_personal=True, automatico=False
        )
        # What an older case brought along when it was merged answers nothing of this one.
        .filter(creado__gte=F("caso__creado"))
        .order_by()
        .values_list("caso")
        .annotate(primera=Min("creado"), ultima=Max("creado"))
    }
    return {
        caso.pk: Historia(
            caso.creado,
            # A row that somebody made without a history has been as it is from the beginning.
            tuple(cambios[caso.pk]) or ((caso.creado, Estado(caso.estado)),),
            *respuestas.get(caso.pk, (None, None)),
        )
        for caso in casos
    }


def _pqrsa(claves: list[int]) -> list[Pqrsa]:
    return list(Pqrsa.objects.filter(caso__in=claves)) if claves else []

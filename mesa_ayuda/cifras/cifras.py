"""All the figures of one look at the page, gathered once for the screen and for the workbook."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mesa_ayuda.cifras import consultas
from mesa_ayuda.cifras.consultas import Conteo, Grupo
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso


@dataclass(frozen=True, slots=True)
class Periodo:
    """From `desde` on and before `hasta`; `filtros` say of which accounts and product."""

    desde: datetime
    hasta: datetime
    filtros: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cifras:
    """What the page tells. The first two are of now, the others of the cases of the period."""

    por_estado: Conteo
    por_antiguedad: Conteo
    total: Grupo
    tramos_respuesta: Conteo
    tramos_solucion: Conteo
    por_agente: list[Grupo]
    por_producto: list[Grupo]
    por_puntaje: Conteo


def reunir(periodo: Periodo, *, ahora: datetime) -> Cifras:
    """Ask for every figure: eight queries."""
    todos: QuerySet[Caso] = Caso.objects.filter(fusionado_en=None, **periodo.filtros)
    casos = todos.filter(creado__gte=periodo.desde, creado__lt=periodo.hasta)
    casos = casos.exclude(estado=Estado.CANCELADO)
    return Cifras(
        por_estado=consultas.contar_por_estado(todos),
        por_antiguedad=consultas.contar_por_antiguedad(todos, ahora=ahora),
        total=consultas.resumir(casos, ahora=ahora),
        tramos_respuesta=consultas.contar_por_tramo(casos, "minutos_respuesta"),
        tramos_solucion=consultas.contar_por_tramo(casos, "minutos_solucion"),
        por_agente=consultas.resumir_por_agente(casos, ahora=ahora),
        por_producto=consultas.resumir_por_producto(casos, ahora=ahora),
        por_puntaje=consultas.contar_por_puntaje(casos),
    )

"""The figures, added up by PostgreSQL: some rows come back, however many cases there are.

Two populations. What is open is told as it stands now; everything else is told of the cases opened
in the period, so that every figure of it is about the same cases. Cancelled and merged cases
solved nothing and count in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Avg, Count, FloatField, Q, QuerySet

from mesa_ayuda.enums import ABIERTOS, Estado
from mesa_ayuda.models import Caso, Encuesta

MEDIANA: Final = 0.5
P90: Final = 0.9
ANTIGUEDADES: Final = (
    ("Menos de 1 día", timedelta(days=1)),
    ("De 1 a 3 días", timedelta(days=3)),
    ("De 3 a 7 días", timedelta(days=7)),
    ("De 7 a 30 días", timedelta(days=30)),
    ("30 días o más", None),
)
# Working hours; a working day of the seeds' calendar has 12.
TRAMOS: Final = (
    ("Hasta 1 hora", 60),
    ("De 1 a 2 horas", 120),
    ("De 2 a 4 horas", 240),
    ("De 4 a 8 horas", 480),
    ("De 8 a 24 horas", 1440),
    ("De 24 a 72 horas", 4320),
    ("Más de 72 horas", None),
)
PUNTAJES: Final = range(1, 6)
EN_LA_LISTA: Final = 15
"""Agents, or products, that are told one by one: those with most cases."""

Conteo = list[tuple[str, int]]


class PercentilContinuo(Aggregate):
    """`percentile_cont` of PostgreSQL over an expression; NULLs don't count."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraccion)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, campo: str, fraccion: float) -> None:
        super().__init__(campo, fraccion=fraccion)


@dataclass(frozen=True, slots=True)
class Tiempo:
    """A target over some cases: minutes of working time, and how many of the judged kept it."""

    mediana: float | None
    p90: float | None
    cumplidos: int
    juzgados: int

    @property
    def porcentaje(self) -> int | None:
        """The share within target, rounded; None where nothing could be judged."""
        return round(100 * self.cumplidos / self.juzgados) if self.juzgados else None


@dataclass(frozen=True, slots=True)
class Grupo:
    """Some cases of the period and how they fared; `puntaje` is the mean of `opiniones`."""

    nombre: str
    casos: int
    respuesta: Tiempo
    solucion: Tiempo
    puntaje: float | None
    opiniones: int


def contar_por_estado(casos: QuerySet[Caso]) -> Conteo:
    """Return the open cases by state, every open state in its order."""
    abiertos = casos.filter(estado__in=ABIERTOS).order_by()
    cuantos = dict(abiertos.values_list("estado").annotate(Count("pk")))
    return [(str(Estado(estado).label), cuantos.get(estado, 0)) for estado in ABIERTOS]


def contar_por_antiguedad(casos: QuerySet[Caso], *, ahora: datetime) -> Conteo:
    """Return the open cases by the days that have gone by since they were opened."""
    condiciones, anterior = [], None
    for _, edad in ANTIGUEDADES:
        condicion = Q(creado__gt=ahora - edad) if edad else Q()
        condiciones.append(condicion & (Q(creado__lte=ahora - anterior) if anterior else Q()))
        anterior = edad
    return _contar(casos.filter(estado__in=ABIERTOS), ANTIGUEDADES, condiciones)


def contar_por_tramo(casos: QuerySet[Caso], campo: str) -> Conteo:
    """Return the cases by the working time in `campo`; those without it count nowhere."""
    condiciones, anterior = [], None
    for _, minutos in TRAMOS:
        hasta = {f"{campo}__lte": minutos} if minutos else {f"{campo}__isnull": False}
        desde = Q(**{f"{campo}__gt": anterior}) if anterior else Q()
        condiciones.append(Q(**hasta) & desde)
        anterior = minutos
    return _contar(casos, TRAMOS, condiciones)


def contar_por_puntaje(casos: QuerySet[Caso]) -> Conteo:
    """Return how many gave each score, the best first."""
    encuestas = Encuesta.objects.filter(caso__in=casos.order_by(), respondida_en__isnull=False)
    cuantos = dict(encuestas.order_by().values_list("puntaje").annotate(Count("pk")))
    return [(str(puntaje), cuantos.get(puntaje, 0)) for puntaje in reversed(PUNTAJES)]


def resumir(casos: QuerySet[Caso], *, ahora: datetime) -> Grupo:
    """Return all the cases of the period as one group."""
    return _grupo("Todos", casos.order_by().aggregate(**_medidas(ahora)))


def resumir_por_agente(casos: QuerySet[Caso], *, ahora: datetime) -> list[Grupo]:
    """Return the cases by whom they are assigned to now, the busiest first."""
    nombres = ("asignado__first_name", "asignado__last_name", "asignado__username")
    filas = _por(casos, ("asignado", *nombres), ahora)
    return [_grupo(_persona(*(fila[n] for n in nombres)), fila) for fila in filas]


def resumir_por_producto(casos: QuerySet[Caso], *, ahora: datetime) -> list[Grupo]:
    """Return the cases by product, the one with most cases first."""
    filas = _por(casos, ("producto", "producto__nombre"), ahora)
    return [_grupo(fila["producto__nombre"] or "Sin producto", fila) for fila in filas]


def _por(casos: QuerySet[Caso], campos: Sequence[str], ahora: datetime) -> list[dict[str, Any]]:
    agrupados = casos.order_by().values(*campos).annotate(**_medidas(ahora))
    return list(agrupados.order_by("-casos", *campos[1:])[:EN_LA_LISTA])


def _contar(
    casos: QuerySet[Caso], tramos: Sequence[tuple[str, object]], condiciones: Sequence[Q]
) -> Conteo:
    """Count several conditions in one pass over the cases."""
    cuentas = {f"n{n}": Count("pk", filter=c) for n, c in enumerate(condiciones)}
    contados = casos.order_by().aggregate(**cuentas)
    return [(nombre, contados[f"n{n}"]) for n, (nombre, _) in enumerate(tramos)]


def _medidas(ahora: datetime) -> dict[str, Aggregate]:
    """Every measure of a group. What is overdue and still unmet has missed its target already."""
    medidas: dict[str, Aggregate] = {
        "casos": Count("pk"),
        "puntaje": Avg("encuesta__puntaje"),
        "opiniones": Count("encuesta__puntaje"),
    }
    for reloj in ("respuesta", "solucion"):
        juzgado = Q(**{f"{reloj}_a_tiempo__isnull": False}) | Q(**{f"vence_{reloj}__lt": ahora})
        medidas |= {
            f"{reloj}_mediana": PercentilContinuo(f"minutos_{reloj}", MEDIANA),
            f"{reloj}_p90": PercentilContinuo(f"minutos_{reloj}", P90),
            f"{reloj}_cumplidos": Count("pk", filter=Q(**{f"{reloj}_a_tiempo": True})),
            f"{reloj}_juzgados": Count("pk", filter=juzgado),
        }
    return medidas


def _grupo(nombre: str, fila: dict[str, Any]) -> Grupo:
    respuesta, solucion = (
        Tiempo(*(fila[f"{reloj}_{que}"] for que in ("mediana", "p90", "cumplidos", "juzgados")))
        for reloj in ("respuesta", "solucion")
    )
    return Grupo(nombre, fila["casos"], respuesta, solucion, fila["puntaje"], fila["opiniones"])


def _persona(nombres: str | None, apellidos: str | None, usuario: str | None) -> str:
    return f"{nombres or ''} {apellidos or ''}".strip() or usuario or "Sin asignar"

"""Bar charts as geometry for an SVG template. Pure.

Widths are percentages and heights pixels: the plot takes the width that there is, and its letters
keep their size at 320 px. Colours are classes of the style sheet, which knows the dark scheme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mesa_ayuda.cifras.consultas import Conteo, Grupo

ALTO_BARRA: Final = 40
"""A row of words, the bar under it, and air."""
ROTULO_MAXIMO: Final = 30
"""Letters of a label: what a telephone has room for beside the value."""

MEDIDAS: Final = (
    *("Casos", "Primera respuesta, mediana", "Primera respuesta, percentil 90"),
    *("Respondidos a tiempo", "Solución, mediana", "Solución, percentil 90", "Resueltos a tiempo"),
    "Satisfacción, de 1 a 5",
)


@dataclass(frozen=True, slots=True)
class Barra:
    """One bar: its label cut to size, its value in words, and where it is drawn."""

    rotulo: str
    corto: str
    texto: str
    ancho: float
    y: int


@dataclass(frozen=True, slots=True)
class Grafica:
    """A plot with the words that say the same; `columnas` head the table of its values."""

    clave: str
    titulo: str
    nota: str
    columnas: tuple[str, str]
    barras: tuple[Barra, ...]

    @property
    def alto(self) -> int:
        """Pixels."""
        return ALTO_BARRA * len(self.barras)

    @property
    def descripcion(self) -> str:
        """The whole plot in one sentence, for who doesn't see it."""
        return "; ".join(f"{barra.rotulo}: {barra.texto}" for barra in self.barras) + "."


def de_conteo(
    clave: str, titulo: str, conteo: Conteo, *, nota: str, columnas: tuple[str, str]
) -> Grafica | None:
    """Draw counts with their share of the whole; None where there is nothing to draw."""
    total = sum(cuantos for _, cuantos in conteo)
    if not total:
        return None
    mayor = max(cuantos for _, cuantos in conteo)
    filas = [
        (nombre, f"{miles(cuantos)} ({round(100 * cuantos / total)} %)", 100 * cuantos / mayor)
        for nombre, cuantos in conteo
    ]
    return Grafica(clave, titulo, nota, columnas, _barras(filas))


def de_metas(clave: str, titulo: str, total: Grupo, *, nota: str) -> Grafica | None:
    """Draw the share of each target that was kept."""
    filas = [
        (
            nombre,
            f"{tiempo.porcentaje} % ({miles(tiempo.cumplidos)} de {miles(tiempo.juzgados)})",
            float(tiempo.porcentaje),
        )
        for nombre, tiempo in (("Primera respuesta", total.respuesta), ("Solución", total.solucion))
        if tiempo.porcentaje is not None
    ]
    if not filas:
        return None
    return Grafica(clave, titulo, nota, ("Meta", "Dentro de la meta"), _barras(filas))


def de_grupos(
    clave: str, titulo: str, grupos: Sequence[Grupo], *, nota: str, columna: str
) -> Grafica | None:
    """Draw how many cases each group has."""
    conteo = [(grupo.nombre, grupo.casos) for grupo in grupos]
    return de_conteo(clave, titulo, conteo, nota=nota, columnas=(columna, "Casos"))


def filas(grupos: Sequence[Grupo]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each group's name and its measures, in words, with their headings."""
    return [
        (grupo.nombre, list(zip(MEDIDAS, _en_palabras(grupo), strict=True))) for grupo in grupos
    ]


def puntaje(promedio: float | None) -> str:
    """Return a mean of scores with one decimal, «—» where nobody gave any."""
    return "—" if promedio is None else f"{promedio:.1f}".replace(".", ",")


def miles(cuantos: int) -> str:
    """Return a number with points between the thousands."""
    return f"{cuantos:,}".replace(",", ".")


def duracion(minutos: float | None) -> str:
    """Return working minutes as people say them: «45 min», «3 h 20 min», «—»."""
    if minutos is None:
        return "—"
    horas, resto = divmod(round(minutos), 60)
    if not horas:
        return f"{resto} min"
    return f"{miles(horas)} h {resto} min" if resto else f"{miles(horas)} h"


def _en_palabras(grupo: Grupo) -> list[str]:
    tiempos = []
    for tiempo in (grupo.respuesta, grupo.solucion):
        a_tiempo = "—" if tiempo.porcentaje is None else f"{tiempo.porcentaje} %"
        tiempos += [duracion(tiempo.mediana), duracion(tiempo.p90), a_tiempo]
    opiniones = f" ({miles(grupo.opiniones)})" if grupo.opiniones else ""
    return [miles(grupo.casos), *tiempos, puntaje(grupo.puntaje) + opiniones]


def _barras(filas: Sequence[tuple[str, str, float]]) -> tuple[Barra, ...]:
    return tuple(
        Barra(rotulo, _cortar(rotulo), texto, round(ancho, 1), lugar * ALTO_BARRA)
        for lugar, (rotulo, texto, ancho) in enumerate(filas)
    )


def _cortar(rotulo: str) -> str:
    return rotulo if len(rotulo) <= ROTULO_MAXIMO else f"{rotulo[: ROTULO_MAXIMO - 1].rstrip()}…"

"""How a help desk's steps are timed: alike for both."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

from django.test import Client

from tests.rendimiento import mesa_correo

RATO = 0.6
"""Seconds for each step in each round; a step is done once at least."""
SERVIDOR = {"HTTP_HOST": "portal.example", "secure": True}

ATENDEDOR = Client().handler
"""One for all browsers, as a server has: each would read its middleware again, with every file."""

Pasos = dict[str, Callable[[], None]]


def atender(pasos: Pasos) -> None:
    """Measure all steps for each line that comes, and answer it with milliseconds."""
    for _ in sys.stdin:
        print(json.dumps({paso: _medir(hacer) for paso, hacer in pasos.items()}), flush=True)


def _medir(hacer: Callable[[], None]) -> float:
    tiempos: list[float] = []
    limite = time.perf_counter() + RATO
    while not tiempos or time.perf_counter() < limite:
        inicio = time.perf_counter()
        hacer()
        tiempos.append(time.perf_counter() - inicio)
    return 1000 * median(tiempos)


def abrir_navegador() -> Client:
    """Return a browser of its own session."""
    navegador = Client()
    navegador.handler = ATENDEDOR
    return navegador


def ver(navegador: Client, ruta: str, dice: str = "") -> str:
    """Ask for a page that must be there and say so; return it."""
    respuesta = navegador.get(ruta, **SERVIDOR)  # type: ignore[arg-type]
    texto: str = respuesta.content.decode()
    if respuesta.status_code != 200 or dice not in texto:
        raise RuntimeError(f"{ruta}: {respuesta.status_code}, without «{dice}»")
    return texto


def enviar(navegador: Client, ruta: str, datos: dict[str, str]) -> None:
    """Send a form that must be accepted, which both answer by leading elsewhere."""
    respuesta = navegador.post(ruta, datos, **SERVIDOR)  # type: ignore[arg-type]
    if respuesta.status_code != 302:
        raise RuntimeError(f"{ruta}: {respuesta.status_code}")


def claves(casos: int) -> Iterator[int]:
    """Go through the cases in large steps, so that none is read twice in a row."""
    return (1 + n * 7919 % casos for n in count(1))


def correos() -> Iterator[bytes]:
    """Give mails of the same mixture to both: people known and not, answers, machines."""
    return (mesa_correo.correo(n, primera=False).as_bytes() for n in count(0))

"""The help desk beside django-helpdesk: same PostgreSQL, same cases, one run, turns taken by each.

Each is one process that answers its own pages through Django's test client: no server's cost hides
the difference. Each step is repeated for a while in every round; printed are medians of rounds. A
search of the peer's is its page and the rows that its script asks for; so is its list. Mails are
taken in by one process, and both write their copies to the same disk. Mail goes out as each does
it: the peer's within the request, to a server on this machine; ours is left to a worker.

The work is not the same: with a new case ours also starts clocks and keeps a history, and with a
mail the raw copy, an account and a password for whoever is new; the peer does none of these.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg

from portal.desarrollo.motores import RAIZ, Motores, efimeros
from tests.concurrencia.sumidero import sumidero
from tests.produccion import entorno
from tests.rendimiento.proceso import correr

TALLAS = (1_000, 100_000, 1_000_000)
RONDAS = 3
CRECIMIENTO_MAXIMO = 1.5
ACOTADOS = ("lista", "caso", "búsqueda común", "búsqueda rara", "mis casos")
"""The steps whose time may not grow with the cases there are."""

Tiempos = dict[str, float]
"""Milliseconds by step."""


@dataclass(frozen=True)
class Mesa:
    """A process that measures one help desk each time that it is told to."""

    proceso: "subprocess.Popen[str]"

    def ronda(self) -> Tiempos:
        """Measure every step once more."""
        assert self.proceso.stdin
        assert self.proceso.stdout
        self.proceso.stdin.write("ronda\n")
        self.proceso.stdin.flush()
        linea = self.proceso.stdout.readline()
        if not linea:
            raise RuntimeError("a help desk's process ended; see its error above")
        tiempos: Tiempos = json.loads(linea)
        return tiempos


def main() -> None:
    """Print, for each number of cases, one line a step; then how ours grew."""
    propios: dict[int, Tiempos] = {}
    for casos in TALLAS:
        propios[casos], ajenos = comparar(casos)
        for paso, ms in propios[casos].items():
            print(
                f"mesa de ayuda, {casos} casos, {paso}: {ms:.1f} ms"
                f"  django-helpdesk: {ajenos[paso]:.1f} ms"
                f"  proporción {ms / ajenos[paso]:.3f}{_contra_chica(paso, casos, propios)}",
                flush=True,
            )


def comparar(casos: int) -> tuple[Tiempos, Tiempos]:
    """Return the medians of ours and of the peer's with that many cases."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-mesa-") as carpeta,
        efimeros() as motores,
        sumidero(Path(carpeta) / "buzon") as puerto,
    ):
        with psycopg.connect(motores.database_url) as conexion:
            conexion.execute("CREATE SCHEMA ajena")
        with (
            mesa("ajena", casos, motores, Path(carpeta), puerto) as ajena,
            mesa("propia", casos, motores, Path(carpeta), puerto) as propia,
        ):
            rondas = [(propia.ronda(), ajena.ronda()) for _ in range(RONDAS + 1)]
    # The first one only warms up.
    return _medianas([p for p, _ in rondas[1:]]), _medianas([a for _, a in rondas[1:]])


@contextmanager
def mesa(cual: str, casos: int, motores: Motores, carpeta: Path, puerto: int) -> Iterator[Mesa]:
    """Run one of the two, its tables filled in; `puerto` is that of a mail server."""
    propia = cual == "propia"
    url = motores.database_url
    ambiente = entorno(
        # The peer's tables have a schema of their own.
        DATABASE_URL=url if propia else f"{url}&options=-csearch_path%3Dajena",
        REDIS_URL=motores.redis_url,
        DJANGO_SETTINGS_MODULE="portal.settings" if propia else "tests.rendimiento.mesa_ajustes",
        PORTAL_ARCHIVOS=str(carpeta / cual),
        PORTAL_ESTATICOS=str(carpeta / "estaticos"),
        PORTAL_LOG_LEVEL="ERROR",
        SUMIDERO=str(puerto),
        PYTHONPATH=str(RAIZ),
    )
    correr(ambiente, "migrate", "--verbosity", "0")
    if propia:
        correr(ambiente, "collectstatic", "--noinput", "--verbosity", "0")
    orden = [sys.executable, "-m", f"tests.rendimiento.mesa_{cual}", str(casos)]
    with ExitStack() as pila:
        proceso = pila.enter_context(
            subprocess.Popen(
                orden,
                cwd=RAIZ,
                env=ambiente,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        pila.callback(proceso.terminate)
        yield Mesa(proceso)


def _medianas(rondas: list[Tiempos]) -> Tiempos:
    return {paso: median(ronda[paso] for ronda in rondas) for paso in rondas[0]}


def _contra_chica(paso: str, casos: int, propios: dict[int, Tiempos]) -> str:
    chica = TALLAS[0]
    if casos == chica:
        return " (máximo 1)"
    parte = propios[casos][paso] / propios[chica][paso]
    bar = f" (máximo {CRECIMIENTO_MAXIMO})" if paso in ACOTADOS and casos == TALLAS[-1] else ""
    return f"  contra {chica}: {parte:.2f}{bar}"


if __name__ == "__main__":
    main()

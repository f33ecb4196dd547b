"""Look-up list and detail on gunicorn, beside the same templates rendered from constants.

Two portals run at once, on bases of 1,000 and of 1,000,000 requests; every round measures each
address for a few seconds, so that a noisy machine treats all alike. Printed are medians.
"""

import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from portal.desarrollo.motores import RAIZ, efimeros
from tests.produccion import entorno
from tests.rendimiento.carga import Medida, medir

CHICA, GRANDE = 1_000, 1_000_000
RONDAS, SEGUNDOS = 5, 3
PISO_MINIMO, CRECIMIENTO_MAXIMO = 0.6, 1.3

PREPARAR = """
import json, django; django.setup()
from django.contrib.sessions.backends.cached_db import SessionStore
from solicitudes import consulta
from solicitudes.enums import EstadoSolicitud
from solicitudes.models import Solicitud
from tests.rendimiento.poblacion import poblar
poblar({cuantas})
solicitud = (Solicitud.objects.filter(estado=EstadoSolicitud.FINALIZADA, titular__tipo="CC",
    certificado__isnull=False).select_related("titular").order_by("pk")[{cuantas} // 20])
sesion = SessionStore()
consulta.abrir(sesion, tipo=solicitud.titular.tipo, numero=solicitud.titular.numero)
sesion.create()
print(json.dumps([solicitud.titular_id, solicitud.numero, sesion.session_key]))
"""


@dataclass(frozen=True)
class Portal:
    """A running portal, and the person, request and session that are asked for."""

    puerto: int
    persona: int
    numero: int
    sesion: str

    def medir(self, ruta: str) -> Medida:
        """Measure one address of this portal for a few seconds."""
        ruta = ruta.format(persona=self.persona, numero=self.numero)
        galleta = "" if "constante" in ruta else f"__Host-sesion={self.sesion}"
        return medir(self.puerto, ruta, galleta=galleta, segundos=SEGUNDOS)


@contextmanager
def portal(cuantas: int, puerto: int, carpeta: Path) -> Iterator[Portal]:
    """Run a portal of its own engines with that many requests in its base."""
    with efimeros() as motores, ExitStack() as pila:
        ambiente = entorno(
            DATABASE_URL=motores.database_url,
            REDIS_URL=motores.redis_url,
            DJANGO_SETTINGS_MODULE="tests.rendimiento.ajustes",
            PORTAL_HOSTS="127.0.0.1",
            PORTAL_PROXY_HOPS="1",
            PORTAL_ESTATICOS=str(carpeta / "estaticos"),
            PORTAL_LOG_LEVEL="WARNING",
            GUNICORN_BIND=f"127.0.0.1:{puerto}",
            WEB_CONCURRENCY="1",
            PYTHONPATH=str(RAIZ),
        )
        for orden in ("migrate", "collectstatic"):
            _correr(ambiente, "manage.py", orden, "--noinput", "--verbosity", "0")
        salida = _correr(ambiente, "-c", PREPARAR.format(cuantas=cuantas))
        persona, numero, sesion = json.loads(salida.splitlines()[-1])
        # A worker replaced half-way would cut the connections that are being measured.
        orden_web = [sys.executable, "-m", "gunicorn", "--max-requests", "0"]
        servidor = subprocess.Popen(orden_web, cwd=RAIZ, env=ambiente)
        pila.callback(servidor.wait)
        pila.callback(servidor.terminate)
        _esperar(puerto)
        yield Portal(puerto, persona, numero, sesion)


def _correr(ambiente: dict[str, str], *partes: str) -> str:
    return subprocess.run(
        [sys.executable, *partes],
        cwd=RAIZ,
        env=ambiente,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _esperar(puerto: int) -> None:
    limite = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{puerto}/salud/vivo", timeout=5).close()
            return
        except (OSError, urllib.error.URLError):
            if time.monotonic() > limite:
                raise
            time.sleep(0.3)


def main() -> None:
    """Print, for list and detail: rates, waits, share of the floor, growth with the base."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-rendimiento-") as carpeta,
        portal(CHICA, 8471, Path(carpeta)) as chico,
        portal(GRANDE, 8472, Path(carpeta)) as grande,
    ):
        for nombre, real, constante in (
            ("lista", "/estado/solicitudes/", "/constante/lista/{persona}/"),
            ("detalle", "/estado/solicitudes/{numero}/", "/constante/detalle/{persona}/{numero}/"),
        ):
            _informar(nombre, chico, grande, real, constante)


def _informar(nombre: str, chico: Portal, grande: Portal, real: str, constante: str) -> None:
    series: dict[str, list[Medida]] = {"piso": [], "mil": [], "millón": []}
    for ronda in range(RONDAS + 1):
        medidas = {
            "piso": chico.medir(constante),
            "mil": chico.medir(real),
            "millón": grande.medir(real),
        }
        if ronda:  # the first one only warms up
            for clave, medida in medidas.items():
                series[clave].append(medida)
    errores = sum(medida.errores for serie in series.values() for medida in serie)
    parte = median(
        m.por_segundo / p.por_segundo for m, p in zip(series["mil"], series["piso"], strict=True)
    )
    crecimiento = median(
        c.por_segundo / g.por_segundo for c, g in zip(series["mil"], series["millón"], strict=True)
    )
    tasas = "  ".join(
        f"{clave} {median(m.por_segundo for m in serie):.0f}/s"
        f" p95 {median(m.p95_ms for m in serie):.0f} ms"
        for clave, serie in series.items()
    )
    print(
        f"consulta {nombre}: {tasas}  parte del piso {parte:.2f} (mínimo {PISO_MINIMO})"
        f"  millón/mil {crecimiento:.2f} (máximo {CRECIMIENTO_MAXIMO})  errores {errores}",
        flush=True,
    )


if __name__ == "__main__":
    main()

"""`manage.py sincronizar_matriculados` on 100,000 and 1,000,000 rows, beside a bare COPY.

Each synchronisation is a process of its own, timed from start to end, so that its peak memory is
its own: the first fills an empty registry, the second reads the same file again and changes
nothing. The floor is what none can beat: the same bytes copied into one table of text columns.
"""

import csv
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from portal.desarrollo.motores import efimeros
from tests.contrasenas.sincronizacion.archivos import COLUMNAS, fila, tabla
from tests.produccion import entorno
from tests.rendimiento.proceso import correr

FILAS = (100_000, 1_000_000)
CAMARA = "from tests.contrasenas.recetas import crear_camara; crear_camara('04')"


@dataclass(frozen=True)
class Corrida:
    """One synchronisation: seconds from start to end of its process, and its peak memory."""

    segundos: float
    pico_mb: int


def main() -> None:
    """Print a line for each size."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-sincronizacion-") as carpeta,
        efimeros() as motores,
    ):
        ambiente = entorno(
            DATABASE_URL=motores.database_url,
            REDIS_URL=motores.redis_url,
            DJANGO_SETTINGS_MODULE="portal.settings",
            PORTAL_LOG_LEVEL="WARNING",
        )
        correr(ambiente, "migrate", "--verbosity", "0")
        correr(ambiente, "shell", "--no-imports", "-c", CAMARA)
        for filas in FILAS:
            ruta = Path(carpeta) / f"{filas}.csv"
            escribir(ruta, filas)
            with psycopg.connect(motores.database_url) as conexion:
                conexion.execute("TRUNCATE contrasenas_matriculado CASCADE")
                conexion.execute("DELETE FROM contrasenas_filarechazada")
                conexion.execute("DELETE FROM contrasenas_sincronizacion")
            piso = _piso(motores.database_url, ruta)
            primera = sincronizar(ambiente, ruta, "nuevas", filas)
            segunda = sincronizar(ambiente, ruta, "sin_cambios", filas)
            print(
                f"sincronización: {filas} filas ({ruta.stat().st_size // 2**20} MB)  "
                f"{primera.segundos:.1f} s, {filas / primera.segundos:.0f}/s  "
                f"otra vez, sin cambios {segunda.segundos:.1f} s, "
                f"{filas / segunda.segundos:.0f}/s  "
                f"pico {max(primera.pico_mb, segunda.pico_mb)} MB  "
                f"piso, sólo COPY: {piso:.1f} s",
                flush=True,
            )


def escribir(ruta: Path, filas: int) -> None:
    """Write an export of invented merchants."""
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        csv.writer(archivo, delimiter=";").writerows(tabla(_personas(filas)))


def _personas(filas: int) -> Iterator[dict[str, str]]:
    for n in range(1, filas + 1):
        yield fila(n, celnot=f"310{n:07d}", ultanoren=str(2015 + n % 11))


def sincronizar(ambiente: dict[str, str], ruta: Path, cuenta: str, filas: int) -> Corrida:
    """Synchronise in a process of its own; every row must be counted there."""
    inicio = time.perf_counter()
    orden = ("sincronizar_matriculados", str(ruta), "--camara", "04", "--json")
    salida, pico = correr(ambiente, *orden).splitlines()
    transcurrido = time.perf_counter() - inicio
    if json.loads(salida)[cuenta] != filas:
        raise RuntimeError(f"the synchronisation went wrong: {salida}")
    return Corrida(transcurrido, int(pico) // 1024)


def _piso(database_url: str, ruta: Path) -> float:
    """Return the seconds of a bare COPY of the file into one table of texts."""
    columnas = ", ".join(f"{columna} text" for columna in COLUMNAS)
    with psycopg.connect(database_url) as conexion, ruta.open("rb") as archivo:
        conexion.execute(f"CREATE TABLE piso ({columnas})")
        inicio = time.perf_counter()
        orden = "COPY piso FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
        with conexion.cursor().copy(orden) as copia:
            while trozo := archivo.read(1024 * 1024):
                copia.write(trozo)
        conexion.commit()
        transcurrido = time.perf_counter() - inicio
        conexion.execute("DROP TABLE piso")
    return transcurrido


if __name__ == "__main__":
    main()

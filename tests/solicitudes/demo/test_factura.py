"""The invented invoice: a whole PDF that says what it is."""

import re
import zlib
from base64 import a85decode

import pytest

from solicitudes.demo import factura
from solicitudes.factura_pdf import revisar_pdf
from tests.solicitudes import recetas

pytestmark = pytest.mark.django_db


def texto(pdf: bytes) -> str:
    """What the pages write, glued together; enough to look for words in."""
    trozos = []
    for cuerpo in re.findall(rb"stream\s(.*?)endstream", pdf, re.DOTALL):
        datos = cuerpo.strip().removesuffix(b"~>")
        try:
            pagina = zlib.decompress(a85decode(datos))
        except (ValueError, zlib.error):
            continue
        trozos += re.findall(rb"\((.*?)(?<!\\)\) Tj", pagina)
    octales = b" ".join(trozos)
    plano = re.sub(rb"\\(\d{3})", lambda m: bytes([int(m[1], 8)]), octales)
    return plano.replace(b"\\(", b"(").replace(b"\\)", b")").decode("cp1252", "replace")


def test_es_un_pdf_entero_que_dice_que_no_vale() -> None:
    pdf = factura.componer(recetas.caso_del_manual().orden)
    assert revisar_pdf(pdf) == ""
    assert len(pdf) < 20_000
    escrito = texto(pdf)
    assert escrito.count(factura.DEMOSTRACION) == 2
    for dicho in (
        "FD-434043",
        "434070",
        "SAMUEL ANDRÉS DUARTE ARBELÁEZ",
        "CC 1013592259",
        "Profesional Titulado",
        "2 de agosto de 2016",
    ):
        assert dicho in escrito, dicho


def test_suma_una_linea_por_solicitud_y_el_iva() -> None:
    orden = recetas.crear_orden()
    for _ in range(2):
        recetas.crear_solicitud(orden=orden)
    escrito = texto(factura.componer(orden)).replace("\xa0", " ")
    assert "$ 372.000" in escrito
    assert "$ 70.680" in escrito
    assert "$ 442.680" in escrito


def test_muchas_solicitudes_ocupan_varias_paginas_y_cada_una_lo_dice() -> None:
    orden = recetas.crear_orden()
    for _ in range(40):
        recetas.crear_solicitud(orden=orden)
    escrito = texto(factura.componer(orden))
    assert "Página 2" in escrito
    assert escrito.count(factura.DEMOSTRACION) == 2 * escrito.count("Página")


def test_la_misma_orden_da_el_mismo_archivo() -> None:
    orden = recetas.caso_del_manual().orden
    assert factura.componer(orden) == factura.componer(orden)


def test_un_nombre_con_signos_no_rompe_el_documento() -> None:
    orden = recetas.crear_orden(solicitante=recetas.crear_persona(nombre="PEÑA & <HIJOS> S.A.S."))
    assert "PEÑA&<HIJOS>S.A.S." in "".join(texto(factura.componer(orden)).split())

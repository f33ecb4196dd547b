"""Telling a whole PDF from what only looks like one."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from solicitudes.factura_pdf import TAMANO_MAXIMO, revisar_pdf


def hacer_pdf() -> bytes:
    """Make a real one-page PDF."""
    salida = BytesIO()
    lienzo = Canvas(salida)
    lienzo.drawString(72, 720, "Factura de prueba")
    lienzo.save()
    return salida.getvalue()


def test_un_pdf_entero_pasa() -> None:
    assert revisar_pdf(hacer_pdf()) == ""


def test_unos_octetos_despues_del_final_se_perdonan() -> None:
    assert revisar_pdf(hacer_pdf() + b"\r\n\0\0") == ""


def test_una_actualizacion_incremental_pasa() -> None:
    original = hacer_pdf()
    agregado = original + b"9 0 obj\n<<>>\nendobj\n"
    xref = b"xref\n0 0\ntrailer\n<<>>\nstartxref\n%d\n%%%%EOF\n" % len(agregado)
    assert revisar_pdf(agregado + xref) == ""


def test_las_referencias_pueden_ser_un_flujo() -> None:
    cuerpo = b"%PDF-1.7\n"
    pdf = cuerpo + b"7 0 obj\n<</Type/XRef>>\nendobj\nstartxref\n%d\n%%%%EOF" % len(cuerpo)
    assert revisar_pdf(pdf) == ""


@pytest.mark.parametrize(
    "contenido",
    [
        b"",
        b"hola",
        b"PK\x03\x04 un zip",
        b"<html><script>alert(1)</script>" + hacer_pdf(),
        b" " + hacer_pdf(),
        b"%PDF-9",
    ],
)
def test_lo_que_no_empieza_como_pdf_se_rechaza(contenido: bytes) -> None:
    assert "no es un PDF" in revisar_pdf(contenido)


@pytest.mark.parametrize("corte", [20, 200, -30])
def test_un_pdf_cortado_se_rechaza(corte: int) -> None:
    assert "incompleto" in revisar_pdf(hacer_pdf()[:corte])


@pytest.mark.parametrize("lugar", [b"3", b"99999999", b"9999999999"])
def test_un_pdf_cuya_tabla_no_esta_donde_dice_se_rechaza(lugar: bytes) -> None:
    antes, _, _ = hacer_pdf().rpartition(b"startxref")
    assert "dañado" in revisar_pdf(antes + b"startxref\n" + lugar + b"\n%%EOF\n")


def test_uno_demasiado_grande_se_rechaza() -> None:
    assert "5 MB" in revisar_pdf(hacer_pdf() + b"\0" * TAMANO_MAXIMO)


@given(st.binary(max_size=300))
def test_ningun_contenido_rompe_la_revision(contenido: bytes) -> None:
    assert revisar_pdf(b"%PDF-1.4\n" + contenido) != ""

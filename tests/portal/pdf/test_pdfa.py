"""What PDF/A-2 asks of the file (ISO 19005-2), as far as it can be read from the bytes.

The whole rules were checked by hand with PDFBox Preflight: only the version of the colour profile
(4, which PDF/A-1 lacks and PDF/A-2 allows) was named.
"""

import re
from io import BytesIO
from struct import unpack, unpack_from
from typing import Any

import pytest
from PIL import ImageCms

from tests.lectura_pdf import catalogo, ejecutar, leer
from tests.portal.pdf.recetas import crear_completo, crear_documento, crear_logo


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Return a document with a block of each kind, a logo, and letters that Spanish lacks."""
    return crear_completo(crear_logo())


def raras() -> bytes:
    """Return a document whose title needs a second subset."""
    return crear_documento("Łódź, Ωmega, Москва").terminar()


def fuentes(pdf: bytes) -> list[Any]:
    """Return the font dictionaries of the first page."""
    recursos = catalogo(pdf)["/Pages"]["/Kids"][0]["/Resources"]
    return [fuente.get_object() for fuente in recursos["/Font"].values()]


def tablas(programa: bytes) -> dict[bytes, bytes]:
    """Return the tables of a TrueType program."""
    (cuantas,) = unpack_from(">H", programa, 4)
    entradas = [unpack_from(">4sLLL", programa, 12 + 16 * n) for n in range(cuantas)]
    return {nombre: programa[desde : desde + largo] for nombre, _, desde, largo in entradas}


def avances(programa: bytes) -> list[float]:
    """Return the width of each code of a subset, in thousandths, as its own tables tell it."""
    partes = tablas(programa)
    (por_em,) = unpack_from(">H", partes[b"head"], 18)
    (propios,) = unpack_from(">H", partes[b"hhea"], 34)
    formato, _, _, primero, cuantos = unpack_from(">5H", partes[b"cmap"], 12)
    assert (formato, primero) == (6, 0)
    glifos = unpack_from(f">{cuantos}H", partes[b"cmap"], 22)
    anchos = [unpack_from(">H", partes[b"hmtx"], 4 * n)[0] for n in range(propios)]
    return [anchos[min(glifo, propios - 1)] * 1000 / por_em for glifo in glifos]


def test_toda_corriente_termina_en_su_renglon(pdf: bytes) -> None:
    assert pdf.count(b"endstream") > 5
    assert pdf.count(b"\nendstream\n") == pdf.count(b"endstream")


def test_la_cabecera_y_el_final_son_los_que_deben(pdf: bytes) -> None:
    primera, segunda = pdf.split(b"\n")[:2]
    assert primera == b"%PDF-1.7"
    assert segunda[:1] == b"%"
    assert all(octeto > 127 for octeto in segunda[1:5])
    assert pdf.endswith(b"%%EOF\n")
    identificadores = leer(pdf).trailer["/ID"]
    assert len(identificadores[0]) == 16
    assert "/Encrypt" not in leer(pdf).trailer


def test_el_color_es_srgb(pdf: bytes) -> None:
    (intencion,) = catalogo(pdf)["/OutputIntents"]
    assert intencion["/S"] == "/GTS_PDFA1"
    assert intencion["/DestOutputProfile"]["/N"] == 3
    perfil = ImageCms.ImageCmsProfile(BytesIO(intencion["/DestOutputProfile"].data))
    assert perfil.profile.xcolor_space.strip() == "RGB"
    assert perfil.profile.version < 5


def test_no_hay_transparencia_ni_acciones(pdf: bytes) -> None:
    claves = re.findall(rb"/(SMask|ExtGState|ca|CA|AA|OpenAction|JS|JavaScript)\b", pdf)
    assert claves == []


@pytest.mark.parametrize("hacer", [lambda: crear_completo(crear_logo()), raras])
def test_toda_fuente_esta_incrustada_con_sus_anchos(hacer: Any) -> None:
    encontradas = fuentes(hacer())
    assert len(encontradas) >= 2
    for fuente in encontradas:
        descriptor = fuente["/FontDescriptor"]
        # Symbolic: its own table of codes holds, and no other encoding (6.2.11.6).
        assert descriptor["/Flags"] & 4
        assert "/Encoding" not in fuente
        assert re.fullmatch(r"/[A-Z]{6}\+[\w-]+", fuente["/BaseFont"])
        programa = descriptor["/FontFile2"].data
        assert descriptor["/FontFile2"]["/Length1"] == len(programa)
        assert unpack(">H", tablas(programa)[b"cmap"][2:4]) == (1,)
        medidos = avances(programa)
        assert len(medidos) == len(fuente["/Widths"])
        for declarado, medido in zip(fuente["/Widths"], medidos, strict=True):
            assert float(declarado) == pytest.approx(medido, abs=1)


def test_cada_letra_dibujada_dice_cual_es() -> None:
    for fuente in fuentes(raras()):
        pares = re.findall(rb"<(\w\w)> <(\w+)>", fuente["/ToUnicode"].data)
        puntos = [bytes.fromhex(valor.decode()).decode("utf-16-be") for _, valor in pares[1:]]
        assert not {"\0", "\ufeff", "\ufffe"} & set(puntos)
    pagina = catalogo(raras())["/Pages"]["/Kids"][0]["/Contents"].data
    cadenas = re.findall(rb"<([0-9a-f]+)> Tj", pagina)
    assert len(cadenas) > 5
    # Code 0 is the missing glyph.
    assert not any(0 in bytes.fromhex(cadena.decode()) for cadena in cadenas)


def test_las_letras_raras_se_leen_y_no_pesan_en_los_demas() -> None:
    texto = ejecutar("pdftotext", "PDF", "-", pdf=raras())
    assert "Łódź, Ωmega, Москва" in texto
    assert len(fuentes(raras())) == len(fuentes(crear_documento().terminar())) + 1


def test_tiene_pocos_objetos(pdf: bytes) -> None:
    # The signer reads the list of them all.
    assert pdf.count(b" 0 obj\n") < 85

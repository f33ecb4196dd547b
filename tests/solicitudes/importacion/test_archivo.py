"""What a file is, by its content; where its headings are."""

import io
import zipfile

import pytest

from solicitudes.importacion import archivo
from solicitudes.importacion.archivo import elegir_encabezado, esta_vacia, reconocer, repartir
from solicitudes.importacion.columnas import COLUMNAS
from solicitudes.importacion.columnas import reconocer as reconocer_columnas
from solicitudes.importacion.enums import Formato
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.importacion.valores import Celda
from tests.solicitudes.importacion.archivos import csv_de, fila, xlsx_de

NECESARIAS = [columna.titulo for columna in COLUMNAS if columna.obligatoria]


def zip_de(*miembros: str) -> bytes:
    """A zip with these members."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as paquete:
        for miembro in miembros:
            paquete.writestr(miembro, "<x/>")
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "formato"),
    [
        (csv_de([fila()]), Formato.CSV),
        (csv_de([fila()], codificacion="utf-16"), Formato.CSV),
        (b"cualquier texto", Formato.CSV),
        (xlsx_de([fila()]), Formato.XLSX),
    ],
)
def test_el_formato_se_ve_en_el_contenido(contenido: bytes, formato: Formato) -> None:
    flujo = io.BytesIO(contenido)
    flujo.seek(5)
    assert reconocer(flujo) == formato
    assert flujo.tell() == 0


@pytest.mark.parametrize(
    ("contenido", "queja"),
    [
        (b"", "vacío"),
        (b" \r\n ", "vacío"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, r"antiguo \(.xls\) o con contraseña"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "No es un archivo CSV"),
        (b"MZ\x90\x00\x03", "No es un archivo CSV"),
        (zip_de("documento.xml"), "No es un libro de Excel"),
        (zip_de("xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        (xlsx_de([fila()])[:-40], "dañado o incompleto"),
        (b"PK\x03\x04 no es un zip", "dañado o incompleto"),
    ],
)
def test_lo_que_no_es_un_archivo_de_solicitudes_se_explica(contenido: bytes, queja: str) -> None:
    with pytest.raises(ArchivoInvalido, match=queja):
        reconocer(io.BytesIO(contenido))


def test_un_libro_que_se_infla_demasiado_se_rechaza(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivo, "TAMANO_MAXIMO", 10)
    with pytest.raises(ArchivoInvalido, match="demasiado grande"):
        reconocer(io.BytesIO(xlsx_de([fila()])))


def test_el_encabezado_es_la_fila_que_mas_columnas_reconoce() -> None:
    primeras: list[tuple[int, list[Celda]]] = [
        (1, ["Reporte de solicitudes", None]),
        (2, ["Orden", "del día"]),
        (4, [*NECESARIAS, "Empresa"]),
        (5, []),
    ]
    linea, encabezado = elegir_encabezado(primeras)
    assert linea == 4
    assert len(encabezado.posiciones) == len(NECESARIAS) + 1


def test_sin_encabezado_o_sin_columnas_necesarias_se_dice_que_falta() -> None:
    with pytest.raises(ArchivoInvalido, match="No se reconoce ninguna columna"):
        elegir_encabezado([(1, ["a", "b"]), (2, [])])
    with pytest.raises(ArchivoInvalido, match="No se reconoce ninguna columna"):
        elegir_encabezado([])
    with pytest.raises(ArchivoInvalido, match=r"Faltan columnas: «Tipo de certificado»\.$"):
        elegir_encabezado([(1, NECESARIAS[:-1])])


def test_una_fila_esta_vacia_si_solo_tiene_blancos() -> None:
    assert esta_vacia([])
    assert esta_vacia([None, "", "  ", "\xa0"])
    assert not esta_vacia([None, 0])
    assert not esta_vacia(["", "x"])


def test_las_celdas_se_reparten_por_columna_y_los_blancos_son_nada() -> None:
    encabezado = reconocer_columnas(["Orden", "Otra", "Solicitud", "Empresa", "Proyecto"])
    assert repartir(encabezado, ["434043", "x", 434070, " \t"]) == {
        "numero_orden": "434043",
        "numero_solicitud": 434070,
        "empresa": None,
        "proyecto": None,
    }

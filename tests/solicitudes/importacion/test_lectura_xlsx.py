"""Excel workbooks: what Excel, LibreOffice and programs write, whole and broken."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from solicitudes.importacion.archivo import FilaCruda
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.importacion.lectura_xlsx import LibroXlsx, Textos
from tests.solicitudes.importacion.archivos import Celdas, fila, tabla, xlsx_de

FILAS: list[Celdas] = [fila(1, empresa="PEÑA & CÍA. <S.A.>"), fila(2, empresa="")]
HOJA = "xl/worksheets/sheet1.xml"


def leer(contenido: bytes) -> tuple[LibroXlsx, list[FilaCruda]]:
    """Open and read everything."""
    libro = LibroXlsx(io.BytesIO(contenido))
    return libro, list(libro.filas())


def guardar(libro: Workbook) -> bytes:
    """The workbook's bytes."""
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def cambiar(
    contenido: bytes, miembro: str, cambio: Callable[[bytes], bytes], **nuevos: bytes
) -> bytes:
    """The same package with one member changed, and others added by name without folder."""
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenido)) as viejo, zipfile.ZipFile(salida, "w") as nuevo:
        for nombre in viejo.namelist():
            datos = viejo.read(nombre)
            nuevo.writestr(nombre, cambio(datos) if nombre == miembro else datos)
        for nombre, datos in nuevos.items():
            nuevo.writestr(f"xl/{nombre}.xml", datos)
    return salida.getvalue()


def con_textos_compartidos(contenido: bytes) -> bytes:
    """The same workbook as Excel writes it: texts in one table, cells with their index."""
    textos: list[str] = []

    def compartir(hoja: bytes) -> bytes:
        def indice(celda: re.Match[str]) -> str:
            textos.append(unescape(celda[2]))
            return f'<c {celda[1]}t="s"><v>{len(textos) - 1}</v></c>'

        patron = r'<c ([^>]*?)t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>'
        return re.sub(patron, indice, hoja.decode()).encode()

    compartido = cambiar(contenido, HOJA, compartir)
    fuente = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    tabla_xml = f"<sst {fuente}>" + "".join(
        # A text with formats has runs; a guide to its reading is no part of it.
        f"<si><r><t>{escape(t[:2])}</t></r><r><t xml:space='preserve'>{escape(t[2:])}</t></r>"
        "<rPh sb='0' eb='1'><t>guía</t></rPh></si>"
        for t in textos
    )
    parte = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    return cambiar(
        compartido,
        "[Content_Types].xml",
        lambda datos: datos.replace(b"</Types>", parte.encode()),
        sharedStrings=f"{tabla_xml}</sst>".encode(),
    )


def test_se_leen_todas_las_celdas_como_las_lee_openpyxl() -> None:
    contenido = xlsx_de(FILAS)
    libro, filas = leer(contenido)
    hoja = load_workbook(io.BytesIO(contenido), read_only=True).worksheets[0]
    esperadas: list[list[Any]] = [list(valores) for valores in hoja.iter_rows(values_only=True)]
    assert list(libro.encabezado.titulos) == esperadas[0]
    leidas: list[list[Any]] = [list(f.celdas) for f in filas]
    for celdas in (*leidas, *esperadas[1:]):
        celdas += [None] * (len(esperadas[0]) - len(celdas))
    assert leidas == esperadas[1:]


def test_el_total_se_estima_si_la_hoja_dice_su_tamano() -> None:
    libro = Workbook()
    assert libro.active is not None
    for celdas in tabla([fila(n) for n in range(1, 8)]):
        libro.active.append(celdas)
    assert leer(guardar(libro))[0].total_estimado == 7
    assert leer(xlsx_de(FILAS))[0].total_estimado == 0


def test_los_textos_compartidos_de_excel_se_leen_igual() -> None:
    propios = leer(xlsx_de(FILAS))[1]
    compartidos = leer(con_textos_compartidos(xlsx_de(FILAS)))[1]
    assert compartidos == propios


@given(st.lists(st.text(max_size=30), max_size=40))
@settings(max_examples=50)
def test_la_tabla_de_textos_devuelve_lo_que_recibio(textos: list[str]) -> None:
    guardados = Textos()
    for texto in textos:
        guardados.anadir(texto)
    assert len(guardados) == len(textos)
    assert [guardados[indice] for indice in reversed(range(len(textos)))] == textos[::-1]
    with pytest.raises(IndexError):
        guardados[len(textos)]


def test_numeros_fechas_logicos_y_formulas_llegan_como_lo_que_son() -> None:
    libro = Workbook()
    hoja = libro.active
    assert hoja is not None
    for celdas in tabla([fila(1)]):
        hoja.append(celdas)
    hoja["A2"], hoja["B2"] = 434070, 434043.0
    hoja["C2"], hoja["D2"] = datetime(2016, 8, 3, 14, 30), date(2016, 8, 3)
    hoja["E2"], hoja["F2"] = True, 1.5
    hoja["G2"] = "=1+1"
    _, [leida] = leer(guardar(libro))
    assert list(leida.celdas)[:6] == [
        *(434070, 434043, datetime(2016, 8, 3, 14, 30), datetime(2016, 8, 3), True, 1.5),
    ]
    # A formula that no program has worked out yet has no value.
    assert len(leida.celdas) == 8
    assert leida.celdas[6] is None


def test_el_encabezado_puede_estar_debajo_de_un_titulo_y_las_filas_vacias_no_cuentan() -> None:
    antes: list[list[object]] = [["Reporte de solicitudes"], [], ["Generado", date(2026, 11, 23)]]
    libro, filas = leer(xlsx_de([fila(1), {}, fila(2)], antes=antes))
    assert libro.linea_encabezado == 4
    assert [f.linea for f in filas] == [5, 7]


def test_se_toma_la_primera_hoja_que_tiene_los_encabezados() -> None:
    libro = Workbook()
    portada = libro.active
    assert portada is not None
    portada["B3"] = "Portada"
    libro.create_chartsheet("Gráfico")
    datos = libro.create_sheet("Datos")
    for celdas in tabla(FILAS):
        datos.append(celdas)
    assert len(leer(guardar(libro))[1]) == 2


def test_una_hoja_sin_referencias_de_celda_se_lee_en_orden() -> None:
    def sin_referencias(hoja: bytes) -> bytes:
        return re.sub(rb' r="[A-Z]*\d+"', b"", hoja)

    propias = leer(xlsx_de(FILAS))[1]
    assert leer(cambiar(xlsx_de(FILAS), HOJA, sin_referencias))[1] == propias


def test_una_dimension_equivocada_no_corta_las_filas() -> None:
    def mentir(hoja: bytes) -> bytes:
        sin = re.sub(rb"<dimension[^>]*/>", b"", hoja)
        return sin.replace(b"<sheetData>", b'<dimension ref="A1:B2"/><sheetData>')

    _, filas = leer(cambiar(xlsx_de(FILAS), HOJA, mentir))
    assert len(filas) == 2
    assert len(filas[0].celdas) == 9


def test_lo_que_esta_a_la_derecha_de_los_encabezados_no_se_lee() -> None:
    libro = Workbook()
    hoja = libro.active
    assert hoja is not None
    for celdas in tabla([fila(1)]):
        hoja.append(celdas)
    hoja["XFD2"] = "lejos"
    _, [leida] = leer(guardar(libro))
    assert "lejos" not in leida.celdas


def test_sin_encabezados_o_sin_hojas_utiles_se_explica() -> None:
    libro = Workbook()
    assert libro.active is not None
    libro.active["A1"] = "nada"
    with pytest.raises(ArchivoInvalido, match="No se reconoce ninguna columna"):
        leer(guardar(libro))
    sin_tipo = {k: v for k, v in fila().items() if k != "tipo_certificado"}
    with pytest.raises(ArchivoInvalido, match="Faltan columnas: «Tipo de certificado»"):
        leer(xlsx_de([sin_tipo]))


@pytest.mark.parametrize(
    ("miembro", "cambio"),
    [
        ("xl/workbook.xml", lambda datos: datos[: len(datos) // 2]),
        (HOJA, lambda datos: b"no es xml"),
        (HOJA, lambda datos: datos.replace(b"inlineStr", b"s").replace(b"<is><t>", b"<v>")),
        ("[Content_Types].xml", lambda datos: b""),
    ],
)
def test_un_libro_danado_se_rechaza_con_un_consejo(
    miembro: str, cambio: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ArchivoInvalido, match="guárdelo de nuevo"):
        leer(cambiar(xlsx_de(FILAS), miembro, cambio))


def test_una_hoja_cortada_entrega_las_filas_anteriores_y_dice_donde_se_rompe() -> None:
    contenido = xlsx_de([fila(n) for n in range(1, 3001)])
    cortado = cambiar(contenido, HOJA, lambda datos: datos[: len(datos) * 2 // 3])
    leidas: list[FilaCruda] = []
    with pytest.raises(ArchivoInvalido, match=r"a partir de la fila (\d+)") as error:
        leidas.extend(LibroXlsx(io.BytesIO(cortado)).filas())
    assert 1000 < len(leidas) < 3000
    assert f"fila {leidas[-1].linea + 1}" in str(error.value)

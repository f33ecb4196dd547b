"""CSV as programs and Excel write it, whole and broken."""

import io
from collections.abc import Callable

import pytest

from solicitudes.importacion.archivo import FilaCruda
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.importacion.lectura_csv import LibroCsv
from tests.solicitudes.importacion.archivos import Celdas, csv_de, fila

FILAS: list[Celdas] = [
    fila(1, solicitante_nombre="JOSÉ MUÑOZ NÚÑEZ"),
    fila(2, solicitante_nombre="ANA; «LA» PEÑA, S.A.|\t"),
]


def leer(contenido: bytes) -> tuple[LibroCsv, list[FilaCruda]]:
    """Open and read everything."""
    libro = LibroCsv(io.BytesIO(contenido))
    return libro, list(libro.filas())


def nombres(contenido: bytes) -> list[object]:
    """The applicants' names."""
    libro, filas = leer(contenido)
    assert [f.problema for f in filas] == [""] * len(filas)
    return [libro.por_columna(f)["solicitante_nombre"] for f in filas]


@pytest.mark.parametrize("separador", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_se_leen_las_codificaciones_y_los_separadores_de_siempre(
    separador: str, codificacion: str
) -> None:
    contenido = csv_de(FILAS, separador=separador, codificacion=codificacion)
    assert nombres(contenido) == [celdas["solicitante_nombre"] for celdas in FILAS]


def test_las_lineas_se_cuentan_como_las_cuenta_un_editor() -> None:
    lineas = csv_de([fila(1, empresa='DOS\n"LÍNEAS"'), fila(2, empresa="")]).decode().split("\r\n")
    contenido = "\r\n".join(["Reporte;de hoy", "", *lineas[:2], ";;", *lineas[2:]]).encode()
    libro, filas = leer(contenido)
    assert libro.linea_encabezado == 3
    # The first row takes lines 4 and 5, line 6 has too few cells.
    assert [f.linea for f in filas] == [4, 6, 7]
    assert libro.total_estimado >= 3


@pytest.mark.parametrize("salto", ["\n", "\r\n", "\r"])
def test_cualquier_fin_de_linea_sirve(salto: str) -> None:
    contenido = csv_de(FILAS).decode().replace("\r\n", salto)
    assert len(nombres(contenido.encode())) == 2
    assert len(nombres(contenido.rstrip(salto).encode())) == 2


def test_la_primera_linea_sep_de_excel_manda() -> None:
    contenido = b"sep=;\r\n" + csv_de(FILAS, separador=";")
    libro, filas = leer(contenido)
    assert libro.separador == ";"
    assert [f.linea for f in filas] == [3, 4]


def test_las_filas_vacias_no_cuentan() -> None:
    contenido = csv_de(FILAS) + b",,,,,,,\r\n\r\n , \r\n"
    assert len(leer(contenido)[1]) == 2


def test_una_fila_cortada_o_partida_no_se_toma() -> None:
    lineas = csv_de(FILAS).decode().splitlines()
    sobra = lineas[1] + ",algo más"
    corta = ",".join(lineas[1].split(",")[:4])
    vacia = lineas[1] + ",,"
    _, filas = leer("\n".join([lineas[0], sobra, corta, vacia]).encode())
    assert [bool(f.problema) for f in filas] == [True, True, False]
    assert filas[0].problema.startswith("La fila tiene 9 columnas y el encabezado 8")
    assert filas[1].problema.startswith("La fila tiene 4 columnas y el encabezado 8")


def test_unas_comillas_sin_cerrar_no_se_llevan_el_resto_del_archivo() -> None:
    lineas = csv_de([fila(n) for n in range(1, 6)]).decode().splitlines()
    lineas[2] = lineas[2].replace("PERSONA", '"PERSONA', 1)
    relleno = [lineas[3].replace("PERSONA", "P" * 1000)] * 200
    _, filas = leer("\n".join([*lineas, *relleno, *lineas[1:2]]).encode())
    malas = [f for f in filas if f.problema]
    assert malas[0].linea == 3
    assert "comillas sin cerrar o mal puestas entre las líneas 3 y" in malas[0].problema
    assert filas[-1].problema == ""


def test_unas_comillas_mal_puestas_danan_solo_su_fila() -> None:
    lineas = csv_de([fila(n) for n in range(1, 4)]).decode().splitlines()
    lineas[2] = lineas[2].replace("PERSONA 2", '"PERSONA" 2')
    _, filas = leer("\n".join(lineas).encode())
    assert [(f.linea, bool(f.problema)) for f in filas] == [(2, False), (3, True), (4, False)]
    assert filas[1].problema.startswith("Hay comillas sin cerrar o mal puestas: no se puede")


def test_un_byte_danado_en_un_archivo_utf8_dana_solo_su_fila() -> None:
    contenido = csv_de([fila(n, solicitante_nombre="JOSÉ PEÑA") for n in range(1, 6)])
    danado = contenido.replace("É".encode(), b"\xc3\xff", 1)
    libro, filas = leer(danado)
    assert libro.codificacion == "utf-8"
    assert [bool(f.problema) for f in filas] == [True, False, False, False, False]
    assert "letras dañadas" in filas[0].problema


def test_un_archivo_utf8_cortado_en_media_letra_sigue_siendo_utf8() -> None:
    contenido = csv_de([fila(n, empresa="PEÑA") for n in range(1, 4)], separador=";")
    libro, filas = leer(contenido[: contenido.rindex("Ñ".encode()) + 1])
    assert libro.codificacion == "utf-8"
    assert [bool(f.problema) for f in filas] == [False, False, True]


def test_unas_cuantas_enes_de_windows_no_son_utf8() -> None:
    libro, _ = leer(csv_de(FILAS, codificacion="cp1252"))
    assert libro.codificacion == "cp1252"


def test_un_byte_que_windows_1252_no_tiene_dana_solo_su_fila() -> None:
    contenido = csv_de(FILAS, codificacion="cp1252").replace(b"JOS", b"JO\x81S", 1)
    _, filas = leer(contenido)
    assert [bool(f.problema) for f in filas] == [True, False]


def test_sin_encabezados_reconocibles_se_explica() -> None:
    with pytest.raises(ArchivoInvalido, match="No se reconoce ninguna columna"):
        LibroCsv(io.BytesIO(b"a;b;c\n1;2;3\n"))


def test_la_queja_es_la_del_separador_que_algo_entendio() -> None:
    sin_tipo = {k: v for k, v in fila().items() if k != "tipo_certificado"}
    with pytest.raises(ArchivoInvalido, match="Faltan columnas: «Tipo de certificado»"):
        LibroCsv(io.BytesIO(csv_de([sin_tipo], separador=";")))


def test_dos_columnas_iguales_se_rechazan() -> None:
    repetido = csv_de([fila()]).replace(b"\r\n", b",Solicitud\r\n", 1)
    with pytest.raises(ArchivoInvalido, match="son la misma"):
        LibroCsv(io.BytesIO(repetido))


def test_el_archivo_queda_abierto_para_quien_lo_trajo() -> None:
    flujo = io.BytesIO(csv_de(FILAS))
    libro = LibroCsv(flujo)
    list(libro.filas())
    assert not flujo.closed
    assert len(list(libro.filas())) == 2


@pytest.mark.parametrize("cortar", [lambda largo: largo // 2, lambda largo: largo - 3])
def test_un_archivo_cortado_da_las_filas_enteras(cortar: Callable[[int], int]) -> None:
    contenido = csv_de([fila(n) for n in range(1, 51)])
    _, filas = leer(contenido[: cortar(len(contenido))])
    assert [f.problema for f in filas[:-1]] == [""] * (len(filas) - 1)
    assert len(filas) >= 20

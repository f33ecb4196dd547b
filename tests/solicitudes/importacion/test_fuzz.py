"""Damaged files of every kind: they are read, or refused with a sentence; nothing else happens."""

import io
from contextlib import suppress
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.excepciones import ArchivoInvalido, FilaInvalida
from solicitudes.importacion.fila import revisar
from tests.solicitudes.importacion.archivos import MANUAL, csv_de, emitida, fila, xlsx_de
from tests.solicitudes.importacion.test_lectura_xlsx import HOJA, cambiar, con_textos_compartidos

HOY = date(2026, 11, 23)


@cache
def buenos() -> tuple[bytes, ...]:
    """Whole files of each kind."""
    filas = [MANUAL, *(fila(n, empresa="PEÑA; «Y» CÍA.") for n in range(20)), emitida(30)]
    libro = xlsx_de(filas)
    return (
        csv_de(filas),
        csv_de(filas, separador=";", codificacion="cp1252"),
        csv_de(filas, codificacion="utf-16"),
        libro,
        con_textos_compartidos(libro),
    )


def leer(contenido: bytes) -> None:
    """Read everything as an import does, without a database; a refusal is said in a sentence."""
    dicho = "Nada."
    try:
        libro = abrir(io.BytesIO(contenido))
        for cruda in libro.filas():
            with suppress(FilaInvalida):
                revisar(cruda.linea, libro.por_columna(cruda), hoy=HOY)
    except ArchivoInvalido as error:
        dicho = str(error)
    assert dicho.endswith("."), dicho


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_unos_bytes_cualesquiera(contenido: bytes) -> None:
    leer(contenido)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_un_texto_cualquiera_bajo_unos_encabezados_buenos(texto: str, codificacion: str) -> None:
    encabezado = csv_de([MANUAL]).decode().splitlines()[0]
    leer(f"{encabezado}\n{texto}".encode(codificacion, "replace"))


@settings(max_examples=400, deadline=None)
@given(
    st.integers(0, 4),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=4),
    st.floats(0, 1),
)
def test_un_archivo_bueno_cortado_o_con_bytes_cambiados(
    cual: int, cambios: list[tuple[float, bytes]], hasta: float
) -> None:
    contenido = bytearray(buenos()[cual])
    for donde, bytes_nuevos in cambios:
        inicio = int(donde * len(contenido))
        contenido[inicio : inicio + len(bytes_nuevos)] = bytes_nuevos
    leer(bytes(contenido[: int(hasta * len(contenido))] if hasta > 0.5 else contenido))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        [HOJA, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/sharedStrings.xml"]
    ),
    st.floats(0, 1),
    st.text(alphabet='<>/="abcrtvs0123456789 &;éA', max_size=12),
    st.integers(0, 20),
)
def test_un_libro_con_su_xml_cambiado(miembro: str, donde: float, nuevo: str, quitar: int) -> None:
    def danar(datos: bytes) -> bytes:
        inicio = int(donde * len(datos))
        return datos[:inicio] + nuevo.encode() + datos[inicio + quitar :]

    leer(cambiar(buenos()[4], miembro, danar))

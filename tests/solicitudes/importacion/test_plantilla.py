"""The template: what it asks for is what the import takes."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from solicitudes.importacion import plantilla
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.carga import Carga
from solicitudes.importacion.columnas import COLUMNAS, faltantes, reconocer
from solicitudes.models import Certificado, Solicitud
from tests.solicitudes.importacion.cargas import AUTORIA, motivos, resumir


@pytest.mark.django_db
@pytest.mark.parametrize("hacer", [plantilla.en_csv, plantilla.en_xlsx])
def test_la_fila_de_ejemplo_olvidada_se_rechaza_por_su_numero(hacer: Callable[[], bytes]) -> None:
    [lote] = Carga(abrir(io.BytesIO(hacer())), AUTORIA).lotes()
    assert motivos(lote.suertes) == ["N° Solicitud: se espera un número entero."]
    assert not Solicitud.objects.exists()


@pytest.mark.django_db
def test_con_un_numero_de_verdad_el_ejemplo_se_importa_sin_quejas() -> None:
    contenido = plantilla.en_csv().replace(b"Ejemplo: 434070", b"434070")
    resumen = resumir(contenido)
    assert (resumen.nuevas, resumen.rechazadas, resumen.avisos) == (1, 0, 0)
    solicitud = Solicitud.objects.get(numero=434070)
    assert solicitud.orden.solicitante.tipo == "NIT"
    assert Certificado.objects.get().revocado_en is not None


def test_el_libro_trae_todas_las_columnas_y_su_explicacion() -> None:
    libro = load_workbook(io.BytesIO(plantilla.en_xlsx()))
    solicitudes, explicadas = libro["Solicitudes"], libro["Columnas"]
    titulos = [celda.value for celda in solicitudes[1]]
    assert titulos == [columna.titulo for columna in COLUMNAS]
    encabezado = reconocer(titulos)
    assert faltantes(encabezado) == []
    assert encabezado.ignoradas == ()
    filas = list(explicadas.iter_rows(min_row=2, values_only=True))
    assert filas == [(c.titulo, "Sí" if c.obligatoria else "No", c.ayuda) for c in COLUMNAS]


def test_lo_que_se_escriba_en_el_libro_queda_como_texto() -> None:
    hoja = load_workbook(io.BytesIO(plantilla.en_xlsx()))["Solicitudes"]
    assert {celda.number_format for celda in hoja[2]} == {"@"}
    assert {celda.data_type for celda in hoja[2] if celda.value} == {"s"}
    assert hoja.column_dimensions["A"].number_format == "@"
    assert hoja.freeze_panes == "A2"

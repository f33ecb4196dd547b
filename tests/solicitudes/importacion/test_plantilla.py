"""The template: what it asks for is what the import takes."""

import io

import pytest
from openpyxl import load_workbook

from solicitudes.importacion import plantilla
from solicitudes.importacion.columnas import COLUMNAS, faltantes, reconocer
from solicitudes.models import Certificado, Solicitud
from tests.solicitudes.importacion.cargas import resumir


@pytest.mark.django_db
@pytest.mark.parametrize("hacer", [plantilla.en_csv, plantilla.en_xlsx])
def test_la_fila_de_ejemplo_se_importa_sin_quejas(hacer: object) -> None:
    resumen = resumir(hacer())  # type: ignore[operator]
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

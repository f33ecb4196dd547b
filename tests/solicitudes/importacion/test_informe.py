"""The report of rejected rows: safe to open, and good to import again."""

import csv
import io
from datetime import datetime

import pytest

from solicitudes.importacion import informe
from solicitudes.importacion.archivo import FilaCruda
from solicitudes.importacion.carga import Suerte
from solicitudes.importacion.columnas import POR_CLAVE
from solicitudes.importacion.decision import Resultado
from solicitudes.models import Solicitud
from tests.solicitudes.importacion.archivos import Celdas, fila, tabla
from tests.solicitudes.importacion.cargas import cargar, resumir


def leer(texto: str) -> list[list[str]]:
    """The cells of the report."""
    return list(csv.reader(io.StringIO(texto.removeprefix("\N{BYTE ORDER MARK}")), delimiter=";"))


@pytest.mark.parametrize("comienzo", ["=", "+", "-", "@", "\t", "\r"])
def test_ninguna_celda_puede_ser_una_formula(comienzo: str) -> None:
    peligrosa = f"{comienzo}cmd|' /C calc'!A0"
    renglon = informe.renglon(2, True, [peligrosa], [peligrosa, "normal"])
    [celdas] = leer(renglon)
    assert celdas[2] == celdas[3] == f"'{peligrosa}"
    assert celdas[4] == "normal"
    [titulos] = leer(informe.titulos([peligrosa]))
    assert titulos[3] == f"'{peligrosa}"


def test_excel_lo_abre_con_tildes_y_en_columnas() -> None:
    titulos = informe.titulos(["N° Solicitud"])
    assert titulos == "\ufeffLínea;Resultado;Motivo;N° Solicitud\r\n"
    renglon = informe.renglon(7, False, ["Empresa: no.", "Proyecto: no."], ["a;b", 'c"d'])
    assert leer(renglon) == [
        ["7", "Importada con aviso", "Empresa: no. Proyecto: no.", "a;b", 'c"d']
    ]


def test_solo_lo_que_tiene_algo_que_decir_va_al_informe() -> None:
    cruda = FilaCruda(3, [434070, None, datetime(2016, 8, 3), "x"])
    suertes = [
        Suerte(cruda, Resultado.NUEVA),
        Suerte(cruda, Resultado.RECHAZADA, ("Falta.",)),
        Suerte(cruda, Resultado.IGUAL, ("Ojo.",)),
    ]
    celdas = ["434070", "", "03/08/2016", "x"]
    assert list(informe.con_incidencias(suertes)) == [
        (3, True, ["Falta."], celdas),
        (3, False, ["Ojo."], celdas),
    ]


@pytest.mark.django_db
def test_el_informe_corregido_se_puede_importar() -> None:
    malas: list[Celdas] = [
        fila(1, solicitante_nombre="=CON FÓRMULA", tipo_certificado=""),
        fila(3, solicitante_nombre="-", tipo_certificado=""),
    ]
    suertes = cargar(malas)
    encabezado = [str(titulo) for titulo in next(tabla(malas))]
    texto = informe.titulos(encabezado) + "".join(
        informe.renglon(*renglon) for renglon in informe.con_incidencias(suertes)
    )
    corregido = leer(texto)
    tipo = corregido[0].index(POR_CLAVE["tipo_certificado"].titulo)
    for renglon in corregido[1:]:
        renglon[tipo] = "Persona Natural"
    salida = io.StringIO()
    csv.writer(salida, delimiter=";").writerows(corregido)
    assert resumir(salida.getvalue().encode("utf-8-sig")).nuevas == 2
    nombres = Solicitud.objects.order_by("numero").values_list("titular__nombre", flat=True)
    assert list(nombres) == ["=CON FÓRMULA", "-"]

"""Headings as people and programs write them."""

from itertools import pairwise

import pytest

from solicitudes.importacion.columnas import (
    COLUMNAS,
    CONOCIDAS,
    POR_CLAVE,
    clave_de_encabezado,
    faltantes,
    reconocer,
)
from solicitudes.importacion.excepciones import ArchivoInvalido

NECESARIAS = [columna.titulo for columna in COLUMNAS if columna.obligatoria]


@pytest.mark.parametrize(
    ("escrito", "clave"),
    [
        ("N° Solicitud", "numero_solicitud"),
        ("Nº Solicitud", "numero_solicitud"),
        ("numero_solicitud", "numero_solicitud"),
        ("NÚMERO DE LA SOLICITUD", "numero_solicitud"),
        ("No. Solicitud", "numero_solicitud"),
        ("  Solicitud  ", "numero_solicitud"),
        ("Orden Pedido No.", "numero_orden"),
        ("No. Orden Pedido", "numero_orden"),
        ("Fecha emisión", "fecha_emision"),
        ("FECHA DE EMISION", "fecha_emision"),
        ("Nombre del titular", "titular_nombre"),
        ("titular_nombre", "titular_nombre"),
        ("Tipo identificación solicitante", "solicitante_tipo"),
        ("Número de identificación del solicitante", "solicitante_numero"),
        ("E-mail del titular", "titular_correo"),
        ("Correo electrónico titular", "titular_correo"),
        ("Paso1_estado", "paso1_estado"),
        ("Paso 1", "paso1_estado"),
        ("estado paso 1", "paso1_estado"),
        ("Verificación de pago", "paso2_estado"),
        ("Fecha verificación", "paso2_fecha"),
        ("Paso 3 modificado", "paso3_fecha"),
        ("Motivo de rechazo: Aprobación de solicitud", "paso3_motivo"),
        ("Serial", "serial"),
        ("Número de serie del certificado", "serial"),
        ("VÁLIDO HASTA", "valido_hasta"),
        ("Fecha de vencimiento", "valido_hasta"),
        ("Vigencia", "vigencia"),
        ("Motivo de revocación", "vigencia_motivo"),
    ],
)
def test_un_encabezado_se_reconoce_escrito_de_muchas_maneras(escrito: str, clave: str) -> None:
    assert reconocer([escrito]).posiciones == {clave: 0}


@pytest.mark.parametrize("columna", COLUMNAS, ids=lambda columna: columna.clave)
def test_cada_columna_se_reconoce_por_su_clave_y_por_su_titulo(columna: object) -> None:
    clave, titulo = columna.clave, columna.titulo  # type: ignore[attr-defined]
    assert reconocer([titulo.upper()]).posiciones == {clave: 0}
    assert reconocer([clave]).posiciones == {clave: 0}


def test_ningun_encabezado_significa_dos_columnas() -> None:
    escritos = [
        (clave_de_encabezado(texto), columna.clave)
        for columna in COLUMNAS
        for texto in (columna.clave, columna.titulo, *columna.otros)
    ]
    contradichos = [
        (previo, otro)
        for previo, otro in pairwise(sorted(escritos, key=lambda e: (sorted(e[0]), e[1])))
        if previo[0] == otro[0] and previo[1] != otro[1]
    ]
    assert contradichos == []
    assert len(POR_CLAVE) == len(COLUMNAS)
    assert all(CONOCIDAS)


def test_el_orden_de_las_columnas_no_importa() -> None:
    titulos = ["Vigencia", "", "Orden", "N° Solicitud"]
    encabezado = reconocer(titulos)
    assert encabezado.posiciones == {"vigencia": 0, "numero_orden": 2, "numero_solicitud": 3}
    assert encabezado.titulos == tuple(titulos)


def test_lo_que_no_se_reconoce_se_informa_menos_lo_que_agrega_nuestro_informe() -> None:
    encabezado = reconocer(["Línea", "Resultado", "Motivo", "Asesor", None, "Solicitud", 2024])
    assert encabezado.ignoradas == ("Asesor", "2024")


def test_dos_columnas_iguales_se_rechazan_con_sus_nombres() -> None:
    with pytest.raises(ArchivoInvalido, match="«N° Solicitud» y «numero solicitud» son la misma"):
        reconocer(["N° Solicitud", "Orden", "numero solicitud"])


def test_se_dice_cuales_columnas_necesarias_faltan() -> None:
    assert faltantes(reconocer(["Empresa"])) == NECESARIAS
    assert faltantes(reconocer(NECESARIAS)) == []
    assert faltantes(reconocer(NECESARIAS[1:])) == ["N° Solicitud"]

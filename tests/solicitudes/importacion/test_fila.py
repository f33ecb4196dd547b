"""One row, checked by itself: everything that is wrong with it is said at once."""

from datetime import date
from typing import cast

import pytest

from solicitudes.enums import (
    EstadoPaso,
    FormaEntrega,
    MotivoRevocacion,
    TipoCertificado,
    Vigencia,
)
from solicitudes.importacion.columnas import POR_CLAVE
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import Fila, revisar
from solicitudes.importacion.valores import Celda
from tests.solicitudes.importacion.archivos import MANUAL, Celdas, emitida, fila

HOY = date(2026, 11, 23)


def leer(celdas: Celdas) -> Fila:
    """Check a row as the reader hands it over: blanks are None."""
    llenas = {clave: celda or None for clave, celda in celdas.items()}
    return revisar(7, cast("dict[str, Celda]", llenas), hoy=HOY)


def quejas(celdas: Celdas) -> list[str]:
    """Everything that is said against a row."""
    with pytest.raises(FilaInvalida) as error:
        leer(celdas)
    return list(error.value.motivos)


def test_el_caso_del_manual_se_lee_completo() -> None:
    leida = leer(MANUAL)
    assert (leida.linea, leida.numero, leida.orden) == (7, 434070, 434043)
    assert leida.solicitante.identidad == leida.titular.identidad == ("CC", "1013592259")
    assert leida.titular.correo == "samuel.duarte@correo.example"
    assert (leida.empresa, leida.proyecto) == ("CERTICAMARA PRUEBAS 2016", "OTROS")
    assert leida.tipo_certificado is TipoCertificado.PROFESIONAL
    assert leida.forma_entrega is FormaEntrega.TOKEN_VIRTUAL
    assert [p.estado for p in leida.pasos if p] == [EstadoPaso.FINALIZADO] * 4
    assert [f"{p.momento.dia:%d/%m}" for p in leida.pasos if p and p.momento] == [
        *("01/08", "02/08", "02/08", "03/08")
    ]
    assert leida.fecha_emision == date(2016, 8, 3)
    certificado = leida.certificado
    assert certificado is not None
    assert certificado.serial == "3b00cdd4a8d648335efb415e3b273bd8"
    assert certificado.vigencia is Vigencia.REVOCADO
    assert certificado.motivo_revocacion is MotivoRevocacion.CESE_OPERACION
    assert certificado.vigencia_momento is not None
    assert certificado.vigencia_momento.dia == date(2016, 10, 4)


def test_basta_con_las_columnas_necesarias() -> None:
    necesarias = {c.clave for c in POR_CLAVE.values() if c.obligatoria}
    leida = leer({clave: celda for clave, celda in fila().items() if clave in necesarias})
    assert leida.titular == leida.solicitante
    assert leida.pasos == (None,) * 4
    assert leida.certificado is None
    assert leida.forma_entrega is None
    assert leida.fecha_emision is None


@pytest.mark.parametrize(
    "clave", [columna.clave for columna in POR_CLAVE.values() if columna.obligatoria]
)
def test_lo_necesario_que_falta_se_dice_por_su_nombre(clave: str) -> None:
    sin_ella: Celdas = {clave: ""}
    assert quejas(fila(**sin_ella)) == [f"{POR_CLAVE[clave].titulo}: falta."]


def test_se_dicen_todos_los_errores_de_la_fila_de_una_vez() -> None:
    dichas = quejas(
        fila(
            numero_solicitud="abc",
            solicitante_numero="12",
            solicitante_correo="nada",
            tipo_certificado="Otro",
            paso1_fecha="31/02/2016",
            serial="zz",
        )
    )
    assert [queja.split(":")[0] for queja in dichas] == [
        "Número de identificación del solicitante",
        "Correo del solicitante",
        "N° Solicitud",
        "Tipo de certificado",
        "Paso 1",
        "Número de serie",
    ]


def test_un_titular_propio_necesita_tipo_numero_y_nombre() -> None:
    assert quejas(fila(titular_nombre="ANA")) == [
        "Tipo de identificación del titular: falta.",
        "Número de identificación del titular: falta.",
    ]
    leida = leer(fila(titular_tipo="NIT", titular_numero="860069804-2", titular_nombre="E"))
    assert leida.titular.identidad == ("NIT", "860069804")
    assert leida.solicitante.identidad == ("CC", "10500001")


def test_una_identificacion_sin_tipo_no_se_adivina() -> None:
    assert quejas(fila(solicitante_tipo="")) == ["Tipo de identificación del solicitante: falta."]
    assert quejas(fila(solicitante_tipo="XX"))[0].startswith(
        "Tipo de identificación del solicitante: «XX» no es una opción."
    )


@pytest.mark.parametrize(
    ("cambios", "queja"),
    [
        ({"paso1_estado": "", "paso1_fecha": "01/08/2016"}, "Paso 1: tiene fecha o motivo"),
        ({"paso2_motivo": "No llegó"}, "Paso 2: tiene fecha o motivo, pero no estado."),
        ({"paso1_estado": "Finalizado", "paso1_fecha": ""}, "Paso 1: falta la fecha"),
        (
            {"paso1_estado": "Rechazado", "paso1_fecha": "", "paso1_motivo": "x"},
            "Paso 1: falta la fecha de «Rechazado».",
        ),
        ({"paso1_estado": "Rechazado"}, "Paso 1: falta el motivo del rechazo."),
        ({"paso1_motivo": "x"}, "Paso 1: tiene motivo de rechazo y no está rechazado."),
        ({"paso1_fecha": "24/11/2026"}, "Paso 1: fecha: la fecha está en el futuro."),
        ({"paso1_estado": "Casi"}, "Paso 1: estado: «Casi» no es una opción."),
    ],
)
def test_un_paso_contradictorio_se_rechaza(cambios: Celdas, queja: str) -> None:
    dichas = quejas(fila(**cambios))
    assert len(dichas) == 1
    assert dichas[0].startswith(queja)


def test_un_paso_de_hoy_no_esta_en_el_futuro() -> None:
    paso = leer(fila(paso1_fecha="23/11/2026")).pasos[0]
    assert paso is not None
    assert paso.momento is not None
    assert paso.momento.dia == HOY


def test_un_paso_rechazado_lleva_su_motivo_y_uno_pendiente_no_lleva_fecha() -> None:
    leida = leer(
        fila(
            paso1_estado="Rechazado",
            paso1_motivo="  La cédula   no se lee. ",
            paso2_estado="Pendiente",
            paso2_fecha="01/08/2016",
        )
    )
    uno, dos = leida.pasos[:2]
    assert uno is not None
    assert uno.motivo == "La cédula no se lee."
    assert dos is not None
    assert dos.momento is None


@pytest.mark.parametrize(
    ("cambios", "queja"),
    [
        ({"serial": ""}, "Número de serie: falta, y la fila trae datos del certificado."),
        ({"serial": "", "valido_desde": "", "valido_hasta": "", "vigencia": "Revocado"}, "Número"),
        ({"valido_hasta": "03/08/2016", "valido_desde": "04/08/2016"}, "Válido hasta: debe ser"),
        ({"vigencia": "Revocado"}, "Vigencia: falta la fecha de «Revocado»."),
        ({"vigencia": "Suspendido"}, "Vigencia: falta la fecha de «Suspendido»."),
        (
            {"vigencia": "Revocado", "vigencia_fecha": "02/08/2016"},
            "Vigencia: la fecha es anterior a la emisión",
        ),
        (
            {"vigencia": "Revocado", "vigencia_fecha": "24/11/2026"},
            "Vigencia: fecha: la fecha está en el futuro.",
        ),
        (
            {
                "vigencia": "Revocado",
                "vigencia_fecha": "04/10/2016",
                "vigencia_motivo": "Porque sí",
            },
            "Vigencia: motivo: «Porque sí» no es una opción.",
        ),
        ({"valido_desde": "ayer"}, "Válido desde: se espera una fecha"),
        ({"fecha_emision": "24/11/2026"}, "Fecha emisión: la fecha está en el futuro."),
    ],
)
def test_un_certificado_contradictorio_se_rechaza(cambios: Celdas, queja: str) -> None:
    dichas = quejas(emitida(**cambios))
    assert len(dichas) == 1
    assert dichas[0].startswith(queja)


def test_sin_valido_desde_se_toma_la_fecha_de_emision() -> None:
    certificado = leer(emitida(valido_desde="", fecha_emision="03/08/2016")).certificado
    assert certificado is not None
    assert certificado.desde is not None
    assert certificado.desde.dia == date(2016, 8, 3)


def test_una_fecha_de_emision_mala_se_dice_una_sola_vez() -> None:
    dichas = quejas(emitida(valido_desde="", fecha_emision="33/08/2016"))
    assert dichas == [
        "Fecha emisión: «33/08/2016» no existe: se espera una fecha dd/mm/aaaa o aaaa-mm-dd."
    ]


@pytest.mark.parametrize("palabra", ["Vencido", "Por vencer", "Por emitir", ""])
def test_las_vigencias_que_salen_de_las_fechas_se_leen_pero_no_se_imponen(palabra: str) -> None:
    certificado = leer(emitida(vigencia=palabra)).certificado
    assert certificado is not None
    assert certificado.vigencia is None


def test_el_motivo_de_una_suspension_es_texto_libre() -> None:
    certificado = leer(
        emitida(vigencia="Suspendido", vigencia_fecha="05/08/2016", vigencia_motivo="Lo pidió")
    ).certificado
    assert certificado is not None
    assert certificado.motivo_suspension == "Lo pidió"
    assert certificado.motivo_revocacion is None


def test_sin_serial_ni_datos_del_certificado_una_vigencia_deducida_no_estorba() -> None:
    assert leer(fila(vigencia="Por emitir")).certificado is None

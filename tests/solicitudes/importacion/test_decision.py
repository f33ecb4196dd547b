"""What a row does to what there is, without a database."""

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import EstadoPaso, EstadoSolicitud, FormaEntrega, TipoCertificado
from solicitudes.importacion.decision import Resultado, aplicar
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.situacion import Situacion
from tests.solicitudes.importacion.archivos import MANUAL, Celdas, avanzada, emitida, fila
from tests.solicitudes.importacion.test_fila import leer

AHORA = datetime(2026, 11, 23, 15, tzinfo=UTC)


def poner(situacion: Situacion, celdas: Celdas) -> Resultado:
    """Apply a row; return what it did."""
    return aplicar(leer(celdas), situacion, ahora=AHORA)[0]


def guardada(situacion: Situacion) -> Situacion:
    """The situation as it is read back once everything is written."""
    for grupo in (situacion.personas, situacion.ordenes, situacion.solicitudes):
        fichas: list[Any] = list(grupo.values())
        for clave, ficha in enumerate(fichas, start=1):
            ficha.pk, ficha.cambios = clave, {}
    return situacion


def test_una_fila_nueva_crea_lo_que_falta_y_no_dice_cambios() -> None:
    situacion = Situacion()
    resultado, cambios = aplicar(leer(MANUAL), situacion, ahora=AHORA)
    assert (resultado, cambios) == (Resultado.NUEVA, {})
    ficha = situacion.solicitudes[434070]
    assert ficha.pk is None
    assert ficha.estado == EstadoSolicitud.FINALIZADA
    assert ficha.fecha_emision == date(2016, 8, 3)
    assert ficha.pasos_cambiados == {0, 1, 2, 3}
    assert ficha.certificado_cambiado
    assert list(situacion.personas) == [("CC", "1013592259")]
    assert situacion.ordenes[434043].empresa == "CERTICAMARA PRUEBAS 2016"
    assert situacion.seriales == {"3b00cdd4a8d648335efb415e3b273bd8": 434070}


def test_lo_que_ya_esta_no_se_marca_para_escribir() -> None:
    situacion = Situacion()
    poner(situacion, MANUAL)
    assert poner(guardada(situacion), MANUAL) is Resultado.IGUAL
    ficha = situacion.solicitudes[434070]
    assert not ficha.cambios
    assert not ficha.pasos_cambiados
    assert not ficha.certificado_cambiado


@pytest.mark.parametrize(
    ("cambios", "campos"),
    [
        ({"tipo_certificado": "Persona Jurídica"}, {"tipo de certificado"}),
        ({"forma_entrega": "PKCS#10"}, {"forma de entrega"}),
        ({"empresa": "OTRA"}, {"empresa"}),
        ({"proyecto": "OTRO"}, {"proyecto"}),
        ({"solicitante_nombre": "OTRO"}, {"nombre o razón social"}),
        ({"solicitante_correo": "o@ejemplo.example"}, {"correo electrónico registrado"}),
        ({"paso4_fecha": "05/08/2016"}, {"Entrega de certificado"}),
        ({"valido_hasta": "05/08/2018"}, {"válido hasta"}),
        ({"fecha_emision": "02/08/2016"}, {"fecha de emisión"}),
        ({"valido_desde": "04/08/2016"}, {"válido desde", "fecha de emisión"}),
        (
            {"vigencia": "Revocado", "vigencia_fecha": "09/08/2016"},
            {"revocado", "motivo de la revocación"},
        ),
        ({"vigencia": "Suspendido", "vigencia_fecha": "09/08/2016"}, {"suspendido"}),
    ],
)
def test_cada_dato_que_cambia_se_nombra_y_solo_ese(cambios: Celdas, campos: set[str]) -> None:
    situacion = Situacion()
    base = emitida(empresa="UNA", proyecto="P", solicitante_correo="a@ejemplo.example")
    poner(situacion, base)
    resultado, dichos = aplicar(leer({**base, **cambios}), guardada(situacion), ahora=AHORA)
    assert resultado is Resultado.CAMBIADA
    assert set(dichos) == campos
    assert all(antes != despues for antes, despues in dichos.values())


@pytest.mark.parametrize(
    "cambios",
    [
        {"solicitante_numero": "777777"},
        {"numero_orden": "9"},
        {"titular_tipo": "CC", "titular_numero": "777777", "titular_nombre": "X"},
        {"serial": "ab" * 16},
        {"paso1_fecha": "31/07/2016"},
        {"fecha_emision": "01/08/2016", "vigencia": "Vigente", "paso4_estado": "Pendiente"},
    ],
)
def test_una_fila_rechazada_deja_todo_como_estaba(cambios: Celdas) -> None:
    situacion = Situacion()
    poner(situacion, emitida())
    antes = deepcopy(guardada(situacion))
    with pytest.raises(FilaInvalida):
        poner(situacion, emitida(**{"empresa": "NUEVA", "solicitante_nombre": "NUEVO", **cambios}))
    assert situacion == antes


def test_se_dicen_a_la_vez_todas_las_identidades_que_no_corresponden() -> None:
    situacion = Situacion()
    poner(situacion, emitida(1))
    poner(situacion, emitida(3))
    with pytest.raises(FilaInvalida) as error:
        poner(situacion, emitida(1, numero_orden="1000003", serial=f"{3:032x}"))
    assert [motivo.split(":")[0] for motivo in error.value.motivos] == [
        *("Orden 1000003", "Solicitud 1", "Número de serie"),
    ]


def test_las_filas_siguientes_ven_lo_que_dejaron_las_anteriores() -> None:
    situacion = Situacion()
    comunes: Celdas = {"solicitante_numero": "777777", "numero_orden": "9"}
    assert poner(situacion, fila(1, **comunes, solicitante_nombre="ANA")) is Resultado.NUEVA
    assert poner(situacion, fila(3, **comunes, solicitante_nombre="ANA")) is Resultado.NUEVA
    assert len(situacion.personas) == len(situacion.ordenes) == 1
    poner(situacion, emitida(5))
    with pytest.raises(FilaInvalida, match="ya es de la solicitud"):
        poner(situacion, emitida(7, serial=f"{5:032x}"))


def test_los_cambios_de_varias_filas_en_la_misma_orden_se_juntan() -> None:
    situacion = Situacion()
    comunes: Celdas = {
        "solicitante_numero": "777777",
        "solicitante_nombre": "ANA",
        "numero_orden": "9",
    }
    poner(situacion, fila(1, **comunes))
    poner(situacion, fila(3, **comunes))
    guardada(situacion)
    poner(situacion, fila(1, **comunes, empresa="B"))
    assert poner(situacion, fila(3, **comunes, empresa="B", proyecto="P")) is Resultado.CAMBIADA
    assert situacion.ordenes[9].cambios == {"empresa": [None, "B"], "proyecto": [None, "P"]}


def test_la_forma_de_entrega_en_blanco_es_la_de_siempre_o_la_que_habia() -> None:
    situacion = Situacion()
    poner(situacion, fila(1))
    assert situacion.solicitudes[1].forma_entrega == FormaEntrega.TOKEN_VIRTUAL.value
    poner(situacion, fila(1, forma_entrega="PKCS#10"))
    poner(situacion, fila(1, forma_entrega=""))
    assert situacion.solicitudes[1].forma_entrega == FormaEntrega.PKCS10.value


def test_el_levantamiento_de_una_suspension_recuerda_su_dia() -> None:
    situacion = Situacion()
    poner(situacion, emitida(vigencia="Suspendido", vigencia_fecha="09/08/2016"))
    guardada(situacion)
    poner(situacion, emitida(vigencia="Vigente", vigencia_fecha="15/08/2016"))
    ficha = situacion.solicitudes[500_001]
    assert ficha.levantamiento == date(2016, 8, 15)
    assert ficha.cambios == {"suspendido": ["09/08/2016", None]}


def test_revocar_lo_suspendido_no_es_levantar_la_suspension() -> None:
    situacion = Situacion()
    poner(situacion, emitida(vigencia="Suspendido", vigencia_fecha="09/08/2016"))
    guardada(situacion)
    poner(situacion, emitida(vigencia="Revocado", vigencia_fecha="15/08/2016"))
    assert situacion.solicitudes[500_001].levantamiento is None


def test_al_avanzar_se_escriben_solo_los_pasos_que_cambian() -> None:
    situacion = Situacion()
    poner(situacion, avanzada(1))
    guardada(situacion)
    poner(situacion, avanzada(2))
    ficha = situacion.solicitudes[500_001]
    assert ficha.pasos_cambiados == {1, 2}
    assert [paso.estado for paso in ficha.pasos] == [
        *(EstadoPaso.FINALIZADO, EstadoPaso.FINALIZADO),
        *(EstadoPaso.EN_TRAMITE, EstadoPaso.PENDIENTE),
    ]
    assert ficha.pasos[2].modificado == datetime(2016, 8, 2, tzinfo=BOGOTA)
    assert ficha.tipo_certificado is TipoCertificado.PERSONA_NATURAL

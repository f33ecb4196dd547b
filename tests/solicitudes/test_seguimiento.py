"""What each step and the validity say, for every state."""

from datetime import date
from itertools import product

import pytest

from solicitudes import seguimiento
from solicitudes.enums import (
    EstadoPaso,
    EstadoSolicitud,
    Etapa,
    FormaEntrega,
    MotivoRevocacion,
    Vigencia,
)
from solicitudes.seguimiento import Situacion, informacion
from tests.solicitudes.recetas import F, P, R, T

TODAS = [
    Situacion(pasos=(a, b, c, d), forma=forma, vigencia=vigencia)
    for a, b, c, d in product(EstadoPaso, repeat=4)
    for forma in FormaEntrega
    for vigencia in (None, *Vigencia)
]


@pytest.mark.parametrize(
    ("etapa", "frase"),
    [
        (Etapa.RADICACION, "Su solicitud fue radicada con éxito."),
        (Etapa.PAGO, "Su pago fue verificado con éxito."),
        (Etapa.APROBACION, "Su solicitud fue aprobada con éxito."),
        (Etapa.ENTREGA, "Su certificado de firma digital fue descargado con éxito."),
    ],
)
def test_los_pasos_finalizados_dicen_lo_que_dice_el_manual(etapa: Etapa, frase: str) -> None:
    assert informacion(Situacion((F, F, F, F)), etapa) == frase


def test_un_token_fisico_se_entrega_y_no_se_descarga() -> None:
    situacion = Situacion((F, F, F, F), FormaEntrega.TOKEN_FISICO, Vigencia.VIGENTE)
    assert informacion(situacion, Etapa.ENTREGA).endswith("fue entregado con éxito.")


def test_la_entrega_abierta_dice_si_el_certificado_ya_esta() -> None:
    assert "Estamos emitiendo" in informacion(Situacion((F, F, F, T)), Etapa.ENTREGA)
    emitido = Situacion((F, F, F, T), vigencia=Vigencia.VIGENTE)
    assert "listo para descargar" in informacion(emitido, Etapa.ENTREGA)


def test_un_paso_pendiente_dice_que_espera() -> None:
    assert "paso anterior" in informacion(Situacion((F, F, T, P)), Etapa.ENTREGA)
    assert "rechazo" in informacion(Situacion((F, F, R, P)), Etapa.ENTREGA)


@pytest.mark.parametrize(
    ("vigencia", "frase"),
    [
        (None, "aún no se ha emitido"),
        (Vigencia.POR_EMITIR, "será válido desde el 3 de agosto de 2026"),
        (Vigencia.VIGENTE, "está vigente hasta el 2 de agosto de 2028"),
        (Vigencia.POR_VENCER, "vence pronto: el 2 de agosto de 2028"),
        (Vigencia.VENCIDO, "venció el 2 de agosto de 2028"),
        (Vigencia.SUSPENDIDO, "está suspendido"),
        (Vigencia.REVOCADO, "Su certificado de firma digital ha sido revocado."),
    ],
)
def test_la_vigencia_se_dice_con_su_fecha(vigencia: Vigencia | None, frase: str) -> None:
    situacion = Situacion(
        (F, F, F, F),
        vigencia=vigencia,
        valido_desde=date(2026, 8, 3),
        valido_hasta=date(2028, 8, 2),
    )
    assert frase in seguimiento.informacion_vigencia(situacion)


def test_toda_situacion_tiene_informacion_sin_decir_por_que_se_revoco() -> None:
    motivos = [motivo.label.lower() for motivo in MotivoRevocacion]
    for situacion in TODAS:
        frases = [
            seguimiento.informacion_vigencia(situacion),
            *(informacion(situacion, etapa) for etapa in Etapa),
        ]
        assert all(frase.endswith(".") for frase in frases), situacion
        assert not any(motivo in frase.lower() for motivo in motivos for frase in frases)


def test_cada_estado_tiene_su_tono() -> None:
    assert set(seguimiento.TONO_PASO) == set(EstadoPaso)
    assert set(seguimiento.TONO_SOLICITUD) == set(EstadoSolicitud)
    assert set(seguimiento.TONO_VIGENCIA) == set(Vigencia)

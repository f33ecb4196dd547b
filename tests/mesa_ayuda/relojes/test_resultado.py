"""What a case took, in working minutes, and whether it kept its targets, as written to its row."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from mesa_ayuda.enums import Estado, Prioridad, TipoCaso
from mesa_ayuda.models import Caso, MetaAtencion, Pqrsa
from mesa_ayuda.relojes.servicios import recalcular, recalcular_abiertos
from portal.calendario.memoria import olvidar_todo
from tests.mesa_ayuda.relojes.test_recalcular import a_las, caso_de, decir, pasar

pytestmark = pytest.mark.django_db


def medir(caso: Caso) -> tuple[Any, ...]:
    """Recompute, and return minutes and «a tiempo» of first answer and solution, from the row."""
    recalcular(caso=caso)
    return Caso.objects.values_list(
        "minutos_respuesta", "respuesta_a_tiempo", "minutos_solucion", "solucion_a_tiempo"
    ).get(pk=caso.pk)


def test_sin_responder_ni_resolver_no_hay_nada_que_medir() -> None:
    assert medir(caso_de(a_las(9, 8))) == (None, None, None, None)


@pytest.mark.parametrize(("cuando", "minutos", "a_tiempo"), [(45, 45, True), (61, 61, False)])
def test_la_primera_respuesta_se_mide_contra_su_meta_de_una_hora(
    cuando: int, minutos: int, a_tiempo: bool
) -> None:
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 8) + timedelta(minutes=cuando))
    assert medir(caso)[:2] == (minutos, a_tiempo)


def test_la_segunda_respuesta_no_cambia_lo_que_tardo_la_primera() -> None:
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 8, 20))
    decir(caso, a_las(9, 15))
    assert medir(caso)[:2] == (20, True)


def test_solo_cuenta_el_tiempo_habil_y_no_la_espera_del_cliente() -> None:
    # Monday 18:00 to 19:00; Tuesday a holiday; Wednesday 7:00 to 8:00, waiting until 16:00, and on
    # to 17:30: 60 + 60 + 90 of the 720 minutes.
    caso = caso_de(a_las(7, 18))
    pasar(caso, Estado.ESPERA, a_las(9, 8))
    pasar(caso, Estado.ABIERTO, a_las(9, 16))
    pasar(caso, Estado.RESUELTO, a_las(9, 17, 30))
    assert medir(caso)[2:] == (210, True)


def test_lo_que_tardo_mas_que_su_meta_quedo_fuera() -> None:
    # Wednesday 8:00 to Thursday 9:00: 11 + 2 hours, and the target is 12.
    caso = caso_de(a_las(9, 8))
    pasar(caso, Estado.RESUELTO, a_las(10, 9))
    assert medir(caso)[2:] == (780, False)


def test_reabrir_borra_la_medida_hasta_que_se_resuelva_otra_vez() -> None:
    caso = caso_de(a_las(9, 8))
    pasar(caso, Estado.RESUELTO, a_las(9, 9))
    assert medir(caso)[2:] == (60, True)
    pasar(caso, Estado.ABIERTO, a_las(9, 10))
    assert medir(caso)[2:] == (None, None)
    pasar(caso, Estado.RESUELTO, a_las(9, 10, 30))
    pasar(caso, Estado.CERRADO, a_las(11, 10))
    assert medir(caso)[2:] == (90, True)


def test_lo_cancelado_no_resolvio_nada() -> None:
    caso = caso_de(a_las(9, 8))
    pasar(caso, Estado.CANCELADO, a_las(9, 9))
    assert medir(caso) == (None, None, None, None)


def test_sin_meta_se_sabe_cuanto_tardo_y_no_si_fue_a_tiempo() -> None:
    MetaAtencion.objects.filter(prioridad=Prioridad.ALTA).update(minutos_respuesta=None)
    olvidar_todo()
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 8, 30))
    assert medir(caso)[:2] == (30, None)


def test_sin_horario_no_hay_con_que_medir() -> None:
    MetaAtencion.objects.filter(prioridad=Prioridad.ALTA).delete()
    olvidar_todo()
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 8, 30))
    assert medir(caso) == (None, None, None, None)


@pytest.mark.parametrize(("respondida", "a_tiempo"), [(a_las(15, 10), True), (a_las(16, 8), False)])
def test_la_pqrsa_se_mide_por_su_termino_legal_que_no_se_detiene(
    respondida: datetime, a_tiempo: bool
) -> None:
    caso = caso_de(a_las(14, 9), tipo=TipoCaso.QUEJA)
    Pqrsa.objects.create(
        caso=caso,
        ficha_hash="a",
        respuesta="Se corrigió.",
        documento=uuid4(),
        vence_el=a_las(15, 0).date(),
        respondida_en=respondida,
    )
    pasar(caso, Estado.ESPERA, a_las(14, 10))
    # Monday from 9:00 on, 10 hours; Tuesday until 10:00, 3 hours, or whole and 1 more.
    assert medir(caso)[2:] == ((13 if a_tiempo else 10 + 12 + 1) * 60, a_tiempo)


def test_el_barrido_de_las_reglas_mide_otra_vez_lo_abierto_y_no_lo_cerrado() -> None:
    abierto, cerrado = caso_de(a_las(9, 8)), caso_de(a_las(9, 8))
    for caso in (abierto, cerrado):
        decir(caso, a_las(9, 8, 30))
    pasar(cerrado, Estado.CERRADO, a_las(9, 9))
    assert [medir(abierto)[1], medir(cerrado)[1]] == [True, True]
    MetaAtencion.objects.filter(prioridad=Prioridad.ALTA).update(minutos_respuesta=10)
    olvidar_todo()

    recalcular_abiertos()

    abierto.refresh_from_db()
    cerrado.refresh_from_db()
    assert (abierto.respuesta_a_tiempo, cerrado.respuesta_a_tiempo) == (False, True)

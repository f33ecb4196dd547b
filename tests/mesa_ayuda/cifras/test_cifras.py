"""Every figure against cases that were worked out by hand."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from mesa_ayuda.cifras.cifras import Cifras, Periodo, reunir
from mesa_ayuda.cifras.consultas import Conteo
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Producto
from portal.calendario.tiempo_habil import BOGOTA
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.cifras.recetas import crear_medido
from tests.mesa_ayuda.recetas import crear_agente, crear_caso, crear_cuenta

pytestmark = pytest.mark.django_db
AHORA = datetime(2026, 12, 16, 12, tzinfo=BOGOTA)
DESDE = datetime(2026, 12, 1, tzinfo=BOGOTA)
HASTA = datetime(2026, 12, 17, tzinfo=BOGOTA)
AYER = AHORA - timedelta(days=1, hours=1)


def mirar(**filtros: Any) -> Cifras:
    """Gather the figures of the first half of December."""
    return reunir(Periodo(DESDE, HASTA, filtros), ahora=AHORA)


def con_algo(conteo: Conteo) -> dict[str, int]:
    """Return what isn't zero."""
    return {nombre: cuantos for nombre, cuantos in conteo if cuantos}


def test_lo_abierto_se_cuenta_ahora_por_estado_y_antiguedad_sea_de_cuando_sea() -> None:
    crear_medido(AHORA - timedelta(hours=23))
    crear_medido(AHORA - timedelta(days=1), estado=Estado.ABIERTO)
    crear_medido(AHORA - timedelta(days=6), estado=Estado.ESPERA)
    crear_medido(AHORA - timedelta(days=29), estado=Estado.ABIERTO)
    crear_medido(AHORA - timedelta(days=400), estado=Estado.ABIERTO)
    crear_medido(AHORA - timedelta(days=2), estado=Estado.RESUELTO)
    crear_medido(AHORA - timedelta(days=2), estado=Estado.CANCELADO)

    cifras = mirar()

    assert cifras.por_estado == [("Nuevo", 1), ("Abierto", 3), ("En espera de información", 1)]
    assert cifras.por_antiguedad == [
        ("Menos de 1 día", 1),
        ("De 1 a 3 días", 1),
        ("De 3 a 7 días", 1),
        ("De 7 a 30 días", 1),
        ("30 días o más", 1),
    ]


def test_los_tiempos_son_la_mediana_y_el_percentil_90_de_lo_medido() -> None:
    for minutos in (10, 20, 30, 40, 100):
        crear_medido(AYER, minutos_respuesta=minutos, minutos_solucion=minutos * 10)
    crear_medido(AYER)

    total = mirar().total

    assert total.casos == 6
    # Sorted 10, 20, 30, 40, 100: rank 0.9 x 4 = 3.6, so 40 + 0.6 x 60 = 76.
    assert [total.respuesta.mediana, total.respuesta.p90] == pytest.approx([30, 76])
    assert [total.solucion.mediana, total.solucion.p90] == pytest.approx([300, 760])


def test_los_tramos_cuentan_sus_limites_una_sola_vez() -> None:
    for minutos in (0, 60, 61, 240, 1440, 4320, 4321):
        crear_medido(AYER, minutos_respuesta=minutos)
    crear_medido(AYER)

    cifras = mirar()

    assert con_algo(cifras.tramos_respuesta) == {
        "Hasta 1 hora": 2,
        "De 1 a 2 horas": 1,
        "De 2 a 4 horas": 1,
        "De 8 a 24 horas": 1,
        "De 24 a 72 horas": 1,
        "Más de 72 horas": 1,
    }
    assert con_algo(cifras.tramos_solucion) == {}


def test_dentro_de_la_meta_cuenta_como_incumplido_lo_vencido_que_nadie_ha_atendido() -> None:
    for a_tiempo in (True, True, False, None):
        crear_medido(AYER, respuesta_a_tiempo=a_tiempo, minutos_respuesta=30)
    crear_medido(AYER, vence_respuesta=AHORA - timedelta(minutes=1))
    crear_medido(AYER, vence_respuesta=AHORA + timedelta(minutes=1))

    respuesta = mirar().total.respuesta

    # Two kept of four judged: one has no target, and one is not due yet.
    assert (respuesta.cumplidos, respuesta.juzgados, respuesta.porcentaje) == (2, 4, 50)


def test_cada_agente_y_cada_producto_tiene_lo_suyo_con_mas_casos_primero(agente: Usuario) -> None:
    otra = crear_agente("otra")
    producto = Producto.objects.get(nombre="Token físico")
    crear_medido(AYER, asignado=agente, producto=producto, minutos_respuesta=10, puntaje=5)
    crear_medido(AYER, asignado=agente, producto=producto, minutos_respuesta=30, puntaje=2)
    crear_medido(AYER, asignado=agente, minutos_respuesta=50, respuesta_a_tiempo=True)
    crear_medido(AYER, asignado=otra, minutos_respuesta=70, respuesta_a_tiempo=False)
    crear_medido(AYER, asignado=otra, producto=producto)
    crear_medido(AYER)

    cifras = mirar()

    assert [
        (g.nombre, g.casos, g.respuesta.mediana, g.respuesta.porcentaje, g.puntaje, g.opiniones)
        for g in cifras.por_agente
    ] == [
        ("Agente", 3, 30, 100, 3.5, 2),
        ("Otra", 2, 70, 0, None, 0),
        ("Sin asignar", 1, None, None, None, 0),
    ]
    assert {g.nombre: (g.casos, g.respuesta.mediana) for g in cifras.por_producto} == {
        "Token físico": (3, 20),
        "Sin producto": (3, 60),
    }


def test_la_satisfaccion_cuenta_solo_las_encuestas_respondidas_de_esos_casos() -> None:
    for puntaje in (5, 5, 4, 1):
        crear_medido(AYER, puntaje=puntaje)
    crear_medido(DESDE - timedelta(seconds=1), puntaje=1)

    cifras = mirar()

    assert cifras.por_puntaje == [("5", 2), ("4", 1), ("3", 0), ("2", 0), ("1", 1)]
    assert (cifras.total.puntaje, cifras.total.opiniones) == (3.75, 4)


def test_el_periodo_empieza_con_su_primer_instante_y_no_llega_al_ultimo() -> None:
    crear_medido(DESDE - timedelta(microseconds=1))
    crear_medido(DESDE)
    crear_medido(HASTA - timedelta(microseconds=1))
    crear_medido(HASTA)
    assert mirar().total.casos == 2


def test_lo_cancelado_y_lo_fusionado_no_cuenta() -> None:
    principal = crear_medido(AYER)
    crear_medido(AYER, estado=Estado.CANCELADO)
    crear_medido(AYER, estado=Estado.CERRADO, fusionado_en=principal, minutos_solucion=1)
    cifras = mirar()
    assert cifras.total.casos == 1
    assert con_algo(cifras.tramos_solucion) == {}


def test_los_filtros_valen_para_todas_las_cifras() -> None:
    cuenta = crear_cuenta()
    crear_medido(AYER, cuenta=cuenta, minutos_respuesta=10, puntaje=5)
    crear_medido(AYER, cuenta=crear_cuenta(), minutos_respuesta=90, puntaje=1)

    cifras = mirar(cuenta__in=[cuenta.pk])

    assert con_algo(cifras.por_estado) == {"Nuevo": 1}
    assert con_algo(cifras.por_antiguedad) == {"De 1 a 3 días": 1}
    assert (cifras.total.casos, cifras.total.respuesta.mediana) == (1, 10)
    assert con_algo(cifras.por_puntaje) == {"5": 1}


def test_las_consultas_son_las_mismas_haya_los_casos_que_haya(
    django_assert_num_queries: DjangoAssertNumQueries, agente: Usuario
) -> None:
    with django_assert_num_queries(8):
        mirar()
    for _ in range(5):
        crear_caso(asignado=agente)
    with django_assert_num_queries(8):
        mirar()

"""Due moments as they are written to the row, from the history in the database."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from mesa_ayuda.agentes.fusion import fusionar
from mesa_ayuda.casos import abrir_caso
from mesa_ayuda.enums import Estado, Prioridad, Reloj, TipoCaso, TipoMensaje, Via
from mesa_ayuda.models import (
    CambioEstado,
    Caso,
    Cuenta,
    FranjaHoraria,
    Horario,
    Mensaje,
    MetaAtencion,
    Pqrsa,
)
from mesa_ayuda.relojes.plazo import Situacion
from mesa_ayuda.relojes.servicios import plazos_de, recalcular, recalcular_abiertos
from portal.calendario.memoria import olvidar_todo
from portal.calendario.tiempo_habil import BOGOTA
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def a_las(dia: int, hora: int, minuto: int = 0) -> datetime:
    """A moment of December 2026: Monday is the 7th, Tuesday the 8th a holiday."""
    return datetime(2026, 12, dia, hora, minuto, tzinfo=BOGOTA)


def caso_de(momento: datetime, **valores: Any) -> Caso:
    """Make a case that was opened then, of priority «Alta» unless given."""
    caso = crear_caso(**{"prioridad": Prioridad.ALTA, **valores})
    Caso.objects.filter(pk=caso.pk).update(creado=momento)
    caso.refresh_from_db()
    return caso


def pasar(caso: Caso, estado: Estado, momento: datetime) -> None:
    """Take the case to a state, as of then."""
    CambioEstado.objects.create(caso=caso, de=caso.estado, a=estado, momento=momento)
    Caso.objects.filter(pk=caso.pk).update(estado=estado)
    caso.estado = estado


def decir(caso: Caso, momento: datetime, **valores: Any) -> None:
    """Write a public message of the staff, as of then."""
    datos = {"tipo": TipoMensaje.PUBLICO, "del_personal": True, **valores}
    mensaje = Mensaje.objects.create(caso=caso, texto="Buenos días.", **datos)
    Mensaje.objects.filter(pk=mensaje.pk).update(creado=momento)


def vencen(caso: Caso) -> list[datetime | None]:
    """Recompute, and return first answer, update, solution and the earliest, from the row."""
    recalcular(caso=caso)
    fila = Caso.objects.values_list(
        "vence_respuesta", "vence_actualizacion", "vence_solucion", "vence"
    )
    return list(fila.get(pk=caso.pk))


def test_un_caso_nuevo_vence_en_horas_habiles_y_salta_el_festivo() -> None:
    # Alta: 1 h and 12 h. Monday 18:30 → Wednesday, since Tuesday is a holiday.
    caso = caso_de(a_las(7, 18, 30))
    assert vencen(caso) == [a_las(9, 7, 30), None, a_las(9, 18, 30), a_las(9, 7, 30)]
    assert caso.vence == a_las(9, 7, 30)


def test_el_critico_corre_de_noche_y_en_festivo() -> None:
    caso = caso_de(a_las(7, 23, 50), prioridad=Prioridad.CRITICA)
    assert vencen(caso) == [a_las(8, 0, 20), None, a_las(8, 3, 50), a_las(8, 0, 20)]


def test_la_respuesta_cumple_la_primera_meta_y_pone_en_marcha_la_de_actualizacion() -> None:
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 8, 30))
    pasar(caso, Estado.ABIERTO, a_las(9, 8, 30))
    assert vencen(caso) == [None, a_las(9, 12, 30), a_las(10, 8), a_las(9, 12, 30)]
    decir(caso, a_las(9, 11))
    assert vencen(caso)[1] == a_las(9, 15)


def test_lo_que_trae_un_caso_mas_antiguo_al_fusionarse_no_responde_al_que_queda(
    cliente: Usuario, agente: Usuario
) -> None:
    antiguo, nuevo = (caso_de(a_las(dia, 8), contacto=cliente) for dia in (1, 9))
    decir(antiguo, a_las(1, 8, 30))
    antes = vencen(nuevo)
    fusionar(caso=antiguo, destino=nuevo, actor=agente)
    assert vencen(nuevo) == antes == [a_las(9, 9), None, a_las(10, 8), a_las(9, 9)]
    nuevo.refresh_from_db()
    assert (nuevo.minutos_respuesta, nuevo.respuesta_a_tiempo) == (None, None)
    decir(nuevo, a_las(9, 8, 30))
    assert vencen(nuevo)[:2] == [None, a_las(9, 12, 30)]


@pytest.mark.parametrize(
    "valores",
    [
        {"tipo": TipoMensaje.NOTA},
        {"del_personal": False},
        {"automatico": True},
        {"tipo": TipoMensaje.SISTEMA, "automatico": True},
    ],
)
def test_notas_avisos_y_mensajes_del_cliente_no_mueven_ningun_reloj(
    valores: dict[str, Any],
) -> None:
    caso = caso_de(a_las(9, 8))
    antes = vencen(caso)
    decir(caso, a_las(9, 8, 30), **valores)
    assert vencen(caso) == antes


def test_en_espera_no_vence_nada_y_al_volver_sigue_donde_iba() -> None:
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 9))
    pasar(caso, Estado.ESPERA, a_las(9, 10))
    assert vencen(caso) == [None, None, None, None]
    pasar(caso, Estado.ABIERTO, a_las(11, 10))
    # Wednesday 8–10 and Friday from 10: 2 + 9 hours, and one on Saturday from 8.
    assert vencen(caso) == [None, a_las(11, 13), a_las(12, 9), a_las(11, 13)]


@pytest.mark.parametrize("final", [Estado.RESUELTO, Estado.CERRADO, Estado.CANCELADO])
def test_terminado_no_vence_nada_y_reabierto_sigue_donde_iba(final: Estado) -> None:
    caso = caso_de(a_las(9, 8))
    decir(caso, a_las(9, 8))
    pasar(caso, final, a_las(9, 18))
    assert vencen(caso) == [None, None, None, None]
    assert plazos_de(caso)[Reloj.SOLUCION].a_tiempo
    pasar(caso, Estado.ABIERTO, a_las(14, 7))
    assert vencen(caso)[2] == a_las(14, 9)
    pasar(caso, final, a_las(15, 7))
    solucion = plazos_de(caso)[Reloj.SOLUCION]
    assert (solucion.cumplido_en, solucion.a_tiempo) == (a_las(15, 7), False)


def test_cambiar_la_prioridad_recalcula_desde_el_comienzo() -> None:
    caso = caso_de(a_las(9, 8))
    assert vencen(caso)[2] == a_las(10, 8)
    Caso.objects.filter(pk=caso.pk).update(prioridad=Prioridad.CRITICA)
    assert vencen(caso)[2] == a_las(9, 12)


def test_la_meta_de_la_cuenta_vale_entera_sobre_la_general(cuenta: Cuenta) -> None:
    MetaAtencion.objects.create(
        prioridad=Prioridad.ALTA,
        cuenta=cuenta,
        horario=Horario.objects.get(continuo=True),
        minutos_solucion=90,
    )
    de_la_cuenta, de_otra = caso_de(a_las(9, 8), cuenta=cuenta), caso_de(a_las(9, 8))
    assert vencen(de_la_cuenta) == [None, None, a_las(9, 9, 30), a_las(9, 9, 30)]
    assert vencen(de_otra)[2] == a_las(10, 8)


def test_sin_metas_no_vence_nada() -> None:
    MetaAtencion.objects.all().delete()
    assert vencen(caso_de(a_las(9, 8))) == [None, None, None, None]


def test_un_horario_que_nunca_abre_no_impide_abrir_casos() -> None:
    FranjaHoraria.objects.all().delete()
    caso = caso_de(a_las(9, 8))
    assert vencen(caso) == [None, None, None, None]
    assert plazos_de(caso)[Reloj.SOLUCION].situacion is Situacion.SIN_HORARIO


def test_las_franjas_que_se_cruzan_no_cuentan_dos_veces() -> None:
    horario = MetaAtencion.objects.get(prioridad=Prioridad.ALTA).horario
    horario.franjas.create(dia_semana=2, abre="08:00", cierra="12:00")
    assert vencen(caso_de(a_las(9, 7)))[2] == a_las(9, 19)


def test_una_pqrsa_se_soluciona_a_mas_tardar_el_dia_que_dice_la_ley() -> None:
    caso = caso_de(a_las(9, 8), tipo=TipoCaso.QUEJA)
    pqrsa = Pqrsa.objects.create(caso=caso, ficha_hash="a", vence_el=date(2026, 12, 31))
    assert vencen(caso)[2] == a_las(31, 19)
    # Waiting doesn't stop a legal term, and an extension moves it.
    pasar(caso, Estado.ESPERA, a_las(9, 9))
    assert vencen(caso) == [None, None, a_las(31, 19), a_las(31, 19)]
    Pqrsa.objects.update(
        vence_el=date(2026, 12, 28),
        prorroga_hasta=date(2026, 12, 30),
        prorroga_motivo="Faltan pruebas",
        prorroga_avisada_en=a_las(20, 8),
    )
    assert vencen(caso)[2] == a_las(30, 19)
    pqrsa.refresh_from_db()
    pqrsa.respondida_en = a_las(30, 9)
    pqrsa.respuesta, pqrsa.documento = "Le respondemos.", uuid4()
    pqrsa.save()
    assert vencen(caso)[2] is None


def test_recalcular_uno_cuesta_pocas_consultas(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    caso = caso_de(a_las(9, 8))
    recalcular(caso=caso)
    with django_assert_num_queries(4):
        recalcular(caso=caso)


def test_recalcular_todos_no_toca_los_cerrados_ni_pregunta_caso_por_caso(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    casos = [caso_de(a_las(9, 8)) for _ in range(12)]
    cerrado = caso_de(a_las(9, 8), estado=Estado.CERRADO, vence=a_las(1, 8))
    assert recalcular_abiertos() == 12
    assert recalcular_abiertos() == 0
    MetaAtencion.objects.filter(prioridad=Prioridad.ALTA).update(minutos_solucion=60)
    olvidar_todo()
    plazos_de(casos[0])
    with django_assert_num_queries(9):
        assert recalcular_abiertos() == 12
    assert set(Caso.objects.abiertos().values_list("vence_solucion", flat=True)) == {a_las(9, 9)}
    cerrado.refresh_from_db()
    assert cerrado.vence == a_las(1, 8)


def test_los_lotes_llegan_al_ultimo_caso(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mesa_ayuda.relojes.servicios.LOTE", 2)
    for _ in range(5):
        caso_de(a_las(9, 8))
    assert recalcular_abiertos() == 5
    assert not Caso.objects.filter(vence=None).exists()


def test_los_segundos_de_una_pausa_no_se_pierden() -> None:
    caso = caso_de(a_las(9, 8))
    pasar(caso, Estado.ESPERA, a_las(9, 9) + timedelta(seconds=20))
    pasar(caso, Estado.ABIERTO, a_las(9, 10))
    assert vencen(caso)[2] == a_las(10, 8, 59) + timedelta(seconds=40)


def test_lo_recien_abierto_vence_cuando_dice_su_historia(cliente: Usuario) -> None:
    caso = abrir_caso(asunto="No firma", descripcion="Error", via=Via.WEB, contacto=cliente)
    campos = ("vence", "vence_respuesta", "vence_solucion", "vence_actualizacion")
    al_abrir = [getattr(caso, campo) for campo in campos]
    recalcular(caso=caso)
    assert [getattr(caso, campo) for campo in campos] == al_abrir
    assert al_abrir[0] is not None

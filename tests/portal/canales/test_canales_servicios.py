"""Which channels are in force and open, with at most a minute of memory."""

from datetime import date, datetime, time

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from portal.calendario.memoria import olvidar_todo
from portal.calendario.models import Festivo
from portal.calendario.tiempo_habil import BOGOTA
from portal.canales import servicios
from portal.canales.enums import DiaSemana, TipoCanal
from portal.canales.models import Canal, ContactoEscalamiento, HorarioCanal, NivelEscalamiento

pytestmark = pytest.mark.django_db


def el(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=BOGOTA)


def claves(texto: str) -> set[str]:
    return {canal.ficha.clave for canal in servicios.canales_abiertos(el(texto))}


def test_un_martes_por_la_manana_todos_estan_abiertos() -> None:
    assert len(claves("2026-11-24T10:00")) == Canal.objects.count()


def test_un_lunes_festivo_solo_atiende_el_celular_de_prioridad_1() -> None:
    assert claves("2026-07-13T10:00") == {"celular-prioridad-1"}


def test_el_sabado_a_las_12_59_atiende_soporte_y_a_las_13_00_ya_no() -> None:
    assert "linea-soporte-tecnico" in claves("2026-11-28T12:59")
    assert "pqrsa-correo" not in claves("2026-11-28T12:59")
    assert claves("2026-11-28T13:00") == {"celular-prioridad-1"}


def test_el_31_de_diciembre_por_la_noche_la_linea_abre_el_sabado() -> None:
    linea = servicios.canales_en(el("2026-12-31T19:00"))[0]
    assert linea.estado_texto == "Abre el sábado a las 8:00 a. m."


def test_un_cierre_propio_cierra_ese_dia() -> None:
    Festivo.objects.create(fecha=date(2026, 11, 24), nombre="Traslado")
    assert claves("2026-11-24T10:00") == {"celular-prioridad-1"}


def test_con_la_memoria_llena_preguntar_no_cuesta_consultas(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    servicios.canales_abiertos(el("2026-11-24T10:00"))
    with django_assert_num_queries(0):
        servicios.canales_abiertos(el("2026-11-24T10:00"))
        servicios.canales_en(el("2026-11-28T13:00"))


def test_lo_que_cambia_el_personal_se_ve_al_vencer_la_memoria() -> None:
    assert "chat" in claves("2026-11-24T10:00")
    Canal.objects.filter(clave="chat").update(vigente_hasta=date(2026, 11, 23))
    assert "chat" in claves("2026-11-24T10:00")
    olvidar_todo()
    assert "chat" not in claves("2026-11-24T10:00")


@time_machine.travel("2026-11-24 10:00-05:00", tick=False)
def test_un_canal_futuro_aparece_el_dia_en_que_empieza_sin_volver_a_cargar() -> None:
    Canal.objects.create(
        clave="nuevo",
        nombre="Nuevo",
        tipo=TipoCanal.TELEFONO,
        valor="(601) 7442725",
        atiende_siempre=True,
        vigente_desde=date(2026, 12, 1),
        vigente_hasta=date(2026, 12, 31),
    )
    assert "nuevo" not in claves("2026-11-30T10:00")
    assert "nuevo" in claves("2026-12-01T00:00")
    assert "nuevo" in claves("2026-12-31T23:59")
    assert "nuevo" not in claves("2027-01-01T00:00")


@time_machine.travel("2026-11-24 10:00-05:00", tick=False)
def test_un_horario_de_temporada_reemplaza_al_ordinario_solo_en_sus_fechas() -> None:
    chat = Canal.objects.get(clave="chat")
    chat.horarios.filter(dia_semana=DiaSemana.MIERCOLES).update(vigente_hasta=date(2026, 12, 15))
    HorarioCanal.objects.create(
        canal=chat,
        dia_semana=DiaSemana.MIERCOLES,
        abre=time(9),
        cierra=time(12),
        vigente_desde=date(2026, 12, 16),
    )
    assert "chat" in claves("2026-12-09T15:00")
    assert "chat" not in claves("2026-12-16T15:00")
    assert "chat" in claves("2026-12-16T11:59")


@time_machine.travel("2026-11-24 10:00-05:00", tick=False)
def test_lo_que_ya_termino_no_se_carga() -> None:
    Canal.objects.filter(clave="chat").update(vigente_hasta=date(2026, 11, 23))
    assert "chat" not in {c.ficha.clave for c in servicios.canales_en(el("2026-11-23T10:00"))}


def test_un_contacto_vencido_no_se_muestra_en_su_nivel() -> None:
    nivel = NivelEscalamiento.objects.get(nivel=2)
    nivel.contactos.update(vigente_hasta=date(2026, 6, 30))
    ContactoEscalamiento.objects.create(
        nivel=nivel, correo="relevo@portal.example", vigente_desde=date(2026, 7, 1)
    )
    segundo = servicios.niveles_de_escalamiento(date(2026, 7, 1))[1]
    assert [c.correo for c in segundo.contactos.all()] == ["relevo@portal.example"]


def test_los_niveles_se_leen_en_dos_consultas(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        for nivel in servicios.niveles_de_escalamiento(date(2026, 7, 1)):
            assert list(nivel.contactos.all())


def test_lo_calculado_en_un_minuto_sirve_a_todas_sus_paginas_y_no_a_las_del_siguiente() -> None:
    antes = servicios.canales_en(el("2026-11-28T12:59:00"))
    assert servicios.canales_en(el("2026-11-28T12:59:59")) is antes
    despues = servicios.canales_en(el("2026-11-28T13:00:00"))
    assert (antes[0].estado.abierto, despues[0].estado.abierto) == (True, False)


def test_un_cierre_nuevo_se_ve_aunque_el_minuto_ya_estuviera_calculado() -> None:
    assert "chat" in claves("2026-11-24T10:00")
    Festivo.objects.create(fecha=date(2026, 11, 24), nombre="Traslado")
    olvidar_todo()
    assert "chat" not in claves("2026-11-24T10:00")

"""Synchronisations and the registry that they leave: what their rows can't hold."""

from typing import Any

import pytest

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, FilaRechazada, Matriculado, Sincronizacion
from tests.contrasenas.models.rechazo import rechaza
from tests.contrasenas.recetas import crear_matriculado

pytestmark = pytest.mark.django_db


def test_un_estado_que_no_existe_no_cabe(camara: Camara) -> None:
    with rechaza("sincronizacion_estado"):
        Sincronizacion.objects.create(camara=camara, estado="perdida")


def test_una_en_curso_por_camara(camara: Camara, otra_camara: Camara) -> None:
    primera = Sincronizacion.objects.create(camara=camara)
    with rechaza("sincronizacion_una_a_la_vez"):
        Sincronizacion.objects.create(camara=camara)
    Sincronizacion.objects.create(camara=otra_camara)
    for final in (EstadoSincronizacion.TERMINADA, EstadoSincronizacion.RECHAZADA):
        Sincronizacion.objects.create(camara=camara, estado=final)
    primera.estado = EstadoSincronizacion.RECHAZADA
    primera.save()
    Sincronizacion.objects.create(camara=camara)


def test_las_tomadas_son_las_que_quedaron_en_el_registro(camara: Camara) -> None:
    cuentas: dict[str, Any] = {"leidas": 11, "nuevas": 5, "cambiadas": 3, "sin_cambios": 1}
    hecha = Sincronizacion.objects.create(camara=camara, rechazadas=2, **cuentas)
    assert hecha.tomadas == 9
    assert str(hecha) == f"Sincronización {hecha.pk}"


def test_las_filas_rechazadas_salen_en_el_orden_del_archivo(camara: Camara) -> None:
    hecha = Sincronizacion.objects.create(camara=camara)
    for linea in (9, 2, 30):
        hecha.filas_rechazadas.create(linea=linea, motivo="La fila no tiene matrícula.")
    assert [str(f) for f in FilaRechazada.objects.all()] == ["Línea 2", "Línea 9", "Línea 30"]


def test_una_matricula_es_una_fila_de_su_camara(camara: Camara, otra_camara: Camara) -> None:
    crear_matriculado(camara, matricula="77")
    with rechaza("matriculado_matricula_unica"):
        crear_matriculado(camara, matricula="77")
    crear_matriculado(otra_camara, matricula="77")


def test_presentes_son_los_que_trajo_el_ultimo_archivo(camara: Camara) -> None:
    esta = crear_matriculado(camara)
    crear_matriculado(camara, ausente_desde="2026-01-01T00:00Z")
    assert list(Matriculado.objects.presentes()) == [esta]
    # Neither name nor number of the person: it goes into logs and histories.
    assert str(esta) == f"Matrícula {esta.matricula}"

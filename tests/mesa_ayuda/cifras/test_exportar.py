"""The figures as a workbook: the same as on the page, and no cell is a formula."""

import io
from collections.abc import Callable

import pytest
from django.http import FileResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mesa_ayuda.admin.cifras_views import LIBROS
from mesa_ayuda.enums import Estado
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.cifras.recetas import crear_medido
from tests.mesa_ayuda.recetas import crear_cuenta

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
EXPORTAR = reverse("admin:mesa_ayuda_cifras_exportar")


@pytest.fixture
def mesa(cliente_de: ClienteDe, supervisor: Usuario) -> Client:
    """A supervisor at work."""
    return cliente_de(supervisor)


def filas(mesa: Client, **filtros: str) -> dict[tuple[str, str], list[object]]:
    """Return the workbook's rows by section and what they tell."""
    respuesta = mesa.get(EXPORTAR, filtros)
    assert isinstance(respuesta, FileResponse)
    assert respuesta.filename == "cifras-mesa-de-ayuda.xlsx"
    hoja = load_workbook(io.BytesIO(respuesta.getvalue())).active
    assert hoja is not None
    assert all(celda.data_type != "f" for fila in hoja.iter_rows() for celda in fila)
    return {
        (str(seccion), str(concepto)): list(resto)
        for seccion, concepto, *resto in hoja.iter_rows(min_row=2, values_only=True)
    }


def test_dice_lo_mismo_que_la_pagina(mesa: Client, agente: Usuario) -> None:
    for minutos, puntaje in ((10, 5), (20, 4)):
        crear_medido(
            timezone.now(),
            puntaje=puntaje,
            asignado=agente,
            estado=Estado.RESUELTO,
            minutos_respuesta=minutos,
            respuesta_a_tiempo=True,
            minutos_solucion=minutos * 10,
            solucion_a_tiempo=minutos == 10,
        )
    crear_medido(timezone.now())

    tabla = filas(mesa)

    assert tabla["Abiertos ahora, por estado", "Nuevo"][0] == 1
    assert tabla["Primera respuesta, horas hábiles", "Hasta 1 hora"][0] == 2
    assert tabla["Satisfacción, por puntaje", "5"][0] == 1
    assert tabla["Período", "Todos"] == [3, 15, 19, 100, 150, 190, 50, 4.5, 2]
    assert tabla["Por agente", "Agente"] == [2, 15, 19, 100, 150, 190, 50, 4.5, 2]
    assert tabla["Por agente", "Sin asignar"] == [1, *[None] * 7, 0]
    assert tabla["Por producto", "Sin producto"][0] == 3


def test_lleva_los_mismos_filtros(mesa: Client) -> None:
    crear_medido(timezone.now(), cuenta=crear_cuenta(nombre="Panadería S.A.S."))
    crear_medido(timezone.now())
    assert filas(mesa, cuenta="panaderia")["Período", "Todos"][0] == 1


def test_un_nombre_que_parece_formula_es_un_texto(mesa: Client, agente: Usuario) -> None:
    agente.first_name = "=1+1"
    agente.save()
    crear_medido(timezone.now(), asignado=agente)
    assert ("Por agente", "=1+1") in filas(mesa)


def test_quien_pide_demasiados_libros_espera(mesa: Client) -> None:
    for _ in range(LIBROS["maximo"]):
        assert mesa.get(EXPORTAR).status_code == 200
    assert mesa.get(EXPORTAR).status_code == 429

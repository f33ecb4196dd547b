"""What every template may show."""

import pytest
import time_machine
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from portal.canales.fichas import CanalAhora
from portal.paginas.contexto import portal


def test_los_nombres_vienen_de_la_configuracion(rf: RequestFactory, settings: Settings) -> None:
    settings.PORTAL_NOMBRE, settings.PORTAL_ENTIDAD = "Otro portal", "Otra entidad"
    settings.PORTAL_DEMO = False
    contexto = portal(rf.get("/"))
    assert contexto["PORTAL_NOMBRE"] == "Otro portal"
    assert contexto["PORTAL_ENTIDAD"] == "Otra entidad"
    assert contexto["PORTAL_DEMO"] is False


@pytest.mark.django_db
def test_una_plantilla_que_no_muestra_canales_no_los_consulta(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        contexto = portal(rf.get("/"))
    assert contexto["canales_abiertos"]


@pytest.mark.django_db
@time_machine.travel("2026-07-13 10:00-05:00", tick=False)
def test_los_canales_abiertos_son_los_de_este_momento(rf: RequestFactory) -> None:
    abiertos = portal(rf.get("/"))["canales_abiertos"]
    assert isinstance(abiertos, list)
    canal = abiertos[0]
    assert isinstance(canal, CanalAhora)
    assert (len(abiertos), canal.valor, canal.enlace, canal.estado_texto) == (
        1,
        "(57) 318 717 49 37",
        "tel:+573187174937",
        "Abierto las 24 horas",
    )

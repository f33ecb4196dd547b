"""Life of a challenge."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.captcha import servicios
from portal.captcha.servicios import (
    MAXIMO_POR_VISITANTE,
    borrar_vencidos,
    buscar_texto,
    crear_desafio,
    desechar_desafio,
    resolver_desafio,
)
from portal.limites import LimiteExcedido

pytestmark = pytest.mark.django_db
AHORA = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RARAS = ["", "no existe", "\0", "f" * 40, "ñ" * 40, "a,b", "x" * 10_000]


def test_la_clave_es_al_azar_y_no_dice_nada_del_desafio(clave: str, texto: str) -> None:
    assert servicios.CLAVE.fullmatch(clave)
    assert texto.lower() not in clave
    random.seed(1)
    una = crear_desafio(visitante="a")
    random.seed(1)
    assert crear_desafio(visitante="a") != una


def test_la_respuesta_correcta_vale_una_sola_vez(clave: str, texto: str) -> None:
    assert resolver_desafio(clave=clave, respuesta=texto)
    assert not resolver_desafio(clave=clave, respuesta=texto)


def test_una_respuesta_errada_gasta_el_desafio(clave: str, texto: str) -> None:
    assert not resolver_desafio(clave=clave, respuesta="no es")
    assert not CaptchaStore.objects.exists()
    assert not resolver_desafio(clave=clave, respuesta=texto)


def test_se_responde_en_minusculas_y_con_espacios(clave: str, texto: str) -> None:
    assert resolver_desafio(clave=clave, respuesta=f" {' '.join(texto.lower())} ")


def test_se_borra_con_una_sola_orden_condicional(clave: str, texto: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as consultas:
        resolver_desafio(clave=clave, respuesta=texto)
    ordenes = [consulta["sql"].split()[0] for consulta in consultas]
    assert ordenes == ["SELECT", "DELETE"]
    assert "hashkey" in consultas[1]["sql"]
    assert "expiration" in consultas[1]["sql"]


@pytest.mark.parametrize("respuesta", ["", "passed", "\0", "ñ", "\ud800"])
def test_ninguna_otra_respuesta_vale(clave: str, respuesta: str) -> None:
    assert not resolver_desafio(clave=clave, respuesta=respuesta)


@pytest.mark.parametrize("rara", RARAS)
def test_una_clave_que_no_existe_no_vale_ni_falla(rara: str) -> None:
    assert not resolver_desafio(clave=rara, respuesta="2F5X8P")
    assert buscar_texto(clave=rara) is None
    assert not desechar_desafio(clave=rara)


@pytest.mark.parametrize(("minutos", "vale"), [(9.9, True), (10, False), (60, False)])
def test_un_desafio_vence_a_los_diez_minutos(minutos: float, vale: bool) -> None:
    with time_machine.travel(AHORA, tick=False) as reloj:
        clave = crear_desafio(visitante="a")
        texto = buscar_texto(clave=clave)
        assert texto is not None
        reloj.shift(timedelta(minutes=minutos))
        assert (buscar_texto(clave=clave) == texto) is vale
        assert resolver_desafio(clave=clave, respuesta=texto) is vale


def test_desechar_lo_hace_sólo_una_vez(clave: str) -> None:
    assert desechar_desafio(clave=clave)
    assert not desechar_desafio(clave=clave)


def test_un_visitante_no_puede_llenar_la_tabla() -> None:
    CaptchaStore.objects.all().delete()
    for _ in range(MAXIMO_POR_VISITANTE):
        crear_desafio(visitante="a")
    with pytest.raises(LimiteExcedido) as excepcion:
        crear_desafio(visitante="a")
    assert excepcion.value.nombre == "captcha"
    assert CaptchaStore.objects.count() == MAXIMO_POR_VISITANTE
    assert crear_desafio(visitante="otro")


def test_se_borran_los_vencidos_y_ninguno_mas() -> None:
    with time_machine.travel(AHORA, tick=False) as reloj:
        viejas = {crear_desafio(visitante="a") for _ in range(3)}
        reloj.shift(timedelta(minutes=5))
        reciente = crear_desafio(visitante="a")
        reloj.shift(timedelta(minutes=5))
        assert borrar_vencidos() == len(viejas)
        assert borrar_vencidos() == 0
        assert buscar_texto(clave=reciente) is not None

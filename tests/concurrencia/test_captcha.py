"""One challenge, several answers at the same time: never two winners."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from captcha.models import CaptchaStore
from django import forms
from django.db import connection, transaction

from portal.captcha import servicios
from portal.captcha.campo import CampoCaptcha

pytestmark = pytest.mark.django_db(transaction=True)
CARRERAS = 60
CORREDORES = 4


class Formulario(forms.Form):
    captcha = CampoCaptcha()


def responder(clave: str, texto: str) -> bool:
    return Formulario({"captcha_0": clave, "captcha_1": texto}).is_valid()


def con_conexion_propia(clave: str, texto: str) -> bool:
    try:
        return responder(clave, texto)
    finally:
        connection.close()


def nuevo() -> tuple[str, str]:
    clave = servicios.crear_desafio(visitante="a")
    return clave, CaptchaStore.objects.get(hashkey=clave).challenge


def esperar_bloqueados(cuantos: int) -> None:
    """Return when that many connections wait for a lock."""
    consulta = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
    """
    for _ in range(600):
        with connection.cursor() as cursor:
            # Within a transaction the view is read once and remembered.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(consulta)
            if cursor.fetchone() == (cuantos,):
                return
        time.sleep(0.05)
    raise AssertionError("nadie esperó")


def test_en_sesenta_carreras_nunca_hay_dos_ganadores() -> None:
    desafios = [nuevo() for _ in range(CARRERAS)]
    barrera = Barrier(CORREDORES)

    def correr() -> list[bool]:
        resultados = []
        try:
            for clave, texto in desafios:
                barrera.wait()
                resultados.append(responder(clave, texto))
        finally:
            connection.close()
        return resultados

    with ThreadPoolExecutor(CORREDORES) as hilos:
        corridas = [hilo.result() for hilo in [hilos.submit(correr) for _ in range(CORREDORES)]]
    ganadores = [sum(carrera) for carrera in zip(*corridas, strict=True)]
    assert ganadores == [1] * CARRERAS
    assert not CaptchaStore.objects.exists()


def test_aunque_los_dos_lo_lean_antes_de_que_alguno_lo_borre_gana_uno() -> None:
    clave, texto = nuevo()
    with ThreadPoolExecutor(2) as hilos:
        with transaction.atomic():
            # Both read the row and then wait to delete it: the worst order of events.
            CaptchaStore.objects.select_for_update().get(hashkey=clave)
            corredores = [hilos.submit(con_conexion_propia, clave, texto) for _ in range(2)]
            esperar_bloqueados(2)
        assert sorted(corredor.result() for corredor in corredores) == [False, True]


def test_errar_y_acertar_a_la_vez_deja_a_lo_sumo_un_acierto_y_ningun_desafio() -> None:
    clave, texto = nuevo()
    with ThreadPoolExecutor(2) as hilos:
        with transaction.atomic():
            CaptchaStore.objects.select_for_update().get(hashkey=clave)
            corredores = [
                hilos.submit(con_conexion_propia, clave, intento) for intento in (texto, "no es")
            ]
            esperar_bloqueados(2)
        assert not corredores[1].result()
        assert corredores[0].result() in (True, False)
    assert not CaptchaStore.objects.exists()
    assert not responder(clave, texto)

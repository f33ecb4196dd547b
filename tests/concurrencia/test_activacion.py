"""Acts of an activation at the same moment, on connections of their own, with real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from contrasenas.activacion import pines, servicios
from contrasenas.activacion.datos import Datos, Visita
from contrasenas.enums import EstadoContrasena, Resultado
from contrasenas.models import Activacion, Pin, UsuarioVerificado
from contrasenas.models.contrasena import FALLOS_POR_BLOQUEO
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from tests.contrasenas.activacion.recetas import (
    CLAVE,
    OTRA_CLAVE,
    Entregada,
    entregar,
    hace,
    pin_enviado,
)
from tests.contrasenas.recetas import crear_camara

pytestmark = pytest.mark.django_db(transaction=True)
CORREDORES, CARRERAS = 10, 3
VISITA = Visita(ip="203.0.113.7", agente="prueba")
R = TypeVar("R")


def a_la_vez(actos: list[Callable[[], R]]) -> list[R]:
    """Do everything in the same moment, each on a connection of its own."""
    barrera = Barrier(len(actos))

    def correr(acto: Callable[[], R]) -> R:
        try:
            connection.ensure_connection()
            barrera.wait(timeout=30)
            return acto()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actos)) as corredores:
        return list(corredores.map(correr, actos))


def datos(entregada: Entregada, clave: str = CLAVE) -> Datos:
    fila = entregada.fila
    return Datos(fila.numero, fila.correo, fila.celular, clave, fila.camara)


def solicitar(entregada: Entregada, clave: str = CLAVE) -> Callable[[], Resultado]:
    def acto() -> Resultado:
        hecho, _ = servicios.solicitar(
            datos=datos(entregada, clave), ficha=entregada.ficha, visita=VISITA
        )
        return hecho

    return acto


def test_dos_navegadores_que_terminan_a_la_vez_hacen_un_verificado() -> None:
    camara = crear_camara()
    for _ in range(CARRERAS):
        entregada = entregar(camara)
        for _ in range(2):
            solicitar(entregada)()
        pin = pin_enviado()
        claves = list(
            Activacion.objects.filter(contrasena=entregada.fila).values_list("pk", flat=True)
        )

        def terminar(clave: object, pin: str = pin) -> Callable[[], Resultado]:
            return lambda: servicios.activar_con_pin(
                activacion_id=clave,  # type: ignore[arg-type]
                codigo=pin,
            )

        hechos = a_la_vez([terminar(clave) for clave in claves * (CORREDORES // 2)])
        # The request that won says so as often as it is asked; the other one has nothing to do.
        assert hechos.count(Resultado.ACTIVADA) == CORREDORES // 2
        assert hechos.count(Resultado.CERRADA) == CORREDORES // 2
        assert UsuarioVerificado.objects.filter(contrasena=entregada.fila).count() == 1
        assert entregada.refrescar().estado == EstadoContrasena.ACTIVADA
    assert CorreoSaliente.objects.count() == CARRERAS


def test_dos_contrasenas_de_una_persona_a_la_vez_hacen_un_verificado() -> None:
    camara = crear_camara(factor_autenticacion_firmado_contrasenas_email="SOLO CLAVE")
    for carrera in range(CARRERAS):
        numero = f"80000{carrera}"
        dos = [entregar(camara, numero=numero, ano=ano, con_pin=False) for ano in (2025, 2026)]
        hechos = a_la_vez([solicitar(una) for una in dos])
        assert sorted(hechos) == [Resultado.ACTIVADA, Resultado.YA_VERIFICADA]
        estados = sorted(una.refrescar().estado for una in dos)
        assert estados == [EstadoContrasena.ACTIVADA, EstadoContrasena.CANCELADA]
        assert UsuarioVerificado.objects.filter(numero=numero).count() == 1


def test_muchas_claves_equivocadas_a_la_vez_prueban_solo_cinco() -> None:
    entregada = entregar(crear_camara())
    equivocadas = [solicitar(entregada, OTRA_CLAVE) for _ in range(2 * CORREDORES)]
    assert set(a_la_vez(equivocadas)) == {Resultado.RECHAZADA}
    fila = entregada.refrescar()
    assert fila.fallos == FALLOS_POR_BLOQUEO
    assert fila.bloqueada_hasta is not None
    assert solicitar(entregada)() == Resultado.RECHAZADA


def test_activar_y_rechazar_a_la_vez_tienen_un_solo_fin() -> None:
    camara = crear_camara(factor_autenticacion_firmado_contrasenas_email="SOLO CLAVE")
    for _ in range(CARRERAS):
        entregada = entregar(camara, con_pin=False)

        def rechazar(ficha: str = entregada.ficha) -> bool:
            return servicios.rechazar_con_ficha(ficha=ficha)

        actos: list[Callable[[], Resultado | bool]] = [solicitar(entregada), rechazar]
        hecho, cancelada = a_la_vez(actos)
        activada = hecho == Resultado.ACTIVADA
        assert activada != cancelada
        fin = EstadoContrasena.ACTIVADA if activada else EstadoContrasena.CANCELADA
        assert entregada.refrescar().estado == fin
        assert UsuarioVerificado.objects.filter(contrasena=entregada.fila).exists() == activada


def test_pedir_otro_pin_muchas_veces_a_la_vez_manda_uno() -> None:
    entregada = entregar(crear_camara())
    solicitar(entregada)()
    hace(timedelta(seconds=61))
    clave = Activacion.objects.get().pk

    def pedir() -> bool:
        try:
            return servicios.enviar_otro_pin(activacion_id=clave)
        except pines.PinEnEspera:
            return False

    assert a_la_vez([pedir] * CORREDORES).count(True) == 1
    assert SmsSaliente.objects.count() == 2


def test_muchos_pines_equivocados_a_la_vez_gastan_tres_intentos() -> None:
    entregada = entregar(crear_camara())
    solicitar(entregada)()
    clave, correcto = Activacion.objects.get().pk, pin_enviado()
    equivocado = f"{(int(correcto) + 1) % 10**6:06}"
    hechos = a_la_vez(
        [lambda: servicios.activar_con_pin(activacion_id=clave, codigo=equivocado)] * CORREDORES
    )
    assert set(hechos) == {Resultado.RECHAZADA}
    assert Pin.objects.get().intentos == pines.INTENTOS
    tarde = servicios.activar_con_pin(activacion_id=clave, codigo=correcto)
    assert tarde == Resultado.RECHAZADA

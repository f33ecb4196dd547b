"""Packets with real commits: many people at the button, many workers on one packet."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote
from contrasenas.envio import proceso, reclamo
from contrasenas.envio.excepciones import EstadoInvalido, SinPendientes
from contrasenas.envio.programacion import hacer_siguiente, programar
from contrasenas.envio.servicios import cancelar_lote, crear_lote, pausar_lote
from contrasenas.models import Camara, Contrasena, Envio, Lote
from tests.concurrencia.paquetes import (
    ANO,
    comprobar_buzon,
    comprobar_tabla,
    empacar,
    operadora_de,
    poblar,
)
from tests.concurrencia.sumidero import sumidero

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
T = TypeVar("T")


def a_la_vez(llamada: Callable[[], T], veces: int) -> list[T]:
    """Call from so many threads at the same moment, each with its own database connection."""
    salida = Barrier(veces)

    def correr(_: int) -> T:
        try:
            salida.wait()
            return llamada()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(veces) as hilos:
        return list(hilos.map(correr, range(veces)))


def test_cincuenta_envios_simultaneos_no_repiten_a_nadie_ni_hacen_paquetes_de_mas() -> None:
    camara = poblar(100)
    actor = operadora_de(camara)

    def enviar() -> Lote | None:
        try:
            return crear_lote(camara=camara, ano=ANO, cantidad=3, actor=actor)
        except SinPendientes:
            return None

    lotes = [lote for lote in a_la_vez(enviar, 50) if lote]

    assert len(lotes) == 34
    assert sorted(lote.numero for lote in lotes) == list(range(1, 35))
    assert Counter(lote.cantidad for lote in lotes) == {3: 33, 1: 1}
    assert Envio.objects.values("contrasena").distinct().count() == Envio.objects.count() == 100
    assert set(Contrasena.objects.values_list("estado", flat=True)) == {EstadoContrasena.EN_LOTE}
    # Each packet took the first ones that were left when its turn came.
    por_numero = sorted(lotes, key=lambda lote: lote.numero)
    ultimas = [max(lote.envios.values_list("contrasena_id", flat=True)) for lote in por_numero]
    assert all(antes < despues for antes, despues in pairwise(ultimas))


def test_varios_trabajadores_sobre_un_paquete_envian_a_cada_uno_una_vez(tmp_path: Path) -> None:
    with sumidero(tmp_path) as puerto:
        lote, claves = empacar(20, puerto)
        # More than have a turn; the others leave.
        a_la_vez(lambda: proceso.procesar(lote.pk), 4)
    assert comprobar_buzon(tmp_path, claves) == dict.fromkeys(claves, 1)
    comprobar_tabla(claves)
    assert Lote.objects.get().estado == EstadoLote.TERMINADO


def test_la_cuota_no_se_excede_aunque_todos_reclamen_a_la_vez() -> None:
    lote, _ = empacar(40, 1)
    Camara.objects.update(cuota_hora=13)
    tandas = a_la_vez(lambda: reclamo.reclamar(lote.pk), 8)
    reclamadas = [envio.pk for tanda in tandas if tanda for envio in tanda.envios]
    assert len(reclamadas) == len(set(reclamadas)) == 13
    assert Envio.objects.filter(estado=EstadoEnvio.ENVIANDO).count() == 13


def test_dos_personas_que_pausan_o_cancelan_a_la_vez_lo_hacen_una_vez() -> None:
    lote, _ = empacar(3, 1)
    actor = lote.actor

    def intentar(acto: Callable[[Lote], object]) -> Callable[[], bool]:
        def hacer() -> bool:
            try:
                acto(Lote.objects.get(pk=lote.pk))
            except EstadoInvalido:
                return False
            return True

        return hacer

    assert a_la_vez(intentar(lambda fila: pausar_lote(lote=fila, actor=actor)), 4).count(True) == 1
    cancelar = intentar(lambda fila: cancelar_lote(lote=fila, actor=actor))
    assert a_la_vez(cancelar, 4).count(True) == 1
    assert Contrasena.objects.filter(estado=EstadoContrasena.PENDIENTE).count() == 3


def test_dos_barridos_a_la_vez_hacen_un_solo_paquete_programado() -> None:
    camara = poblar(10)
    programacion = programar(
        camara=camara, ano=ANO, tamano=3, cada_minutos=60, actor=operadora_de(camara)
    )
    lotes = a_la_vez(lambda: hacer_siguiente(programacion_id=programacion.pk), 4)
    assert len([lote for lote in lotes if lote]) == 1
    assert Lote.objects.get().cantidad == 3

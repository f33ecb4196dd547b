"""Many answers to one invoice code at the same moment: five attempts in all, one winner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from solicitudes.codigo_factura import INTENTOS_MAXIMOS, huella
from solicitudes.models import CodigoFactura
from solicitudes.servicios_factura import canjear_codigo
from tests.solicitudes.recetas import crear_orden

pytestmark = pytest.mark.django_db(transaction=True)
CORREDORES, CARRERAS = 20, 5
CORRECTO, EQUIVOCADO = "135790", "024680"


def nuevo() -> CodigoFactura:
    fila = CodigoFactura.objects.create(
        orden=crear_orden(), vence=timezone.now() + timedelta(minutes=10)
    )
    fila.huella = huella(fila.pk, CORRECTO)
    fila.save()
    return fila


def canjear_a_la_vez(fila: CodigoFactura, codigos: list[str]) -> list[bool]:
    """Redeem every code in the same moment, each on a connection of its own."""
    barrera = Barrier(len(codigos))

    def correr(codigo: str) -> bool:
        try:
            # The connection is made before the start.
            connection.ensure_connection()
            barrera.wait(timeout=30)
            return canjear_codigo(orden_id=fila.orden_id, codigo=codigo)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(codigos)) as corredores:
        hechos = list(corredores.map(correr, codigos))
    fila.refresh_from_db()
    return hechos


def test_veinte_equivocados_a_la_vez_gastan_cinco_intentos() -> None:
    fila = nuevo()
    assert not any(canjear_a_la_vez(fila, [EQUIVOCADO] * CORREDORES))
    assert fila.intentos == INTENTOS_MAXIMOS
    assert not canjear_codigo(orden_id=fila.orden_id, codigo=CORRECTO)


def test_veinte_correctos_a_la_vez_tienen_un_solo_ganador() -> None:
    for _ in range(CARRERAS):
        fila = nuevo()
        assert canjear_a_la_vez(fila, [CORRECTO] * CORREDORES).count(True) == 1
        assert fila.usado_en is not None


def test_mezclados_nunca_pasan_de_cinco_intentos_ni_de_un_ganador() -> None:
    for _ in range(CARRERAS):
        fila = nuevo()
        codigos = [EQUIVOCADO] * (CORREDORES - 2) + [CORRECTO] * 2
        ganadores = canjear_a_la_vez(fila, codigos).count(True)
        assert ganadores <= 1
        assert fila.intentos <= INTENTOS_MAXIMOS
        assert (fila.usado_en is not None) == (ganadores == 1)

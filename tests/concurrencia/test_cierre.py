"""Two workers close what nobody objected to, with real connections: once, one survey each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mesa_ayuda.cierre.servicios import cerrar_caso, cerrar_sin_objecion
from mesa_ayuda.enums import Estado, TipoMensaje
from mesa_ayuda.models import CambioEstado, Caso, Encuesta, Mensaje
from portal.mensajes import tasks
from portal.mensajes.models import CorreoSaliente
from tests.mesa_ayuda.recetas import crear_caso, crear_cliente

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CASOS = 12
TRABAJADORES = 3


@pytest.fixture(autouse=True)
def _sin_trabajador(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.enviar_correo, "delay", lambda pk: None)


def resuelto_hace_mucho() -> Caso:
    """Make a case solved two months ago."""
    hace = timezone.now() - timedelta(days=60)
    return crear_caso(crear_cliente(), estado=Estado.RESUELTO, resuelto_en=hace)


def test_varios_trabajadores_a_la_vez_cierran_una_vez_cada_caso() -> None:
    for _ in range(CASOS):
        resuelto_hace_mucho()
    barrera = Barrier(TRABAJADORES)

    def trabajar() -> int:
        try:
            barrera.wait()
            return cerrar_sin_objecion()
        finally:
            connection.close()

    with ThreadPoolExecutor(TRABAJADORES) as hilos:
        futuros = [hilos.submit(trabajar) for _ in range(TRABAJADORES)]
        assert sum(futuro.result(timeout=60) for futuro in futuros) == CASOS
    assert Caso.objects.filter(estado=Estado.CERRADO).count() == CASOS
    assert CambioEstado.objects.filter(a=Estado.CERRADO).count() == CASOS
    assert Mensaje.objects.filter(tipo=TipoMensaje.SISTEMA).count() == CASOS
    assert Encuesta.objects.count() == CorreoSaliente.objects.count() == CASOS


def test_mientras_el_cliente_lo_rechaza_no_se_cierra() -> None:
    caso = resuelto_hace_mucho()

    def cerrar() -> bool:
        try:
            return cerrar_caso(pk=caso.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hilo:
        with transaction.atomic():
            Caso.objects.select_for_update().get(pk=caso.pk)
            assert hilo.submit(cerrar).result(timeout=30) is False
            Caso.objects.filter(pk=caso.pk).update(estado=Estado.ABIERTO)
        assert hilo.submit(cerrar).result(timeout=30) is False
    caso.refresh_from_db()
    assert caso.estado == Estado.ABIERTO

"""Two workers look at the same minute, with real connections: one escalation, one mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mesa_ayuda.enums import Prioridad, Reloj
from mesa_ayuda.escalamiento.servicios import escalar_caso, escalar_vencidos
from mesa_ayuda.models import Caso, Escalamiento, Nivel, ReglaEscalamiento
from portal.mensajes import tasks
from portal.mensajes.models import CorreoSaliente
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CASOS = 15
TRABAJADORES = 3


@pytest.fixture(autouse=True)
def _preparar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.enviar_correo, "delay", lambda pk: None)
    Nivel.objects.filter(numero=2).update(correos="turno@portal.example")
    ReglaEscalamiento.objects.exclude(reloj=Reloj.RESPUESTA).delete()


def vencido() -> Caso:
    """Make a critical case that was to be answered a minute ago."""
    hace = timezone.now() - timedelta(minutes=1)
    return crear_caso(prioridad=Prioridad.CRITICA, vence_respuesta=hace, vence=hace)


def test_varios_trabajadores_a_la_vez_escalan_y_avisan_una_vez_cada_caso() -> None:
    for _ in range(CASOS):
        vencido()
    barrera = Barrier(TRABAJADORES)

    def trabajar() -> int:
        try:
            barrera.wait()
            return escalar_vencidos()
        finally:
            connection.close()

    with ThreadPoolExecutor(TRABAJADORES) as hilos:
        futuros = [hilos.submit(trabajar) for _ in range(TRABAJADORES)]
        hechos = [futuro.result(timeout=60) for futuro in futuros]
    assert sum(hechos) == CASOS
    assert Escalamiento.objects.count() == CASOS
    assert CorreoSaliente.objects.count() == CASOS
    assert set(Caso.objects.values_list("nivel", flat=True)) == {2}


def test_un_caso_que_otro_tiene_tomado_se_deja_para_despues() -> None:
    caso = vencido()

    def trabajar() -> bool:
        try:
            return escalar_caso(pk=caso.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hilo:
        with transaction.atomic():
            Caso.objects.select_for_update().get(pk=caso.pk)
            assert hilo.submit(trabajar).result(timeout=30) is False
        assert hilo.submit(trabajar).result(timeout=30) is True
    assert CorreoSaliente.objects.count() == 1


def test_la_base_misma_no_admite_dos_veces_lo_mismo() -> None:
    caso = vencido()
    escalar_caso(pk=caso.pk)
    fila = Escalamiento.objects.get()
    fila.pk = None
    with pytest.raises(IntegrityError):
        fila.save()

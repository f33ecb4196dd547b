"""The tasks: a packet is worked on for a few minutes, and by no more workers than it may have."""

from datetime import timedelta

import pytest
from django.db import connection

from contrasenas import tasks
from contrasenas.envio import proceso
from contrasenas.envio.politica import TURNOS
from contrasenas.envio.turno import SELLO, turno
from contrasenas.models import Lote
from tests.contrasenas.envio.conftest import Empacar
from tests.smtp import ServidorSmtp


@pytest.fixture
def relevos(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the tasks that are queued to go on."""
    notados: list[int] = []
    monkeypatch.setattr(tasks.procesar_lote, "delay", notados.append)
    return notados


def test_terminado_el_paquete_no_hace_falta_relevo(
    empacar: Empacar, relevos: list[int], servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    tasks.procesar_lote(lote.pk)
    assert relevos == []
    assert len(servidor.recibidos) == 2


def test_cumplido_su_tiempo_la_tarea_deja_que_otra_siga(
    empacar: Empacar, relevos: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lote = empacar(1)
    monkeypatch.setattr(proceso, "PLAZO_TAREA", timedelta(0))
    tasks.procesar_lote(lote.pk)
    assert relevos == [lote.pk]


def test_un_paquete_que_ya_no_existe_no_molesta(emisora: object, relevos: list[int]) -> None:
    tasks.procesar_lote(10**6)
    assert relevos == []


@pytest.mark.django_db(transaction=True)
def test_no_trabajan_mas_de_los_que_el_paquete_admite(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(1)
    # An advisory lock is its connection's: another one holds every turn.
    otra = connection.copy()
    try:
        with otra.cursor() as cursor:
            for numero in range(TURNOS):
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SELLO + numero, lote.pk])
        assert proceso.procesar(lote.pk) is False
        assert servidor.recibidos == []
    finally:
        otra.close()
    with turno(lote.pk) as concedido:
        assert concedido
    proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 1
    assert Lote.objects.get().estado == "terminado"

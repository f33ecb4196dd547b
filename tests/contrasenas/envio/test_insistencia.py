"""Trying again while the database is away."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction

from contrasenas.envio import insistencia
from contrasenas.envio.insistencia import insistente


@pytest.fixture(autouse=True)
def _sin_esperar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insistencia, "PAUSA", 0)


def que_falla(veces: int) -> tuple[Callable[[], int], list[int]]:
    """Return what fails so many times before it answers, and the times it was called."""
    llamadas: list[int] = []

    def funcion() -> int:
        llamadas.append(1)
        if len(llamadas) <= veces:
            raise OperationalError("server closed the connection")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 7")
            return int(cursor.fetchone()[0])

    return funcion, llamadas


@pytest.mark.django_db(transaction=True)
def test_insiste_con_otra_conexion_hasta_que_la_base_responde() -> None:
    funcion, llamadas = que_falla(3)
    assert insistente(funcion)() == 7
    assert len(llamadas) == 4


@pytest.mark.django_db(transaction=True)
def test_al_final_se_rinde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insistencia, "PACIENCIA", 0)
    funcion, llamadas = que_falla(10_000)
    with pytest.raises(OperationalError):
        insistente(funcion)()
    assert len(llamadas) < 100


@pytest.mark.django_db(transaction=True)
def test_dentro_de_una_transaccion_no_insiste() -> None:
    funcion, llamadas = que_falla(1)
    with pytest.raises(OperationalError), transaction.atomic():
        insistente(funcion)()
    assert len(llamadas) == 1

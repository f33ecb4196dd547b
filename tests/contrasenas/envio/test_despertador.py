"""Calling workers: by the packet's key alone, as many as it may have, and never in vain."""

from datetime import timedelta
from typing import Any

import pytest

from contrasenas.envio import despertador
from contrasenas.envio.politica import PERIODO_BARRIDO, TURNOS
from portal.celery import app

llamar = despertador._llamar


@pytest.mark.parametrize(
    ("vigencia", "expira"), [(None, None), (PERIODO_BARRIDO, 30.0), (timedelta(minutes=2), 120.0)]
)
def test_se_llama_a_tantos_trabajadores_como_turnos_tiene_el_paquete(
    monkeypatch: pytest.MonkeyPatch, vigencia: timedelta | None, expira: float | None
) -> None:
    pedidas: list[tuple[str, tuple[int, ...], float | None]] = []

    def anotar(tarea: str, args: tuple[int, ...], *, expires: float | None) -> None:
        pedidas.append((tarea, args, expires))

    monkeypatch.setattr(app, "send_task", anotar)
    llamar(77, vigencia)
    assert pedidas == [(despertador.TAREA, (77,), expira)] * TURNOS


def test_la_tarea_que_se_nombra_existe() -> None:
    app.loader.import_default_modules()
    assert despertador.TAREA in app.tasks


@pytest.mark.django_db
def test_sin_intermediario_el_paquete_queda_en_firme(
    empacar: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def caerse(pk: int, vigencia: timedelta | None) -> None:
        raise ConnectionError

    monkeypatch.setattr(despertador, "_llamar", caerse)
    with django_capture_on_commit_callbacks(execute=True) as llamadas:
        lote = empacar(1)
    assert len(llamadas) == 1
    lote.refresh_from_db()
    assert lote.estado == "en_curso"

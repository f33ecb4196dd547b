"""Packets without workers: who would be called for is noted."""

import pytest

from contrasenas.envio import despertador


@pytest.fixture(autouse=True)
def llamadas(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the packets that workers are called for, instead of calling them."""
    notadas: list[int] = []
    monkeypatch.setattr(despertador, "_llamar", lambda pk, vigencia: notadas.append(pk))
    return notadas

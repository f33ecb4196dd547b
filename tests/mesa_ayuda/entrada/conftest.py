"""A mailbox, a place of its own for files, and a way to take a mail in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from mesa_ayuda.entrada.proceso import Resultado, seguir
from mesa_ayuda.entrada.recepcion import recibir
from mesa_ayuda.models import (
    Buzon,
)
from tests.mesa_ayuda.entrada.muestras import (
    correo,
)

Tomar = Callable[..., Resultado]


@pytest.fixture(autouse=True)
def _archivos(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tomar(buzon: Buzon) -> Tomar:
    """Return a function that takes a mail in, whole."""

    def _tomar(octetos: bytes | None = None, **partes: Any) -> Resultado:
        recibido = recibir(
            buzon=buzon, crudo=correo(**partes) if octetos is None else octetos, despertar=False
        )
        resultado = seguir(recibido.correo)
        assert resultado is not None
        return resultado

    return _tomar

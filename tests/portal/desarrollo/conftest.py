"""Folders and processes that use embedded engines of their own, apart from those of the run."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.motores import DEL_PORTAL
from tests.portal.desarrollo.procesos import Usuario, limpiar


@pytest.fixture
def usar() -> Iterator[Callable[[Path], Usuario]]:
    """Start processes that use engines; those left at the end are killed."""
    usuarios: list[Usuario] = []

    def nuevo(carpeta: Path) -> Usuario:
        usuarios.append(Usuario(carpeta))
        return usuarios[-1]

    yield nuevo
    for usuario in usuarios:
        if usuario.proceso.poll() is None:
            usuario.matar()


@pytest.fixture(scope="module")
def carpetas() -> Iterator[Callable[[], Path]]:
    """Make folders, with spaces in their path, that an unprivileged uid can enter."""
    hechas: list[Path] = []

    def nueva() -> Path:
        ruta = Path(tempfile.mkdtemp(prefix="portal con espacios ")).resolve()
        ruta.chmod(0o711)
        hechas.append(ruta)
        return ruta

    yield nueva
    for ruta in hechas:
        limpiar(ruta)


@pytest.fixture
def carpeta(carpetas: Callable[[], Path]) -> Path:
    """One such folder."""
    return carpetas()


@pytest.fixture
def entorno_limpio() -> dict[str, str]:
    """Return the environment without the addresses of this test run's engines."""
    return {k: v for k, v in os.environ.items() if not DEL_PORTAL.match(k)}

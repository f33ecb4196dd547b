"""Chambers without what their rows don't need here: making a key to sign with takes long."""

import pytest

from contrasenas.models import Camara
from tests.contrasenas.recetas import crear_camara


@pytest.fixture
def camara(db: None) -> Camara:
    """The chamber of the owner of the work."""
    return crear_camara("04")


@pytest.fixture
def otra_camara(db: None) -> Camara:
    """Another chamber of the same installation."""
    return crear_camara("05")

"""Who opens the screens: a supervisor of the chamber besides its operators."""

from collections.abc import Callable

import pytest
from django.test import Client

from contrasenas.models import Camara
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal

Cliente = Callable[[Usuario], Client]


@pytest.fixture
def supervisora(camara: Camara) -> Usuario:
    """Who may change the chamber's parameters."""
    usuario = crear_personal("supervisora", Rol.SUPERVISOR)
    camara.personal.add(usuario)
    return usuario


@pytest.fixture
def administradora(camara: Camara) -> Usuario:
    """Who may also add chambers and say who works for them."""
    usuario = crear_personal("administradora", Rol.ADMINISTRADOR)
    camara.personal.add(usuario)
    return usuario

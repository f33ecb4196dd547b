"""What the tests of the staff's pages share: an agent at work, and a case."""

from collections.abc import Callable

import pytest
from django.test import Client

from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A customer's new case."""
    return crear_caso(cliente)


@pytest.fixture
def mesa(cliente_de: Callable[[Usuario], Client], agente: Usuario) -> Client:
    """An agent at work."""
    return cliente_de(agente)

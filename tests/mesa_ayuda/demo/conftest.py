"""A demo that was loaded."""

import pytest

from mesa_ayuda.demo import cargar
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal


@pytest.fixture
def agente(db: None) -> Usuario:
    """The demo's agent, with everything loaded."""
    agente = crear_personal("agente", Rol.AGENTE_1)
    Usuario.objects.create_user("cliente", "cliente@portal.example")
    cargar()
    return agente

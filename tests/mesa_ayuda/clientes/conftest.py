"""What the customers' tests share: browsers already signed in, and the form filled in."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from mesa_ayuda.models import Novedad
from portal.usuarios.models import Usuario

Entrar = Callable[[Usuario], Client]


@pytest.fixture
def entrar() -> Entrar:
    """Return a function that gives a customer's browser."""

    def _entrar(usuario: Usuario) -> Client:
        navegador = Client()
        navegador.force_login(usuario, backend="django.contrib.auth.backends.ModelBackend")
        return navegador

    return _entrar


@pytest.fixture
def formulario(db: None) -> dict[str, str]:
    """The form of a new case, filled in."""
    novedad = Novedad.objects.select_related("producto").get(nombre="No puedo firmar")
    return {
        "servicio": str(novedad.producto.servicio_id),
        "producto": str(novedad.producto_id),
        "novedad": str(novedad.pk),
        "horario_contacto": "tarde",
        "telefono": "310 555 0123",
        "asunto": "No puedo firmar en Adobe",
        "descripcion": "Sale un error al firmar.",
        "formulario": str(uuid.uuid4()),
    }

"""What every test may lean on: people with their roles, and a clean Redis."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connections
from django.test import Client

from portal.calendario.memoria import olvidar_todo
from portal.usuarios.enums import Rol
from portal.usuarios.models import SegundoFactor, Usuario

CLAVE = "una clave larga de prueba 42"


@pytest.fixture(autouse=True)
def _sin_memoria() -> None:
    """Give each test its own counters, sessions and caches."""
    cache.clear()
    olvidar_todo()


@pytest.fixture(scope="session", autouse=True)
def _semillas_en_toda_conexion(request: pytest.FixtureRequest) -> None:
    """Let every connection bring the migrations' rows back, not only the one that kept them.

    Inside Playwright's event loop Django makes another connection object.
    """
    request.getfixturevalue("django_db_setup")
    conexion = connections["default"]
    if hasattr(conexion, "_test_serialized_contents"):
        type(conexion)._test_serialized_contents = conexion._test_serialized_contents


@pytest.fixture(autouse=True)
def _datos_de_las_migraciones(django_db_serialized_rollback: None) -> None:
    """Bring back roles, channels and holidays after a test that commits and is flushed."""


def crear_personal(nombre: str, rol: Rol | None) -> Usuario:
    """Make a member of staff with a confirmed second factor and, if given, a role."""
    usuario = Usuario.objects.create_user(
        nombre, f"{nombre}@portal.example", CLAVE, is_staff=True, first_name=nombre.capitalize()
    )
    SegundoFactor.objects.create(user=usuario, name="prueba", confirmed=True)
    if rol:
        usuario.groups.add(Group.objects.get(name=rol))
    return usuario


@pytest.fixture
def operador(db: None) -> Usuario:
    """The owner of the work: an operator of the SSPS."""
    return crear_personal("operador", Rol.OPERADOR_SSPS)


@pytest.fixture
def colega(db: None) -> Usuario:
    """A colleague with the same role."""
    return crear_personal("colega", Rol.OPERADOR_SSPS)


@pytest.fixture
def ajeno(db: None) -> Usuario:
    """The outsider: staff of another service."""
    return crear_personal("ajeno", Rol.OPERADOR_CONTRASENAS)


@pytest.fixture
def administrador(db: None) -> Usuario:
    """Who manages users, channels and holidays."""
    return crear_personal("administrador", Rol.ADMINISTRADOR)


def ingresar(client: Client, usuario: Usuario) -> Client:
    """Sign `usuario` in with both factors."""
    client.force_login(usuario, backend="django.contrib.auth.backends.ModelBackend")
    sesion = client.session
    sesion["otp_device_id"] = SegundoFactor.objects.get(user=usuario).persistent_id
    sesion.save()
    return client


@pytest.fixture
def cliente_de() -> Callable[[Usuario], Client]:
    """Return a function that gives a test client signed in as a member of staff."""
    return lambda usuario: ingresar(Client(), usuario)

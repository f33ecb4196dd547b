"""People of the help desk: a customer, a colleague, somebody of another company, staff."""

import pytest

from mesa_ayuda.models import Buzon, Cuenta
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_buzon, crear_cliente, crear_cuenta


@pytest.fixture
def cuenta(db: None) -> Cuenta:
    """The company of `cliente` and `companera`."""
    return crear_cuenta(nombre="Transportes Inventados S.A.S.")


@pytest.fixture
def otra_cuenta(db: None) -> Cuenta:
    """The company of `forastero`."""
    return crear_cuenta(nombre="Otra Empresa S.A.S.")


@pytest.fixture
def cliente(cuenta: Cuenta) -> Usuario:
    """The owner: a customer who sees their own cases only."""
    return crear_cliente(
        "ana@transportes.example", cuenta=cuenta, first_name="Ana", last_name="Cliente"
    )


@pytest.fixture
def companera(cuenta: Cuenta) -> Usuario:
    """A colleague of the same company, who may see its cases."""
    return crear_cliente(
        "berta@transportes.example", cuenta=cuenta, ve_la_cuenta=True, first_name="Berta"
    )


@pytest.fixture
def companero_sin_permiso(cuenta: Cuenta) -> Usuario:
    """A colleague of the same company, who may not."""
    return crear_cliente("ciro@transportes.example", cuenta=cuenta, first_name="Ciro")


@pytest.fixture
def forastero(otra_cuenta: Cuenta) -> Usuario:
    """The outsider: sees the cases of another company."""
    return crear_cliente(
        "dario@otra.example", cuenta=otra_cuenta, ve_la_cuenta=True, first_name="Darío"
    )


@pytest.fixture
def agente(db: None) -> Usuario:
    """Staff of the first level."""
    return crear_agente("agente")


@pytest.fixture
def supervisor(db: None) -> Usuario:
    """Staff who may also see to what was not imported."""
    return crear_agente("supervisor", Rol.SUPERVISOR)


@pytest.fixture
def buzon(db: None) -> Buzon:
    """The mailbox where mail arrives."""
    return crear_buzon()

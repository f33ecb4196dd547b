"""Two chambers and their people: the owner of the work, a colleague, and another chamber's."""

import pytest

from contrasenas.models import Camara
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_camara
from tests.portal.firma.recetas import hacer_credencial


@pytest.fixture
def camara(db: None) -> Camara:
    """The chamber of the owner of the work."""
    return crear_camara("04", credencial=hacer_credencial("Llave de la cámara 04"))


@pytest.fixture
def otra_camara(db: None) -> Camara:
    """Another chamber of the same installation."""
    return crear_camara("05", credencial=hacer_credencial("Llave de la cámara 05"))


def _operar(camara: Camara, nombre: str) -> Usuario:
    usuario = crear_personal(nombre, Rol.OPERADOR_CONTRASENAS)
    camara.personal.add(usuario)
    return usuario


@pytest.fixture
def operadora(camara: Camara) -> Usuario:
    """The owner of the work."""
    return _operar(camara, "operadora")


@pytest.fixture
def companero(camara: Camara) -> Usuario:
    """A colleague of the same chamber."""
    return _operar(camara, "companero")


@pytest.fixture
def forastero(otra_camara: Camara) -> Usuario:
    """The outsider: the same role in another chamber."""
    return _operar(otra_camara, "forastero")

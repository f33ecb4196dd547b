"""A key that signs what the legal terms say it signs."""

import pytest

from mesa_ayuda.models import TerminoLegal
from portal.firma.models import Credencial
from tests.portal.firma.recetas import hacer_credencial


@pytest.fixture
def credencial(db: None) -> Credencial:
    """Signs every type."""
    llave = hacer_credencial("Firma de la entidad")
    TerminoLegal.objects.update(credencial=llave)
    return llave

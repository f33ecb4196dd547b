"""A registry that was synchronised a moment ago."""

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, Sincronizacion


@pytest.fixture
def sincronizada(camara: Camara) -> Sincronizacion:
    """The last synchronisation of the owner's chamber, just finished."""
    return Sincronizacion.objects.create(
        camara=camara,
        archivo="prueba.csv",
        estado=EstadoSincronizacion.TERMINADA,
        terminada_en=timezone.now(),
    )

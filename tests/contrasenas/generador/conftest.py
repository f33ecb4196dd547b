"""The screens of the generator, without workers: who would be called for is noted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from contrasenas import tasks
from contrasenas.enums import EstadoSincronizacion
from contrasenas.envio import despertador
from contrasenas.generador.ambito import Ambito
from contrasenas.models import Camara, Sincronizacion
from portal.usuarios.models import Usuario

ANO = datetime.now(UTC).year


@pytest.fixture(autouse=True)
def _sin_trabajadores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.procesar_operacion, "delay", lambda pk: None)
    monkeypatch.setattr(despertador, "_llamar", lambda pk, vigencia: None)


@pytest.fixture
def sincronizada(camara: Camara) -> Sincronizacion:
    """The last synchronisation of the owner's chamber, just finished."""
    return Sincronizacion.objects.create(
        camara=camara, estado=EstadoSincronizacion.TERMINADA, terminada_en=timezone.now()
    )


@pytest.fixture
def ambito(camara: Camara) -> Ambito:
    """The owner's chamber, this year."""
    return Ambito(camara, ANO)


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operadora: Usuario) -> Client:
    """The owner, signed in."""
    return cliente_de(operadora)

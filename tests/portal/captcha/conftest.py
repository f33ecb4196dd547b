"""A challenge to answer, and what it says."""

import pytest
from captcha.models import CaptchaStore

from portal.captcha import servicios

VISITANTE = "190.24.1.7"


@pytest.fixture
def clave(db: None) -> str:
    """Key of a fresh challenge."""
    return servicios.crear_desafio(visitante=VISITANTE)


@pytest.fixture
def texto(clave: str) -> str:
    """What the challenge shows."""
    return str(CaptchaStore.objects.get(hashkey=clave).challenge)

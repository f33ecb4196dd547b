"""What the accounts' tests share: the mails that would leave, and the links in them."""

import re
from collections.abc import Callable

import pytest

from portal.mensajes.models import CorreoSaliente


@pytest.fixture
def ultimo_enlace(db: None) -> Callable[[], str]:
    """Return a function that gives the path of the link of the newest mail."""

    def _enlace() -> str:
        correo = CorreoSaliente.objects.latest("creado")
        hallado = re.search(r"https?://[^/\s]+(/mesa-de-ayuda/\S+)", correo.texto)
        assert hallado
        assert hallado.group(1) in correo.html
        return hallado.group(1)

    return _enlace

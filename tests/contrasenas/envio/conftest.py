"""A chamber that can send, its mail server, and packets without workers."""

from collections.abc import Callable, Iterator

import pytest

from contrasenas.envio import despertador
from contrasenas.envio.servicios import crear_lote
from contrasenas.models import Camara, Lote
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena
from tests.smtp import ServidorSmtp

Empacar = Callable[[int], Lote]


@pytest.fixture(autouse=True)
def llamadas(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the packets that workers are called for, instead of calling them."""
    notadas: list[int] = []
    monkeypatch.setattr(despertador, "_llamar", lambda pk, vigencia: notadas.append(pk))
    return notadas


@pytest.fixture
def servidor() -> Iterator[ServidorSmtp]:
    """The chamber's mail server."""
    with ServidorSmtp() as encendido:
        yield encendido


@pytest.fixture
def emisora(camara: Camara, servidor: ServidorSmtp) -> Camara:
    """A chamber that can send, at any hour."""
    camara.masivos_smtp_port = servidor.puerto
    camara.respetar_ventana = False
    camara.save()
    return camara


@pytest.fixture
def empacar(emisora: Camara, operadora: Usuario) -> Empacar:
    """Return a function that makes so many passwords and a packet of them."""

    def hacer(cuantas: int) -> Lote:
        for _ in range(cuantas):
            crear_contrasena(emisora, ano=2026)
        return crear_lote(camara=emisora, ano=2026, cantidad=cuantas, actor=operadora)

    return hacer

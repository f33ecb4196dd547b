"""Pytest plugin (`-p tests.motores`): throw-away engines and a clean environment for one run.

It must be loaded with `-p`: pytest-django imports the settings before any conftest.py is read.
"""

import os
import re
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.desarrollo.motores import efimeros

DEL_PORTAL = re.compile(r"(PORTAL|SENDGRID|ANYMAIL|TWILIO)_|(DATABASE|REDIS)_URL")
"""Variables of the developer's shell that must not leak into the tests."""


def entorno(database_url: str, redis_url: str, local: Path) -> dict[str, str]:
    """Return the variables that the portal is tested with."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PORTAL_DEBUG": "1",
        "PORTAL_LOCAL": str(local),
        "PORTAL_ARCHIVOS": str(local / "archivos"),
        "PORTAL_ESTATICOS": str(local / "estaticos"),
    }


def redis_del_trabajador(redis_url: str, trabajador: str) -> str:
    """Return the URL of the numbered database of an xdist worker: gw0 has 1, gw1 has 2…"""
    return redis_url.replace("?db=0", f"?db={int(trabajador.removeprefix('gw')) + 1}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the engines before the settings are read; xdist's workers inherit their addresses."""
    trabajador = os.environ.get("PYTEST_XDIST_WORKER")
    if trabajador:
        os.environ["REDIS_URL"] = redis_del_trabajador(os.environ["REDIS_URL"], trabajador)
    else:
        _encender(early_config)
    return (yield)


def _encender(config: pytest.Config) -> None:
    pila = ExitStack()
    config.add_cleanup(pila.close)
    motores = pila.enter_context(efimeros())
    local = Path(pila.enter_context(tempfile.TemporaryDirectory(prefix="portal-pruebas-")))
    for nombre in [nombre for nombre in os.environ if DEL_PORTAL.match(nombre)]:
        del os.environ[nombre]
    os.environ.update(entorno(motores.database_url, motores.redis_url, local))

"""A real Chromium against a real server; every page is watched for errors and CSP violations."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from portal.usuarios.models import Usuario
from tests.conftest import ingresar

# Playwright's own loop makes Django think that it runs inside an event loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = shutil.which("chromium")
# Until no colour is on its way to another, also in what inherits it: axe would measure what nobody
# gets to read.
QUIETA = """(async () => {
    const limite = performance.now() + 2000;
    do {
        await new Promise(listo => requestAnimationFrame(() => requestAnimationFrame(listo)));
    } while (document.getAnimations().length && performance.now() < limite);
})()"""
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
REGLAS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium: skip loudly, but fail on CI."""
    if CHROMIUM or os.environ.get("CI"):
        return
    omitir = pytest.mark.skip(reason="NO HAY CHROMIUM: las pruebas de navegador NO se ejecutaron")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(omitir)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet towards the network; as root it needs --no-sandbox."""
    argumentos = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        argumentos.append("--no-sandbox")
    return {"executable_path": CHROMIUM or "chromium-ausente", "args": argumentos}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Spanish, Bogotá, a desktop window."""
    return {
        "locale": "es-CO",
        "timezone_id": "America/Bogota",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def servidor(live_server: LiveServer) -> str:
    """Address of the portal, served from committed data."""
    return str(live_server.url)


@pytest.fixture
def pagina(page: Page) -> Iterator[Page]:
    """A page that must end without script errors, CSP violations or failed assets."""
    errores: list[str] = []

    def anotar(mensaje: ConsoleMessage) -> None:
        esperado = "the server responded with a status of 4" in mensaje.text
        if mensaje.type == "error" and not esperado:
            errores.append(mensaje.text)

    page.on("console", anotar)
    page.on("pageerror", lambda error: errores.append(str(error)))
    yield page
    assert errores == []


def revisar_axe(page: Page, *, graves: bool = False) -> None:
    """Fail on any axe-core violation; with `graves` only on serious and critical ones."""
    page.evaluate(QUIETA)
    # The policy forbids foreign scripts: axe comes in through the debugger, as a tester's tool.
    page.evaluate(AXE)
    # Preloading, axe would copy the sheets that others import into <style>: the policy forbids it.
    opciones = {
        "preload": False,
        "runOnly": {"type": "tag", "values": REGLAS},
        # Only what is asserted on is worked out in full.
        "resultTypes": ["violations"],
    }
    resultado = page.evaluate("opciones => axe.run(document, opciones)", opciones)
    faltas = [
        f"{falta['impact']} {falta['id']}: {falta['nodes'][0]['html'][:200]}"
        for falta in resultado["violations"]
        if not graves or falta["impact"] in ("serious", "critical")
    ]
    assert faltas == [], f"{page.url}: {faltas}"


@pytest.fixture
def ingresar_como(
    servidor: str, context: BrowserContext, transactional_db: None
) -> Callable[[Usuario], None]:
    """Return a function that signs the browser in with both factors."""

    def _ingresar(usuario: Usuario) -> None:
        cookie = ingresar(Client(), usuario).cookies["sesion"]
        context.add_cookies([{"name": "sesion", "value": cookie.value, "url": servidor}])

    return _ingresar

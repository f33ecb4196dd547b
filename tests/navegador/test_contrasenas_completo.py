"""The whole way in the demo: the chamber selects and sends, the merchant activates.

Nothing is stood in for: a Celery worker, the demo's mail server, its inbox, the signed PDF, and a
browser for each of the two people.
"""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings

from contrasenas.clave import ALFABETO
from contrasenas.demo import cargar
from contrasenas.demo.camara import CODIGO
from contrasenas.enums import EstadoContrasena, EstadoVerificado, Factor
from contrasenas.models import Camara, Contrasena, UsuarioVerificado
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.navegador.conftest import revisar_axe
from tests.trabajador import proceso, trabajador_de_celery

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ESPERA = 60
"""Seconds until a worker must have done what it was asked, on a busy machine."""


@pytest.fixture
def camara(transactional_db: None) -> Camara:
    """The demo's chamber, ready, and its clerk."""
    crear_personal("contrasenas", Rol.OPERADOR_CONTRASENAS)
    cargar()
    return Camara.objects.get(codigo=CODIGO)


@pytest.fixture
def en_marcha(camara: Camara, servidor: str, settings: Settings) -> Iterator[None]:
    """A worker and the demo's mail server, as `make run` starts them."""
    settings.PORTAL_URL = servidor
    variables = {"PORTAL_URL": servidor}
    with (
        proceso("portal.desarrollo.buzon_smtp", **variables),
        trabajador_de_celery(**variables),
    ):
        yield


def esperar(condicion: Callable[[], bool], que: str) -> None:
    """Wait for a worker."""
    limite = time.monotonic() + ESPERA
    while not condicion():
        assert time.monotonic() < limite, f"no ocurrió: {que}"
        time.sleep(0.1)


def cuantas(estado: EstadoContrasena) -> int:
    return Contrasena.objects.filter(estado=estado, es_prueba=False).count()


def enviar(page: Page, generador: str, que: str, celular: str = "") -> None:
    """Do as the manual says under «Enviar» (004 §7)."""
    page.goto(f"{generador}enviar/")
    page.get_by_label("Indique").fill(que)
    page.get_by_label("Celular de quien hace la prueba").fill(celular)
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name="Sí, enviar").click()


def buscar(page: Page, servidor: str, destinatario: str, asunto: str) -> None:
    """Open the newest message to somebody in the demo's inbox."""
    direccion = f"{servidor}{reverse('buzon:lista')}?destinatario={destinatario}"
    esperar(lambda: bool(page.goto(direccion)) and page.get_by_text(asunto).count() > 0, asunto)
    page.get_by_role("link", name=re.compile(re.escape(asunto))).first.click()


def leer_correo(page: Page, carpeta: Path) -> tuple[str, str]:
    """Return the link of an open mail, and the password in its PDF."""
    enlace = re.search(
        r"http://\S+/contrasenas/activar/[\w-]{20,}/", page.locator("main").inner_text()
    )
    assert enlace is not None
    with page.expect_download() as descarga:
        page.get_by_role("link", name=re.compile("contrasena-preasignada")).click()
    pdf = carpeta / "carta.pdf"
    descarga.value.save_as(pdf)
    assert "Signature is Valid" in correr("pdfsig", pdf)
    hallada = re.search(
        rf"^\s*([{ALFABETO}]{{10}})\s*$", correr("pdftotext", "-layout", pdf, "-"), re.M
    )
    assert hallada is not None
    return enlace[0], hallada[1]


def correr(*orden: str | Path) -> str:
    return subprocess.run(orden, check=False, capture_output=True, text=True).stdout


def dar_datos(page: Page, enlace: str, identificacion: str, fila: Contrasena, clave: str) -> None:
    """Fill in the page of the mail's link, by keyboard."""
    page.goto(enlace)
    page.get_by_label("Identificación", exact=True).focus()
    for valor in (identificacion, fila.correo, fila.celular, clave):
        page.keyboard.insert_text(valor)
        page.keyboard.press("Tab")
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Aceptar y continuar").focus()
    page.keyboard.press("Enter")


def leer_pin(page: Page, servidor: str, fila: Contrasena) -> str:
    """Return the PIN from the inbox, in a page of its own."""
    otra = page.context.new_page()
    buscar(otra, servidor, fila.celular.removeprefix("+57"), "es su PIN")
    pin = re.search(r"\b\d{6}\b", otra.locator("main").inner_text())
    assert pin is not None
    otra.close()
    return pin[0]


def test_de_seleccionar_a_usuario_verificado(
    en_marcha: None,
    camara: Camara,
    servidor: str,
    pagina: Page,
    browser: Browser,
    browser_context_args: dict[str, object],
    ingresar_como: Callable[[Usuario], None],
    tmp_path: Path,
) -> None:
    # The chamber's clerk selects, tries it out, and sends a packet of two.
    ingresar_como(Usuario.objects.get(username="contrasenas"))
    pagina.goto(servidor + reverse("admin:index"))
    pagina.get_by_role("link", name="Generador de contraseñas seguras").first.click()
    generador = pagina.url
    pagina.get_by_role("link", name="Seleccionar", exact=True).click()
    pagina.get_by_role("button", name=re.compile("Seleccionar|Sí")).click()
    esperar(lambda: cuantas(EstadoContrasena.PENDIENTE) > 2_000, "Seleccionar")
    enviar(pagina, generador, "quien.prueba@camara.example", "310 555 0199")
    enviar(pagina, generador, "2")
    esperar(lambda: cuantas(EstadoContrasena.ENVIADA) == 2, "Enviar")
    pagina.reload()
    expect(pagina.get_by_text("2 enviados y 0 fallidos, de 2 correos")).to_be_visible()

    # A merchant, in another browser, reads the mail and its PDF and activates by keyboard.
    comerciante: BrowserContext = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    suya = comerciante.new_page()
    fila, otra = Contrasena.objects.filter(estado=EstadoContrasena.ENVIADA, es_prueba=False)
    buscar(suya, servidor, fila.correo, "Su contraseña para trámites virtuales")
    enlace, clave = leer_correo(suya, tmp_path)
    dar_datos(suya, enlace, fila.numero, fila, clave)
    expect(suya.get_by_role("heading", level=1)).to_have_text("Escriba el PIN que le enviamos")
    revisar_axe(suya)
    suya.get_by_label("PIN de activación").fill(leer_pin(suya, servidor, fila))
    suya.get_by_role("button", name="Activar", exact=True).click()
    expect(suya.get_by_role("heading", level=1)).to_have_text("Su contraseña quedó activada")
    expect(suya.get_by_role("link", name="Renovar matrícula mercantil")).to_be_visible()
    expect(suya.get_by_role("link", name="Menú principal")).to_be_visible()
    revisar_axe(suya)
    verificado = UsuarioVerificado.objects.get(numero=fila.numero)
    assert (verificado.estado, verificado.con_pin) == (EstadoVerificado.VERIFICADO, True)
    assert verificado.message_id

    # The chamber then asks for the password alone: no PIN.
    Camara.objects.update(factor_autenticacion_firmado_contrasenas_email=Factor.SOLO_CLAVE)
    enviar(pagina, generador, "1")
    esperar(lambda: cuantas(EstadoContrasena.ENVIADA) == 2, "el segundo paquete")
    sin_pin = Contrasena.objects.get(con_pin=False)
    buscar(suya, servidor, sin_pin.correo, "Su contraseña para trámites virtuales")
    enlace, clave = leer_correo(suya, tmp_path)
    dar_datos(suya, enlace, sin_pin.numero, sin_pin, clave)
    expect(suya.get_by_role("heading", level=1)).to_have_text("Su contraseña quedó activada")

    # Another merchant refuses, without JavaScript; a second visit says so.
    sin_guiones = browser.new_context(**browser_context_args, java_script_enabled=False)  # type: ignore[arg-type]
    tercera = sin_guiones.new_page()
    buscar(tercera, servidor, otra.correo, "Su contraseña para trámites virtuales")
    enlace, _ = leer_correo(tercera, tmp_path)
    tercera.goto(enlace)
    tercera.get_by_text("No aceptar y abandonar").last.click()
    tercera.get_by_role("button", name="Sí, cancelar mi contraseña").click()
    tercera.goto(enlace)
    expect(tercera.locator("main")).to_contain_text(re.compile("cancel", re.IGNORECASE))
    otra.refresh_from_db()
    assert otra.estado == EstadoContrasena.CANCELADA

    # The tester's own way (manual 004 §11): the result is marked as a test.
    prueba = Contrasena.objects.filter(es_prueba=True)[0]
    buscar(suya, servidor, prueba.correo, "[PRUEBA]")
    enlace, clave = leer_correo(suya, tmp_path)
    dar_datos(suya, enlace, camara.identificacion_prueba, prueba, clave)
    # It was sent while the factor was double, and keeps asking for the PIN. Nobody reads the
    # message before its page has come.
    expect(suya.get_by_role("heading", level=1)).to_have_text("Escriba el PIN que le enviamos")
    suya.get_by_label("PIN de activación").fill(leer_pin(suya, servidor, prueba))
    suya.get_by_role("button", name="Activar", exact=True).click()
    expect(suya.get_by_text("Esto fue una prueba")).to_be_visible()
    assert UsuarioVerificado.objects.filter(es_prueba=True).count() == 1

    comerciante.close()
    sin_guiones.close()
    connection.close()

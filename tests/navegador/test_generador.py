"""The generator in a browser: the manual's way, by keyboard, without JavaScript, on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contrasenas import tasks
from contrasenas.ejecucion import procesar
from contrasenas.envio import despertador
from contrasenas.envio.servicios import crear_lote
from contrasenas.models import (
    Camara,
    Contrasena,
    Envio,
    Lote,
    Operacion,
    Programacion,
    Sincronizacion,
)
from portal.usuarios.models import Usuario
from tests.contrasenas.conftest import *  # noqa: F403 - the chambers and their people
from tests.contrasenas.recetas import crear_contrasena, crear_matriculado
from tests.navegador.conftest import revisar_axe

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ANO = datetime.now(UTC).year
ENTRADA = reverse("admin:contrasenas_generador_changelist")
Ingresar = Callable[[Usuario], None]


@pytest.fixture(autouse=True)
def _sin_trabajadores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.procesar_operacion, "delay", lambda pk: None)
    monkeypatch.setattr(despertador, "_llamar", lambda pk, vigencia: None)


@pytest.fixture
def registro(camara: Camara) -> Camara:
    """A fresh registry: three to select, one without a mobile number."""
    Sincronizacion.objects.create(camara=camara, estado="terminada", terminada_en=timezone.now())
    for _ in range(3):
        crear_matriculado(camara)
    crear_matriculado(camara, celular="", falta_celular="solo_fijo")
    return camara


def trabajar() -> None:
    """Do what a worker does."""
    procesar(pk=Operacion.objects.latest("pk").pk)


def titulo(page: Page, nombre: str) -> None:
    """Wait for a page by its heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(nombre)


def test_seleccionar_exportar_enviar_y_borrar_como_el_manual(
    pagina: Page,
    servidor: str,
    ingresar_como: Ingresar,
    operadora: Usuario,
    registro: Camara,
) -> None:
    ingresar_como(operadora)
    pagina.goto(f"{servidor}{reverse('admin:index')}")
    pagina.get_by_role("main").get_by_role("link", name="Generador de contraseñas seguras").click()
    titulo(pagina, f"Contraseñas de {ANO}")
    expect(pagina.locator(".breadcrumbs")).to_contain_text("Módulo de Registro")
    expect(pagina.locator(".breadcrumbs")).to_contain_text("Procesos Especiales")
    revisar_axe(pagina)
    pagina.get_by_role("link", name="Seleccionar").press("Enter")
    expect(pagina.get_by_text("Se seleccionarán 3 comerciantes")).to_be_visible()
    revisar_axe(pagina)
    pagina.get_by_role("button", name="Seleccionar").press("Enter")
    expect(pagina.get_by_role("progressbar", name="Seleccionar")).to_be_visible()
    revisar_axe(pagina)
    trabajar()
    # The script sees that it is over, and loads the page again.
    expect(pagina.get_by_role("row", name="Sólo tiene teléfono fijo: 1")).to_be_visible()
    expect(pagina.get_by_text("Seleccionadas en total")).to_be_visible()
    with pagina.expect_download() as descarga:
        pagina.get_by_role("button", name="Exportar a Excel").click()
    assert descarga.value.suggested_filename == f"seleccionados-04-{ANO}.xlsx"

    pagina.get_by_role("link", name="Enviar").press("Enter")
    pagina.get_by_label("Indique").fill("quinientos")
    pagina.get_by_role("button", name="Continuar").press("Enter")
    resumen = pagina.get_by_role("alert")
    expect(resumen).to_contain_text("un número entre 1 y 500 o la letra X")
    resumen.get_by_role("link").press("Enter")
    expect(pagina.get_by_label("Indique")).to_be_focused()
    revisar_axe(pagina)
    pagina.get_by_label("Indique").fill("2")
    pagina.get_by_role("button", name="Continuar").press("Enter")
    expect(pagina.get_by_text("enviarán 2 correos a comerciantes")).to_be_visible()
    revisar_axe(pagina)
    pagina.get_by_role("button", name="Sí, enviar").press("Enter")
    titulo(pagina, f"Paquete 1 de {ANO}")
    revisar_axe(pagina)
    pagina.get_by_role("link", name="Cancelar el paquete").press("Enter")
    expect(pagina.get_by_text("Se aplicará a 2 correos")).to_be_visible()
    revisar_axe(pagina)
    pagina.get_by_role("button", name="Cancelar el paquete").press("Enter")
    expect(pagina.get_by_text("El paquete se canceló.")).to_be_visible()

    pagina.get_by_role("link", name="Generador de contraseñas seguras").first.click()
    pagina.get_by_role("link", name="Blanquear").press("Enter")
    expect(pagina.get_by_text("Se borrarán 3 contraseñas")).to_be_visible()
    pagina.get_by_role("button", name="Blanquear").press("Enter")
    expect(pagina.get_by_role("alert")).to_contain_text("Marque la casilla")
    revisar_axe(pagina)
    pagina.get_by_label("Entiendo que esto no se puede deshacer").press("Space")
    pagina.get_by_role("button", name="Blanquear").press("Enter")
    trabajar()
    expect(pagina.get_by_role("row", name="Contraseñas borradas: 3")).to_be_visible()
    assert not Contrasena.objects.exists()


def test_sin_javascript_se_actualiza_con_un_enlace(
    browser: Browser,
    servidor: str,
    ingresar_como: Ingresar,
    operadora: Usuario,
    registro: Camara,
    context: BrowserContext,
) -> None:
    ingresar_como(operadora)
    galletas = context.cookies()
    with browser.new_context(java_script_enabled=False, locale="es-CO") as sin_guiones:
        sin_guiones.add_cookies(galletas)  # type: ignore[arg-type]
        pagina = sin_guiones.new_page()
        pagina.goto(f"{servidor}{ENTRADA}")
        pagina.get_by_role("link", name="Seleccionar").click()
        pagina.get_by_role("button", name="Seleccionar").click()
        expect(pagina.get_by_role("progressbar", name="Seleccionar")).to_be_visible()
        trabajar()
        pagina.get_by_role("link", name="Actualizar").click()
        expect(pagina.get_by_role("row", name="Seleccionados: 3")).to_be_visible()
        pagina.get_by_role("link", name="Enviar").click()
        pagina.get_by_label("Indique").fill("ana@correo.example")
        pagina.get_by_label("Celular de quien hace la prueba").fill("3105550123")
        pagina.get_by_role("button", name="Continuar").click()
        pagina.get_by_role("button", name="Sí, enviar").click()
        titulo(pagina, f"Paquete 1 de {ANO}")
        expect(pagina.get_by_role("row", name="ana@correo.example")).to_have_count(2)
    assert Lote.objects.get().tipo == "prueba"


@pytest.mark.parametrize("oscuro", [False, True])
@pytest.mark.parametrize("ancho", [320, 1280])
def test_todo_cabe_y_se_lee(
    pagina: Page,
    servidor: str,
    ingresar_como: Ingresar,
    operadora: Usuario,
    registro: Camara,
    otra_camara: Camara,
    oscuro: bool,
    ancho: int,
) -> None:
    otra_camara.personal.add(operadora)
    _llenar(registro, operadora)
    ingresar_como(operadora)
    pagina.set_viewport_size({"width": ancho, "height": 800})
    pagina.emulate_media(color_scheme="dark" if oscuro else "light")
    base = f"{servidor}{ENTRADA}"
    panel = f"{base}{registro.pk}/{ANO}/"
    for ruta in (
        base,
        panel,
        f"{panel}operacion/seleccionar/",
        f"{panel}operacion/blanquear/",
        f"{panel}enviar/",
        f"{panel}programar/",
        f"{panel}paquete/1/",
        f"{panel}paquete/1/cancelar/",
    ):
        pagina.goto(ruta)
        assert pagina.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), ruta
        revisar_axe(pagina)


def _llenar(camara: Camara, actor: Usuario) -> None:
    """Put something of everything on the pages."""
    for n in range(4):
        correo = f"{'direccion.muy.larga.' * 3}{n}@correo.example"
        crear_contrasena(camara, correo=correo, nombre="PERSONA DE NOMBRE MUY LARGO Y COMPUESTO")
    lote = crear_lote(camara=camara, ano=ANO, cantidad=3, actor=actor)
    Envio.objects.filter(orden=1).update(
        estado="fallido",
        proximo_intento=None,
        respuesta="550 5.1.1 <direccion.muy.larga.direccion.muy.larga@correo.example>: rechazado",
    )
    Lote.objects.filter(pk=lote.pk).update(espera_hasta=timezone.now())
    Programacion.objects.create(camara=camara, ano=ANO, actor=actor)
    Operacion.objects.create(
        camara=camara,
        ano=ANO,
        tipo="seleccionar",
        estado="terminada",
        resultado={"seleccionados": 123456, "sin_correo": 1, "correo_compartido": 2},
        actor=actor,
    )
    Operacion.objects.create(
        camara=camara, ano=ANO, tipo="blanquear", estado="en_curso", total=10, hechas=3, actor=actor
    )

"""The import in a real browser: with and without JavaScript, by keyboard, wide and narrow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings

from portal.usuarios.models import Usuario
from solicitudes.importacion.models import Importacion
from solicitudes.importacion.proceso import procesar
from solicitudes.models import Solicitud
from tests.navegador.conftest import revisar_axe
from tests.solicitudes.importacion.archivos import emitida, fila, xlsx_de
from tests.solicitudes.importacion.cargas import cargar

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
RUTA = "/admin/importacion/importacion/"
FILAS = [fila(1), emitida(3, empresa=""), fila(5, tipo_certificado="Otro")]
Ingresar = Callable[[Usuario], None]


@pytest.fixture(autouse=True)
def _archivos_propios(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "archivos"


@pytest.fixture
def archivo(tmp_path: Path) -> Path:
    """One new, one that changes, one bad."""
    cargar([fila(1, empresa="ANTES")])
    ruta = tmp_path / "exporte.xlsx"
    ruta.write_bytes(xlsx_de([{**FILAS[0], "empresa": "DESPUÉS"}, *FILAS[1:]]))
    return ruta


def trabajar() -> None:
    """Do what a worker does."""
    procesar(pk=Importacion.objects.latest("pk").pk)


def cabe(page: Page) -> bool:
    """Whether the page scrolls only downwards."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def test_de_subir_a_terminar_con_la_pagina_que_se_actualiza_sola(
    pagina: Page, servidor: str, ingresar_como: Ingresar, operador: Usuario, archivo: Path
) -> None:
    ingresar_como(operador)
    pagina.goto(f"{servidor}{RUTA}")
    pagina.get_by_role("link", name="Añadir importación de solicitudes").click()
    revisar_axe(pagina)
    pagina.get_by_label("Archivo de solicitudes").set_input_files(archivo)
    pagina.get_by_role("button", name="Subir y revisar").press("Enter")
    expect(pagina.get_by_role("progressbar", name="Revisando el archivo")).to_be_visible()
    revisar_axe(pagina)
    trabajar()
    # The script sees that it is over, and loads the page again.
    expect(pagina.get_by_role("heading", name="Qué pasará si importa")).to_be_visible()
    expect(pagina.get_by_text("Empresa: ANTES → DESPUÉS")).to_be_visible()
    expect(pagina.get_by_role("cell", name="Tipo de certificado: «Otro»").first).to_be_visible()
    revisar_axe(pagina)
    pagina.get_by_role("button", name="Importar 2 filas").press("Enter")
    expect(pagina.get_by_role("progressbar", name="Importando el archivo")).to_be_visible()
    trabajar()
    expect(pagina.get_by_role("heading", name="Qué se importó")).to_be_visible()
    revisar_axe(pagina)
    assert Solicitud.objects.count() == 2
    with pagina.expect_download() as descarga:
        pagina.get_by_role("link", name="Descargar 1 fila con sus motivos (CSV)").click()
    assert "Otro" in descarga.value.path().read_text(encoding="utf-8-sig")


def test_un_error_de_archivo_lleva_el_foco_al_resumen(
    pagina: Page, servidor: str, ingresar_como: Ingresar, operador: Usuario, tmp_path: Path
) -> None:
    malo = tmp_path / "notas.csv"
    malo.write_text("nombre;nota\nAna;5\n", encoding="utf-8")
    ingresar_como(operador)
    pagina.goto(f"{servidor}{RUTA}add/")
    pagina.get_by_label("Archivo de solicitudes").set_input_files(malo)
    pagina.get_by_role("button", name="Subir y revisar").click()
    resumen = pagina.get_by_role("alert")
    expect(resumen).to_contain_text("No se reconoce ninguna columna")
    resumen.get_by_role("link").click()
    expect(pagina.get_by_label("Archivo de solicitudes")).to_be_focused()
    revisar_axe(pagina)


def test_sin_javascript_se_actualiza_con_un_enlace_y_se_llega_al_final(
    browser: Browser,
    servidor: str,
    ingresar_como: Ingresar,
    operador: Usuario,
    archivo: Path,
    context: BrowserContext,
) -> None:
    ingresar_como(operador)
    galletas = context.cookies()
    with browser.new_context(java_script_enabled=False, locale="es-CO") as sin_guiones:
        sin_guiones.add_cookies(galletas)  # type: ignore[arg-type]
        pagina = sin_guiones.new_page()
        pagina.goto(f"{servidor}{RUTA}add/")
        pagina.get_by_label("Archivo de solicitudes").set_input_files(archivo)
        pagina.get_by_role("button", name="Subir y revisar").click()
        pagina.get_by_role("link", name="Actualizar").click()
        expect(pagina.get_by_text("Revisando el archivo")).to_be_visible()
        trabajar()
        pagina.get_by_role("link", name="Actualizar").click()
        pagina.get_by_role("button", name="Importar 2 filas").click()
        trabajar()
        pagina.get_by_role("link", name="Actualizar").click()
        expect(pagina.get_by_role("heading", name="Qué se importó")).to_be_visible()
    assert Solicitud.objects.count() == 2


@pytest.mark.parametrize("oscuro", [False, True])
def test_todo_cabe_en_un_telefono(
    pagina: Page,
    servidor: str,
    ingresar_como: Ingresar,
    operador: Usuario,
    archivo: Path,
    oscuro: bool,
) -> None:
    ingresar_como(operador)
    pagina.set_viewport_size({"width": 320, "height": 640})
    pagina.emulate_media(color_scheme="dark" if oscuro else "light")
    pagina.goto(f"{servidor}{RUTA}add/")
    assert cabe(pagina)
    pagina.get_by_label("Archivo de solicitudes").set_input_files(archivo)
    pagina.get_by_role("button", name="Subir y revisar").click()
    expect(pagina.get_by_role("progressbar")).to_be_visible()
    assert cabe(pagina)
    revisar_axe(pagina)
    trabajar()
    expect(pagina.get_by_role("heading", name="Primeras filas")).to_be_visible()
    assert cabe(pagina)
    revisar_axe(pagina)
    pagina.get_by_role("link", name="Descartar").click()
    expect(pagina.get_by_text("con sus 3 filas revisadas")).to_be_visible()
    assert cabe(pagina)
    revisar_axe(pagina)
    pagina.get_by_role("button", name="Sí, descartar").click()
    expect(pagina.get_by_text("se borró el archivo").first).to_be_visible()
    revisar_axe(pagina)


def test_la_lista_de_importaciones_se_lee_en_un_telefono(
    pagina: Page, servidor: str, ingresar_como: Ingresar, operador: Usuario
) -> None:
    Importacion.objects.create(
        nombre="exporte.csv", formato="csv", tamano=10, sha256="0" * 64, autor=operador
    )
    ingresar_como(operador)
    pagina.goto(f"{servidor}{RUTA}")
    revisar_axe(pagina, graves=True)
    expect(pagina.get_by_role("link", name="exporte.csv")).to_be_visible()

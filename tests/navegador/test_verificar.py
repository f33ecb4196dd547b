"""Verifying a document in a real browser: by number, by file, without JavaScript, by keyboard."""

import uuid
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.firma import servicios
from tests.navegador.conftest import revisar_axe
from tests.portal.firma.recetas import TITULAR, hacer_credencial, hacer_pdf

ESQUEMAS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NUMERO = uuid.UUID("0b1c0de5-7d1f-4a53-9a4e-0123456789ab")


@pytest.fixture
def archivo(servidor: str, tmp_path: Path) -> Path:
    """A document that the portal signed, as the person has it on disk."""
    ruta = tmp_path / "contrasena.pdf"
    ruta.write_bytes(
        servicios.firmar_documento(
            pdf=hacer_pdf(),
            motivo="Prueba",
            tipo="contrasena",
            titulo="Contraseña preasignada",
            emisor="Cámara de Comercio de Prueba",
            credencial=hacer_credencial(),
            documento_id=NUMERO,
        )
    )
    return ruta


def revisar_en_todos_los_tamanos(pagina: Page) -> None:
    for ancho in (320, 1280):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        for esquema in ESQUEMAS:
            pagina.emulate_media(color_scheme=esquema)
            pagina.reload()
            revisar_axe(pagina)
        cabe = "document.documentElement.scrollWidth <= window.innerWidth"
        assert pagina.evaluate(cabe), ancho


def subir(pagina: Page, ruta: Path) -> None:
    pagina.get_by_label("Archivo PDF").set_input_files(ruta)
    pagina.get_by_role("button", name="Revisar el archivo").click()


def test_las_paginas_son_accesibles_y_caben_de_dia_y_de_noche(
    pagina: Page, servidor: str, archivo: Path
) -> None:
    for ruta in ("", "?numero=123", f"{NUMERO}/", f"{uuid.uuid4()}/"):
        pagina.goto(f"{servidor}/verificar/{ruta}")
        revisar_en_todos_los_tamanos(pagina)


def test_el_numero_mal_escrito_se_corrige_sin_volver_a_empezar(
    pagina: Page, servidor: str, archivo: Path
) -> None:
    pagina.goto(servidor + "/verificar/")
    campo = pagina.get_by_role("textbox", name="Número del documento")
    campo.fill(NUMERO.hex[:-1])
    campo.press("Enter")
    expect(pagina.get_by_role("alert")).to_be_focused()
    pagina.get_by_role("alert").get_by_role("link").click()
    expect(campo).to_be_focused()
    expect(campo).to_have_value(NUMERO.hex[:-1])
    campo.fill(NUMERO.hex)
    campo.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Contraseña preasignada")
    expect(pagina.get_by_text("Vigente", exact=True).first).to_be_visible()


def test_sin_javascript_el_archivo_se_revisa_y_su_cambio_se_descubre(
    browser: Browser, servidor: str, archivo: Path
) -> None:
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    page = contexto.new_page()
    page.goto(servidor + "/verificar/")
    subir(page, archivo)
    expect(page.get_by_role("heading", level=1)).to_have_text("El documento es auténtico")
    expect(page.get_by_text(TITULAR, exact=True)).to_be_visible()
    page.get_by_role("link", name="Verificar otro documento").click()
    archivo.write_bytes(archivo.read_bytes() + b"\n")
    subir(page, archivo)
    expect(page.get_by_role("heading", level=1)).to_contain_text("fue modificado")
    contexto.close()


def test_el_resultado_de_un_archivo_es_accesible(
    pagina: Page, servidor: str, archivo: Path
) -> None:
    pagina.goto(servidor + "/verificar/")
    subir(pagina, archivo)
    expect(pagina.get_by_role("heading", level=1)).to_have_text("El documento es auténtico")
    revisar_axe(pagina)

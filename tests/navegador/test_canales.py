"""The channels page in a real browser: phone and desk, light and dark, no JavaScript, paper."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navegador.conftest import revisar_axe

ESQUEMAS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def no_se_desborda(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("ruta", ["/", "/canales/", "/privacidad/", "/ayuda/correo-de-descarga/"])
def test_la_pagina_es_accesible_y_cabe_en_telefono_y_escritorio_de_dia_y_de_noche(
    pagina: Page, servidor: str, ruta: str
) -> None:
    for ancho in (320, 1280):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        for esquema in ESQUEMAS:
            # Loaded anew: a colour half-way from one scheme to the other is nobody's.
            pagina.emulate_media(color_scheme=esquema)
            pagina.goto(servidor + ruta)
            revisar_axe(pagina)
        assert no_se_desborda(pagina), ancho


def test_el_celular_de_prioridad_1_se_marca_a_cualquier_hora(pagina: Page, servidor: str) -> None:
    pagina.goto(servidor + "/canales/")
    canal = pagina.get_by_role("article", name="Celular para casos de prioridad 1")
    expect(canal.get_by_text("Abierto las 24 horas")).to_be_visible()
    enlace = canal.get_by_role("link", name="(57) 318 717 49 37")
    expect(enlace).to_have_attribute("href", "tel:+573187174937")


def test_desde_el_inicio_se_llega_con_el_teclado(pagina: Page, servidor: str) -> None:
    pagina.goto(servidor + "/")
    puerta = pagina.locator("main").get_by_role("link", name="Canales de atención")
    for _ in range(30):
        pagina.keyboard.press("Tab")
        if puerta.evaluate("enlace => enlace === document.activeElement"):
            break
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Canales de atención")


def test_cada_canal_y_cada_nivel_se_encuentran_por_su_encabezado(
    pagina: Page, servidor: str
) -> None:
    pagina.goto(servidor + "/canales/")
    for nombre in ("Chat en línea", "Correo de PQRSA", "Nivel 1: Grupo de soporte técnico"):
        expect(pagina.get_by_role("heading", name=nombre)).to_be_visible()
    expect(pagina.get_by_role("heading", level=1)).to_have_count(1)


def test_sin_javascript_la_pagina_dice_lo_mismo(browser: Browser, servidor: str) -> None:
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    page = contexto.new_page()
    page.goto(servidor + "/canales/")
    expect(page.get_by_role("article")).to_have_count(10)
    expect(page.get_by_role("button", name="Imprimir esta página")).to_be_hidden()
    contexto.close()


def test_en_papel_quedan_los_canales_y_no_la_navegacion(pagina: Page, servidor: str) -> None:
    pagina.goto(servidor + "/canales/")
    expect(pagina.get_by_role("button", name="Imprimir esta página")).to_be_visible()
    pagina.emulate_media(media="print")
    expect(pagina.get_by_role("article", name="Línea de soporte técnico")).to_be_visible()
    expect(pagina.locator("nav.navegacion")).to_be_hidden()
    expect(pagina.get_by_role("button", name="Imprimir esta página")).to_be_hidden()

"""Every public page that needs no look-up, at both ends of width and in both schemes."""

import pytest
from django.core.mail import EmailMultiAlternatives
from playwright.sync_api import Browser, Page, expect

from portal.mensajes.buzon import BuzonBackend
from tests.navegador.conftest import revisar_axe

PAGINAS = ["/", "/canales/", "/ayuda/correo-de-descarga/", "/privacidad/", "/buzon/", "/no-existe/"]


@pytest.fixture
def con_mensajes(transactional_db: None) -> None:
    """Put one message with an attachment into the demo's inbox."""
    mensaje = EmailMultiAlternatives(
        "Su código", "El código es 123456.", "portal@portal.example", ["ana@correo.example"]
    )
    mensaje.attach_alternative("<p>El código es <b>123456</b>.</p>", "text/html")
    mensaje.attach("nota.txt", "una nota", "text/plain")
    BuzonBackend().send_messages([mensaje])


def sin_desborde(page: Page) -> bool:
    """Tell whether nothing sticks out to the right."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("esquema", ["light", "dark"])
@pytest.mark.parametrize("ancho", [320, 1280])
@pytest.mark.parametrize("ruta", PAGINAS)
def test_la_pagina_no_tiene_faltas_de_accesibilidad_ni_se_desborda(
    con_mensajes: None, pagina: Page, servidor: str, ruta: str, ancho: int, esquema: str
) -> None:
    pagina.emulate_media(color_scheme="dark" if esquema == "dark" else "light")
    pagina.set_viewport_size({"width": ancho, "height": 800})
    pagina.goto(servidor + ruta)
    assert sin_desborde(pagina)
    revisar_axe(pagina)


@pytest.mark.parametrize("ruta", PAGINAS)
def test_al_doble_de_tamano_se_lee_sin_desplazarse_a_los_lados(
    con_mensajes: None, pagina: Page, servidor: str, ruta: str
) -> None:
    # 200 % zoom of a window of 1280 px is a window of 640 px (WCAG 1.4.4, 1.4.10).
    pagina.set_viewport_size({"width": 640, "height": 400})
    pagina.goto(servidor + ruta)
    assert sin_desborde(pagina)


def test_el_mensaje_del_buzon_se_abre_y_su_adjunto_se_descarga(
    con_mensajes: None, pagina: Page, servidor: str
) -> None:
    pagina.goto(servidor + "/buzon/")
    pagina.get_by_role("link", name="Su código").click()
    expect(pagina.get_by_role("main")).to_contain_text("El código es 123456.")
    revisar_axe(pagina)
    with pagina.expect_download() as descarga:
        pagina.get_by_role("link", name="nota.txt").click()
    assert descarga.value.path().read_text() == "una nota"


def test_con_el_teclado_se_salta_al_contenido(pagina: Page, servidor: str) -> None:
    pagina.goto(servidor + "/")
    pagina.keyboard.press("Tab")
    expect(pagina.get_by_role("link", name="contenido")).to_be_focused()
    pagina.keyboard.press("Enter")
    pagina.keyboard.press("Tab")
    dentro = "document.activeElement.closest('main') !== null"
    assert pagina.evaluate(dentro)


def test_sin_javascript_el_menu_se_abre_en_un_telefono(browser: Browser, servidor: str) -> None:
    contexto = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 700}
    )
    page = contexto.new_page()
    page.goto(servidor + "/")
    page.get_by_text("Menú").click()
    page.get_by_role("navigation").get_by_role("link", name="Canales de atención").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Canales de atención")
    contexto.close()

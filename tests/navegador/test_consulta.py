"""The look-up in a real browser: keyboard alone, no JavaScript, audio, axe on each page."""

import itertools
from collections.abc import Sequence
from typing import Literal

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import Browser, Page, expect

from portal.identificacion import TipoIdentificacion
from portal.mensajes.models import CorreoSaliente
from solicitudes.enums import EstadoSolicitud, Vigencia
from solicitudes.models import Solicitud
from tests.navegador.conftest import revisar_axe
from tests.solicitudes.recetas import (
    F,
    caso_del_manual,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)
from tests.solicitudes.recorrido import CONSULTAR, LISTA, url
from tests.solicitudes.test_codigo_factura import SEIS_DIGITOS

Vistas = Sequence[tuple[int, Literal["light", "dark"]]]
VISTAS: Vistas = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]
TABULACIONES = 60


@pytest.fixture
def del_manual(transactional_db: None) -> Solicitud:
    solicitud = caso_del_manual()
    crear_factura(solicitud.orden)
    return solicitud


def respuesta_del_captcha(page: Page) -> str:
    """Read from the database what a person reads in the picture."""
    clave = page.input_value("[name=captcha_0]")
    return str(CaptchaStore.objects.get(hashkey=clave).response)


def consultar(page: Page, servidor: str, tipo: str, numero: str) -> None:
    page.goto(servidor + CONSULTAR)
    page.select_option("[name=tipo]", tipo)
    page.fill("[name=numero]", numero)
    page.fill("[name=captcha_1]", respuesta_del_captcha(page))
    page.get_by_role("button", name="Consultar", exact=True).click()
    page.wait_for_url(f"**{LISTA}")


def tabular_hasta(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(TABULACIONES):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"El tabulador no llega a {selector}")


def revisar_vistas(page: Page, vistas: Vistas = VISTAS) -> None:
    """No axe-core violation and nothing wider than the screen, phone and desk, light and dark."""
    for ancho, esquema in vistas:
        page.set_viewport_size({"width": ancho, "height": 800})
        page.emulate_media(color_scheme=esquema)
        revisar_axe(page)
        ocupado = page.evaluate("document.documentElement.scrollWidth")
        assert ocupado <= ancho, f"{page.url}: {ocupado} px en una pantalla de {ancho}"


def test_el_caso_del_manual_se_halla_solo_con_el_teclado(
    servidor: str, pagina: Page, del_manual: Solicitud
) -> None:
    pagina.goto(servidor + CONSULTAR)
    tabular_hasta(pagina, "[name=tipo]")
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("ArrowUp")
    tabular_hasta(pagina, "[name=numero]")
    pagina.keyboard.type("1.013.592.259")
    tabular_hasta(pagina, "[name=captcha_1]")
    pagina.keyboard.type(respuesta_del_captcha(pagina))
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text(
        "CÉDULA DE CIUDADANÍA: 1013592259 – SAMUEL ANDRÉS DUARTE ARBELÁEZ"
    )
    tabular_hasta(pagina, f"a[href='{url('detalle', del_manual)}']")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text(
        "SOLICITUD NÚMERO 434070 – SAMUEL ANDRÉS DUARTE ARBELÁEZ"
    )
    expect(pagina.locator("#serie")).to_have_text("3b00cdd4a8d648335efb415e3b273bd8")
    vigencia = pagina.get_by_role("row", name="Vigencia")
    expect(vigencia).to_contain_text("04/10/2016")
    expect(vigencia).to_contain_text("Revocado")
    # Back to the list, without asking for anything again.
    pagina.go_back()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("1013592259")


def test_todo_el_recorrido_sirve_sin_javascript(
    servidor: str, browser: Browser, del_manual: Solicitud
) -> None:
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    page = contexto.new_page()
    page.goto(servidor + CONSULTAR)
    page.fill("[name=numero]", "1013592259")
    anterior = page.input_value("[name=captcha_0]")
    page.get_by_role("button", name="Cambiar la imagen").click()
    assert page.input_value("[name=numero]") == "1013592259"
    assert page.input_value("[name=captcha_0]") != anterior
    page.fill("[name=captcha_1]", respuesta_del_captcha(page))
    page.get_by_role("button", name="Consultar", exact=True).click()
    page.get_by_role("link", name="Ver detalle").click()
    page.get_by_role("link", name="Descargar la factura").click()
    page.get_by_role("button", name="Enviar el código").click()
    hallado = SEIS_DIGITOS.search(CorreoSaliente.objects.get().texto)
    assert hallado is not None
    page.get_by_label("Código de seis dígitos").fill(hallado[0])
    page.get_by_role("button", name="Continuar", exact=True).click()
    with page.expect_download() as bajada:
        page.get_by_role("link", name="Descargar la factura").click()
    assert bajada.value.suggested_filename == "factura-orden-434043.pdf"
    page.goto(servidor + LISTA)
    page.get_by_role("button", name="Terminar consulta").click()
    assert page.goto(servidor + url("detalle", del_manual)).status == 404  # type: ignore[union-attr]
    contexto.close()


@pytest.mark.usefixtures("transactional_db")
def test_el_captcha_se_puede_oir(servidor: str, pagina: Page) -> None:
    pagina.goto(servidor + CONSULTAR)
    direccion = pagina.locator("audio").get_attribute("src")
    sonido = pagina.request.get(f"{servidor}{direccion}")
    assert sonido.status == 200
    assert sonido.headers["content-type"] == "audio/wav"
    assert sonido.body()[:4] == b"RIFF"
    duracion = pagina.evaluate(
        """() => new Promise((bien, mal) => {
            const audio = document.querySelector('audio');
            audio.onloadedmetadata = () => bien(audio.duration);
            audio.onerror = () => mal(new Error('sin sonido'));
            audio.load(); audio.preload = 'auto';
        })"""
    )
    assert duracion > 2


@pytest.mark.usefixtures("transactional_db")
def test_cambiar_la_imagen_no_borra_lo_escrito_ni_recarga(servidor: str, pagina: Page) -> None:
    pagina.goto(servidor + CONSULTAR)
    pagina.select_option("[name=tipo]", "NIT")
    pagina.fill("[name=numero]", "860.069.804-2")
    pagina.evaluate("window.misma = true")
    clave, imagen = (
        pagina.input_value("[name=captcha_0]"),
        pagina.locator(".captcha-imagen").get_attribute("src"),
    )
    pagina.get_by_role("button", name="Cambiar la imagen").click()
    pagina.wait_for_function(
        "clave => document.querySelector('[name=captcha_0]').value !== clave", arg=clave
    )
    assert pagina.evaluate("window.misma")
    assert pagina.input_value("[name=numero]") == "860.069.804-2"
    assert pagina.input_value("[name=tipo]") == "NIT"
    assert pagina.locator(".captcha-imagen").get_attribute("src") != imagen


@pytest.mark.usefixtures("transactional_db")
def test_el_teclado_numerico_sale_solo_con_los_tipos_de_digitos(
    servidor: str, pagina: Page
) -> None:
    pagina.goto(servidor + CONSULTAR)
    numero = pagina.locator("[name=numero]")
    for tipo, teclado in (("CC", "numeric"), ("PA", "text"), ("TI", "numeric"), ("NIT", "text")):
        pagina.select_option("[name=tipo]", tipo)
        expect(numero).to_have_attribute("inputmode", teclado)


@pytest.mark.usefixtures("transactional_db")
def test_el_resumen_de_errores_toma_el_foco_y_lleva_al_campo(servidor: str, pagina: Page) -> None:
    pagina.goto(servidor + CONSULTAR)
    pagina.fill("[name=numero]", "abc")
    pagina.fill("[name=captcha_1]", respuesta_del_captcha(pagina))
    pagina.get_by_role("button", name="Consultar", exact=True).click()
    expect(pagina.locator(".resumen-errores")).to_be_focused()
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("[name=numero]")).to_be_focused()
    revisar_vistas(pagina)


@pytest.mark.usefixtures("transactional_db")
def test_la_consulta_y_el_aviso_de_que_no_hay_nada_son_accesibles(
    servidor: str, pagina: Page
) -> None:
    pagina.goto(servidor + CONSULTAR)
    revisar_vistas(pagina)
    consultar(pagina, servidor, "CC", "14444524")
    expect(pagina.locator("main")).to_contain_text("no se encuentra registrado ningún trámite")
    revisar_vistas(pagina)


@pytest.mark.usefixtures("transactional_db")
def test_una_lista_larga_es_accesible_y_cabe_en_un_telefono(servidor: str, pagina: Page) -> None:
    empresa = crear_persona(
        tipo=TipoIdentificacion.NIT,
        numero="860069804",
        nombre="CONSTRUCTORA E INMOBILIARIA DEL VALLE DE ABURRÁ Y ASOCIADOS S.A.S. EN LIQUIDACIÓN",
    )
    orden = crear_orden(
        solicitante=empresa, empresa=empresa.nombre, proyecto="CONTRATACIÓN-PÚBLICA-2026-ANTIOQUIA"
    )
    for estado in itertools.islice(itertools.cycle(EstadoSolicitud), 22):
        crear_solicitud(orden=orden, titular=empresa, estado=estado)
    consultar(pagina, servidor, "NIT", "860069804-2")
    revisar_vistas(pagina)
    pagina.get_by_role("link", name="Siguiente").click()
    expect(pagina.locator("tbody tr")).to_have_count(2)


@pytest.mark.usefixtures("transactional_db")
def test_el_detalle_de_cada_estado_es_accesible_y_cabe_en_un_telefono(
    servidor: str, pagina: Page
) -> None:
    titular = crear_persona()
    casos = [crear_solicitud(titular=titular, estado=estado) for estado in EstadoSolicitud]
    casos += [
        crear_solicitud(titular=titular, pasos=(F, F, F, F), certificado=vigencia)
        for vigencia in Vigencia
    ]
    consultar(pagina, servidor, titular.tipo, titular.numero)
    for solicitud in casos:
        pagina.goto(servidor + url("detalle", solicitud))
        # The four views of this page are those of the manual's case; here it is the states.
        revisar_vistas(pagina, [(320, "dark"), (1280, "light")])


def test_las_paginas_del_caso_del_manual_y_de_su_factura_son_accesibles(
    servidor: str, pagina: Page, del_manual: Solicitud
) -> None:
    consultar(pagina, servidor, "CC", "1013592259")
    revisar_vistas(pagina)
    pagina.goto(servidor + url("detalle", del_manual))
    revisar_vistas(pagina)
    pagina.goto(servidor + url("factura", del_manual))
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Enviar el código").click()
    pagina.wait_for_url("**/codigo/")
    revisar_vistas(pagina)
    pagina.get_by_label("Código de seis dígitos").fill("12")
    pagina.get_by_role("button", name="Continuar", exact=True).click()
    expect(pagina.locator(".resumen-errores")).to_be_focused()
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Enviar otro código").click()
    expect(pagina.get_by_role("alert")).to_contain_text("Espere un poco")
    revisar_vistas(pagina)


def test_copiar_deja_el_serial_en_el_portapapeles(
    servidor: str, pagina: Page, del_manual: Solicitud
) -> None:
    pagina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    consultar(pagina, servidor, "CC", "1013592259")
    pagina.goto(servidor + url("detalle", del_manual))
    pagina.get_by_role("button", name="Copiar el número de serie", exact=True).click()
    expect(pagina.get_by_role("button", name="Copiado")).to_be_visible()
    copiado = pagina.evaluate("navigator.clipboard.readText()")
    assert copiado == "3b00cdd4a8d648335efb415e3b273bd8"


def test_en_papel_queda_lo_que_importa(servidor: str, pagina: Page, del_manual: Solicitud) -> None:
    consultar(pagina, servidor, "CC", "1013592259")
    pagina.goto(servidor + url("detalle", del_manual))
    expect(pagina.get_by_role("button", name="Imprimir")).to_be_visible()
    pagina.emulate_media(media="print")
    for visible in ("#serie", "table", "h1"):
        expect(pagina.locator(visible)).to_be_visible()
    for oculto in ("nav", "footer", "form", ".btn", ".pasos"):
        for elemento in pagina.locator(oculto).all():
            expect(elemento).to_be_hidden()

"""The activation in a real browser: keyboard alone, without JavaScript, refusing, only the key."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from contrasenas.enums import EstadoContrasena
from contrasenas.models import Baja, Camara, UsuarioVerificado
from portal.mensajes.enums import EstadoEntrega
from portal.mensajes.models import SmsSaliente
from tests.contrasenas.activacion.recetas import (
    ACTIVAR,
    FINAL,
    OTRA_CLAVE,
    PIN,
    Entregada,
    entregar,
    pin_enviado,
)
from tests.contrasenas.recetas import crear_camara
from tests.navegador.test_consulta import revisar_vistas, tabular_hasta

TITULO_FINAL = "Su contraseña quedó activada"


@pytest.fixture
def camara(transactional_db: None) -> Camara:
    """The only chamber of the installation."""
    return crear_camara("04")


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    """A delivered password of the chamber."""
    return entregar(camara)


@pytest.fixture
def sin_javascript(browser: Browser) -> Iterator[Page]:
    """A browser that runs no scripts."""
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    yield contexto.new_page()
    contexto.close()


def llenar(page: Page, entregada: Entregada, *, clave: str = "", acepta: bool = True) -> None:
    datos = entregada.datos()
    for campo in ("identificacion", "correo", "celular"):
        page.fill(f"[name={campo}]", datos[campo])
    page.fill("[name=clave]", clave or entregada.clave)
    if acepta:
        page.get_by_label("Acepto estas condiciones").check()


def test_se_activa_solo_con_el_teclado(servidor: str, pagina: Page, entregada: Entregada) -> None:
    pagina.goto(servidor + entregada.url)
    datos = entregada.datos()
    for campo in ("identificacion", "correo", "celular", "clave"):
        tabular_hasta(pagina, f"[name={campo}]")
        pagina.keyboard.type(datos[campo])
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("button", name="Ocultar la clave")).to_be_focused()
    expect(pagina.locator("[name=clave]")).to_have_attribute("type", "text")
    tabular_hasta(pagina, "[name=consentimiento]")
    pagina.keyboard.press("Space")
    tabular_hasta(pagina, "main button[type=submit]")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Escriba el PIN que le enviamos")
    tabular_hasta(pagina, "[name=pin]")
    pagina.keyboard.type(pin_enviado())
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text(TITULO_FINAL)
    assert UsuarioVerificado.objects.get().contrasena == entregada.fila
    # Back, and on again: the end is shown, nothing fails.
    pagina.go_back()
    pagina.goto(servidor + entregada.url)
    expect(pagina.get_by_role("heading", level=1)).to_have_text(TITULO_FINAL)


def test_todo_sirve_sin_javascript(
    servidor: str, sin_javascript: Page, entregada: Entregada
) -> None:
    page = sin_javascript
    page.goto(servidor + ACTIVAR)
    llenar(page, entregada, clave=OTRA_CLAVE)
    page.get_by_role("button", name="Aceptar y continuar").click()
    expect(page.locator(".resumen-errores")).to_contain_text("Los datos no corresponden")
    assert page.input_value("[name=identificacion]") == entregada.fila.numero
    page.fill("[name=clave]", entregada.clave)
    page.get_by_role("button", name="Aceptar y continuar").click()
    page.get_by_label("PIN de activación").fill(pin_enviado())
    page.get_by_role("button", name="Activar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITULO_FINAL)
    expect(page.get_by_role("link", name="Renovar matrícula mercantil")).to_have_attribute(
        "href", entregada.fila.camara.url_renovar
    )


def test_se_rechaza_con_el_enlace_y_con_los_datos(
    servidor: str, pagina: Page, camara: Camara
) -> None:
    una, otra = entregar(camara), entregar(camara)
    pagina.goto(servidor + una.url)
    pagina.get_by_role("link", name="No aceptar y abandonar").click()
    revisar_vistas(pagina)
    pagina.get_by_role("link", name="No, volver").click()
    pagina.get_by_role("link", name="No aceptar y abandonar").click()
    pagina.get_by_role("button", name="Sí, cancelar mi contraseña").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("La contraseña está cancelada")
    revisar_vistas(pagina)
    pagina.goto(servidor + ACTIVAR)
    llenar(pagina, otra, acepta=False)
    pagina.get_by_role("button", name="No aceptar y abandonar").click()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("¿Seguro")
    assert pagina.input_value("[name=clave]") == otra.clave
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Sí, cancelar mi contraseña").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("La contraseña está cancelada")
    for entregada in (una, otra):
        assert entregada.refrescar().estado == EstadoContrasena.CANCELADA


def test_con_solo_clave_no_hay_pin(servidor: str, pagina: Page, camara: Camara) -> None:
    camara.factor_autenticacion_firmado_contrasenas_email = "SOLO CLAVE"
    camara.save()
    entregada = entregar(camara, con_pin=False)
    pagina.goto(servidor + entregada.url)
    llenar(pagina, entregada)
    pagina.get_by_role("button", name="Aceptar y continuar").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text(TITULO_FINAL)
    assert not SmsSaliente.objects.exists()


def test_si_el_mensaje_se_pierde_la_pagina_lo_dice_sola(
    servidor: str, pagina: Page, entregada: Entregada
) -> None:
    pagina.goto(servidor + entregada.url)
    llenar(pagina, entregada)
    pagina.get_by_role("button", name="Aceptar y continuar").click()
    pagina.wait_for_url(f"**{PIN}")
    sms = SmsSaliente.objects.get()
    sms.anotar_entrega(EstadoEntrega.NO_ENTREGADO, sid="SM" + "0" * 32, error="30003")
    expect(pagina.get_by_role("alert")).to_contain_text("El mensaje no llegó")
    revisar_vistas(pagina)


def test_cada_pagina_es_accesible_y_cabe_en_un_telefono(
    servidor: str, pagina: Page, entregada: Entregada
) -> None:
    pagina.goto(servidor + entregada.url)
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Aceptar y continuar").click()
    expect(pagina.locator(".resumen-errores")).to_be_focused()
    revisar_vistas(pagina)
    llenar(pagina, entregada)
    pagina.get_by_role("button", name="Aceptar y continuar").click()
    pagina.wait_for_url(f"**{PIN}")
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Enviar otro PIN").click()
    expect(pagina.get_by_role("alert")).to_contain_text("Espere un poco")
    revisar_vistas(pagina)
    pagina.get_by_label("PIN de activación").fill(pin_enviado())
    pagina.get_by_role("button", name="Activar", exact=True).click()
    pagina.wait_for_url(f"**{FINAL}")
    revisar_vistas(pagina)
    pagina.emulate_media(media="print")
    for visible in ("h1", ".datos"):
        expect(pagina.locator(visible)).to_be_visible()
    for oculto in ("nav", "footer", ".btn"):
        for elemento in pagina.locator(oculto).all():
            expect(elemento).to_be_hidden()


def test_la_baja_es_accesible_y_queda_anotada(
    servidor: str, pagina: Page, entregada: Entregada
) -> None:
    pagina.goto(f"{servidor}/contrasenas/baja/{entregada.ficha}/")
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="No recibir más").click()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("No le enviaremos más")
    revisar_vistas(pagina)
    assert Baja.objects.count() == 1

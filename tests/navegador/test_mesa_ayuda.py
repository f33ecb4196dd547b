"""The customer in a real browser: with and without JavaScript, by keyboard, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mesa_ayuda.casos import cambiar_estado, responder_como_personal
from mesa_ayuda.cuentas.fichas import ruta_de_clave
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE, crear_personal
from tests.mesa_ayuda.recetas import crear_caso, crear_cliente, crear_cuenta
from tests.navegador.conftest import revisar_axe

MESA = "/mesa-de-ayuda"


@pytest.fixture
def ana(transactional_db: None) -> Usuario:
    """A customer who sees the cases of her company."""
    cuenta = crear_cuenta(nombre="Transportes Inventados S.A.S.")
    return crear_cliente(
        "ana@transportes.example", cuenta=cuenta, ve_la_cuenta=True, first_name="Ana"
    )


def ingresar(pagina: Page, servidor: str, usuario: Usuario) -> None:
    """Sign in as people do."""
    pagina.goto(f"{servidor}{MESA}/ingresar/")
    pagina.get_by_label("Nombre de usuario").fill(usuario.email)
    pagina.get_by_label("Contraseña").fill(CLAVE)
    pagina.get_by_label("Contraseña").press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Mis casos")


def llenar(pagina: Page) -> None:
    """Fill in the rest of the form of a case."""
    pagina.get_by_label("Teléfono de contacto").fill("310 555 0123")
    pagina.get_by_label("Asunto").fill("RE: No puedo firmar")
    pagina.get_by_label("Descripción").fill("Sale un error.")


def revisar(pagina: Page) -> None:
    """Check the page on a phone and on a desk, by day and by night."""
    for ancho in (320, 1280):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        cabe = "document.documentElement.scrollWidth <= window.innerWidth"
        assert pagina.evaluate(cabe), (pagina.url, ancho)
        pagina.emulate_media(
            color_scheme="dark" if ancho == 320 else "light", reduced_motion="reduce"
        )
        revisar_axe(pagina)


def test_las_paginas_son_accesibles_y_caben(pagina: Page, servidor: str, ana: Usuario) -> None:
    for ruta in ("ingresar/", "registro/", "restablecer/", "registro/confirmar/x/"):
        pagina.goto(f"{servidor}{MESA}/{ruta}")
        revisar(pagina)
    pagina.goto(servidor + ruta_de_clave(ana))
    revisar(pagina)
    casos = [crear_caso(ana, estado=estado) for estado in (Estado.ABIERTO, Estado.RESUELTO)]
    ingresar(pagina, servidor, ana)
    revisar(pagina)
    for ruta in ("casos/nuevo/", "sesiones/", *(f"casos/{caso.numero}/" for caso in casos)):
        pagina.goto(f"{servidor}{MESA}/{ruta}")
        revisar(pagina)
    pagina.get_by_text("No quedó resuelto").click()
    pagina.get_by_role("button", name="Rechazar la solución").click()
    expect(pagina.get_by_role("alert")).to_be_focused()
    revisar(pagina)


def test_las_listas_se_estrechan_y_el_caso_sigue_su_vida(
    pagina: Page, servidor: str, ana: Usuario, tmp_path: Path
) -> None:
    agente = crear_personal("agente", None)
    ingresar(pagina, servidor, ana)
    pagina.get_by_role("link", name="Solicitar un caso").first.click()
    pagina.get_by_label("Servicio").select_option(label="Factura electrónica")
    # The only product of that service is chosen by itself.
    expect(pagina.get_by_label("Producto").locator("option:checked")).to_have_text(
        "Factura Electrónica"
    )
    novedades = pagina.get_by_label("Novedad a reportar").locator("option")
    expect(novedades).to_have_text(
        ["Seleccione la novedad", "Factura no integrada", "Error al emitir documentos", "Consulta"]
    )
    pagina.get_by_label("Novedad a reportar").select_option(label="Factura no integrada")
    llenar(pagina)
    prueba = tmp_path / "error.txt"
    prueba.write_text("detalle", encoding="utf-8")
    pagina.get_by_label("Archivos adjuntos").set_input_files(prueba)
    pagina.get_by_role("button", name="Enviar").dblclick()
    expect(pagina.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"CS\d{7}: No puedo firmar")
    )
    caso = Caso.objects.get()
    with pagina.expect_download() as bajada:
        pagina.get_by_role("link", name="error.txt").click()
    assert bajada.value.suggested_filename == f"{caso.numero}-error.txt"
    responder_como_personal(caso=caso, autor=agente, texto="Listo", pasar_a=Estado.RESUELTO)
    pagina.reload()
    pagina.get_by_text("No quedó resuelto").click()
    pagina.get_by_label("¿Qué sigue pasando?").fill("Sigue igual")
    pagina.get_by_role("button", name="Rechazar la solución").click()
    expect(pagina.get_by_text("El caso volvió a quedar abierto.")).to_be_visible()
    cambiar_estado(caso=caso, a=Estado.RESUELTO, actor=agente)
    pagina.reload()
    pagina.get_by_role("button", name="Aceptar la solución").click()
    pagina.get_by_label("5 - Muy buena").check()
    pagina.get_by_role("button", name="Enviar mi opinión").click()
    expect(pagina.get_by_text("Gracias por su opinión.")).to_be_visible()
    caso.refresh_from_db()
    assert (caso.estado, caso.encuesta.puntaje) == (Estado.CERRADO, 5)


def test_sin_javascript_se_reporta_se_busca_y_se_responde(
    browser: Browser, servidor: str, ana: Usuario
) -> None:
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    pagina = contexto.new_page()
    ingresar(pagina, servidor, ana)
    pagina.goto(f"{servidor}{MESA}/casos/nuevo/")
    pagina.get_by_label("Servicio").select_option(label="Certificación digital")
    pagina.get_by_label("Producto").select_option(label="Certificado Digital")
    pagina.get_by_label("Novedad a reportar").select_option(label="Factura no integrada")
    llenar(pagina)
    pagina.get_by_role("button", name="Enviar").click()
    expect(pagina.get_by_role("alert")).to_contain_text("novedad del producto que eligió")
    expect(pagina.get_by_label("Descripción")).to_have_value("Sale un error.")
    pagina.get_by_label("Novedad a reportar").select_option(label="No puedo firmar")
    pagina.get_by_role("button", name="Enviar").click()
    pagina.get_by_label("Su respuesta").fill("Ya adjunté la cédula")
    pagina.get_by_role("button", name="Enviar la respuesta").click()
    pagina.goto(f"{servidor}{MESA}/casos/")
    pagina.get_by_label("Buscar").fill("CEDULA")
    pagina.get_by_role("button", name="Buscar").click()
    numero = Caso.objects.get().numero
    expect(pagina.get_by_role("link", name=numero)).to_be_visible()
    pagina.get_by_role("button", name="Cerrar sesión").click()
    expect(pagina.get_by_text("Su sesión quedó cerrada")).to_be_visible()
    contexto.close()

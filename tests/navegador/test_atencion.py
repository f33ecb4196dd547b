"""Staff answering a case in a real browser: draft, canned answer, what came meanwhile."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from mesa_ayuda.casos import anotar, responder_como_cliente, responder_como_personal
from mesa_ayuda.enums import Via
from mesa_ayuda.models import Borrador, Caso, Mensaje, RespuestaPreparada
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso, crear_cliente
from tests.navegador.test_consulta import revisar_vistas

IngresarComo = Callable[[Usuario], None]


@pytest.fixture
def caso(transactional_db: None) -> Caso:
    """A case with a conversation, a note and a mail that was laid out."""
    cliente = crear_cliente("ana@transportes.example", first_name="Ana", last_name="Cliente")
    caso = crear_caso(cliente, asunto="El token no firma desde ayer en la tarde")
    otra = crear_agente("otra")
    responder_como_cliente(
        caso=caso,
        autor=cliente,
        via=Via.CORREO,
        texto="Sale un error al firmar.",
        html="<h1>Hola</h1><p>Sale un <b>error</b> al firmar.</p>",
    )
    responder_como_personal(caso=caso, autor=otra, texto="¿Qué dice el error?")
    anotar(caso=caso, texto="Parece el controlador del lector.", autor=otra)
    return caso


def test_se_responde_con_preparada_y_borrador(
    pagina: Page, servidor: str, caso: Caso, ingresar_como: IngresarComo
) -> None:
    RespuestaPreparada.objects.create(titulo="Saludo", texto="Buenos días, {{ contacto.nombre }}.")
    ingresar_como(crear_agente("agente"))
    pagina.goto(servidor + reverse("admin:mesa_ayuda_caso_change", args=[caso.pk]))
    pagina.get_by_text("Ver como llegó").click()
    marco = pagina.frame_locator("iframe.correo-original")
    expect(marco.get_by_role("heading", name="Hola")).to_be_visible()
    revisar_vistas(pagina)

    texto = pagina.get_by_label("Respuesta al cliente")
    texto.fill("Hola.\n")
    pagina.get_by_label("Respuesta preparada").select_option("Saludo")
    pagina.get_by_role("button", name="Insertar").click()
    expect(texto).to_have_value("Hola.\nBuenos días, Ana Cliente.")
    expect(pagina.get_by_text("Borrador guardado")).to_be_visible()
    assert Borrador.objects.get().texto.startswith("Hola.")
    pagina.reload()
    expect(texto).to_have_value("Hola.\nBuenos días, Ana Cliente.")
    expect(pagina.get_by_text("Tiene un borrador")).to_be_visible()
    revisar_vistas(pagina)

    responder_como_cliente(caso=caso, autor=caso.contacto, via=Via.WEB, texto="Ya funciona")
    pagina.get_by_role("button", name="Responder al cliente").click()
    expect(pagina.get_by_role("alert")).to_contain_text("Ya funciona")
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Responder al cliente").click()
    expect(pagina.get_by_text("Envió la respuesta")).to_be_visible()
    assert Mensaje.objects.filter(texto__startswith="Hola.", del_personal=True).count() == 1
    assert not Borrador.objects.exists()


def test_sin_javascript_se_responde_y_se_anota(
    browser: Browser, servidor: str, caso: Caso, ingresar_como: IngresarComo, pagina: Page
) -> None:
    ingresar_como(crear_agente("agente"))
    contexto = browser.new_context(
        java_script_enabled=False, storage_state=pagina.context.storage_state()
    )
    sin = contexto.new_page()
    sin.goto(servidor + reverse("admin:mesa_ayuda_caso_change", args=[caso.pk]))
    sin.get_by_role("textbox", name="Nota interna").fill("Llamé y no contestó.")
    sin.get_by_role("button", name="Guardar nota interna").click()
    expect(sin.get_by_text("Llamé y no contestó.")).to_be_visible()
    sin.get_by_role("textbox", name="Respuesta al cliente").fill("Lo llamamos y no contestó.")
    sin.get_by_role("button", name="Responder al cliente").click()
    expect(sin.get_by_text("Envió la respuesta")).to_be_visible()
    contexto.close()

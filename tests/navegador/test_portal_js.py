"""static/js/portal.js in Chromium: each comfort works; where one fails the page still serves."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

Montar = Callable[[str], None]
FORMULARIO = """
<form method="post" action="/recibir/" data-un-envio>
  <input type="hidden" name="csrfmiddlewaretoken" value="ficha">
  <label for="id_numero">Número</label><input id="id_numero" name="numero">
  <div data-captcha>
    <img src="/static/img/logo.svg" alt="Imagen"><audio src="/static/viejo.wav"></audio>
    <a href="/static/viejo.wav" data-captcha-audio>Descargar</a>
    <button name="otra_imagen" data-captcha-refrescar data-url="/otro/">Otra imagen</button>
    <input type="hidden" name="captcha_0" value="vieja">
    <label for="id_captcha_1">Código</label><input id="id_captcha_1" name="captcha_1">
  </div>
  <button id="enviar" name="hacer" value="consultar">Consultar</button>
</form>
"""
NUEVO = {"clave": "nueva", "imagen": "/static/img/iconos.svg", "audio": "/static/nuevo.wav"}


@pytest.fixture
def montar(page: Page, servidor: str) -> Montar:
    """Return a function that shows a page of the portal's own origin with the given content."""

    def _montar(cuerpo: str) -> None:
        html = f"""<!doctype html><html lang="es-CO"><head><meta charset="utf-8">
        <title>Prueba</title>
        <link rel="stylesheet" href="/static/vendor/bootstrap/portal.css">
        <script src="/static/js/portal.js" defer></script></head>
        <body><main>{cuerpo}</main></body></html>"""
        page.route("**/prueba/", lambda r: r.fulfill(body=html, content_type="text/html"))
        page.goto(f"{servidor}/prueba/")

    return _montar


def responder_json(page: Page, ruta: str, *respuestas: object) -> list[Request]:
    """Answer `ruta` with each of `respuestas` in turn, the last for ever; return what was asked."""
    pedidas: list[Request] = []

    def responder(route: Route) -> None:
        pedidas.append(route.request)
        dato = respuestas[min(len(pedidas), len(respuestas)) - 1]
        if isinstance(dato, int):
            route.fulfill(status=dato)
        else:
            route.fulfill(body=json.dumps(dato), content_type="application/json")

    page.route(f"**{ruta}", responder)
    return pedidas


def test_el_resumen_de_errores_recibe_el_foco(page: Page, montar: Montar) -> None:
    montar('<div id="resumen" tabindex="-1" data-foco>Revise</div>')
    expect(page.locator("#resumen")).to_be_focused()


def test_copiar_deja_el_texto_en_el_portapapeles_y_lo_anuncia(page: Page, montar: Montar) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    montar(
        '<p id="serie">  3b00cdd4 </p>'
        '<button data-copiar="#serie" hidden><span>Copiar <b>la serie</b></span></button>'
    )
    page.clock.install()
    boton = page.get_by_role("button")
    boton.click()
    expect(boton).to_have_text("Copiado")
    page.clock.run_for(100)
    expect(page.get_by_role("status")).to_have_text("Copiado")
    assert page.evaluate("navigator.clipboard.readText()") == "3b00cdd4"
    page.clock.run_for(5000)
    expect(boton).to_have_text("Copiar la serie")


def test_si_copiar_falla_se_dice_y_el_texto_queda_seleccionado(page: Page, montar: Montar) -> None:
    montar('<p id="serie">3b00</p><button data-copiar="#serie" hidden><span>Copiar</span></button>')
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')); }")
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("quedó seleccionado")
    assert page.evaluate("String(window.getSelection())").strip() == "3b00"
    expect(page.get_by_role("button")).to_have_text("Copiar")


def test_imprimir_aparece_con_guion_y_abre_la_impresion(page: Page, montar: Montar) -> None:
    page.add_init_script("window.print = () => { document.title = 'impresa'; }")
    montar("<button data-imprimir hidden>Imprimir</button>")
    page.get_by_role("button").click()
    expect(page).to_have_title("impresa")


def test_un_segundo_envio_no_sale(page: Page, montar: Montar) -> None:
    recibidos: list[str | None] = []

    def recibir(route: Route) -> None:
        recibidos.append(route.request.post_data)
        route.fulfill(status=204)

    page.route("**/recibir/", recibir)
    montar(FORMULARIO)
    page.locator("#enviar").click()
    expect(page.locator("#enviar")).to_have_attribute("aria-disabled", "true")
    page.locator("#enviar").click(force=True)
    page.get_by_label("Número").press("Enter")
    assert len(recibidos) == 1
    assert "hacer=consultar" in str(recibidos[0])


def test_otra_imagen_cambia_imagen_audio_y_clave_sin_tocar_lo_escrito(
    page: Page, montar: Montar
) -> None:
    pedidas = responder_json(page, "/otro/", NUEVO)
    montar(FORMULARIO)
    page.get_by_label("Número").fill("1.013.592.259")
    page.get_by_label("Código").fill("AAAA")
    page.get_by_role("button", name="Otra imagen").click()
    expect(page.locator("[name=captcha_0]")).to_have_value("nueva")
    expect(page.locator("img")).to_have_attribute("src", NUEVO["imagen"])
    expect(page.locator("audio")).to_have_attribute("src", NUEVO["audio"])
    expect(page.get_by_role("link")).to_have_attribute("href", NUEVO["audio"])
    expect(page.get_by_label("Código")).to_have_value("")
    expect(page.get_by_label("Número")).to_have_value("1.013.592.259")
    expect(page.get_by_role("status")).to_contain_text("nuevos")
    assert pedidas[0].method == "POST"
    assert pedidas[0].post_data == "clave=vieja"
    assert pedidas[0].headers["x-csrftoken"] == "ficha"


def test_si_otra_imagen_falla_el_formulario_la_pide_al_servidor(page: Page, montar: Montar) -> None:
    responder_json(page, "/otro/", 429)
    page.route("**/recibir/", lambda r: r.fulfill(body="servidor", content_type="text/html"))
    montar(FORMULARIO)
    with page.expect_request("**/recibir/") as envio:
        page.get_by_role("button", name="Otra imagen").click()
    assert "otra_imagen=" in str(envio.value.post_data)


def test_el_progreso_se_pinta_cada_dos_segundos_y_al_terminar_recarga(
    page: Page, montar: Montar
) -> None:
    page.clock.install()
    pedidas = responder_json(
        page, "/avance/", {"hechas": "10", "barra": 10}, 503, {"hechas": "20", "terminado": True}
    )
    montar(
        '<div data-progreso-url="/avance/"><span data-campo="hechas">0</span>'
        '<progress data-campo="barra" max="20" value="0"></progress></div>'
    )
    page.clock.run_for(2100)
    expect(page.locator("[data-campo=hechas]")).to_have_text("10")
    assert page.locator("progress").evaluate("e => e.value") == 10
    with page.expect_navigation():
        # The next question is set only when the last answer has been read: give it the time.
        while len(pedidas) < 3:
            page.clock.run_for(2100)
            page.wait_for_timeout(20)
    expect(page.locator("[data-campo=hechas]")).to_have_text("0")

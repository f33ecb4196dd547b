"""A PQRSA without an account in a real browser, and the knowledge base; phone and desk."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from mesa_ayuda.models import Pqrsa
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.conocimiento.recetas import crear_articulo
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa
from tests.navegador.conftest import revisar_axe
from tests.navegador.test_canales import no_se_desborda
from tests.navegador.test_consulta import respuesta_del_captcha


def _revisar(pagina: Page, nombre: str) -> None:
    for ancho in (1280, 320):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        revisar_axe(pagina)
        assert no_se_desborda(pagina), (nombre, ancho)
    pagina.set_viewport_size({"width": 1280, "height": 900})


def test_sin_cuenta_presenta_guarda_el_comprobante_y_hace_seguimiento(
    pagina: Page, servidor: str
) -> None:
    pagina.goto(f"{servidor}/mesa-de-ayuda/pqrsa/")
    _revisar(pagina, "radicar")
    pagina.get_by_role("button", name="Presentar la PQRSA").click()
    expect(pagina.get_by_role("alert")).to_be_focused()
    _revisar(pagina, "errores")
    pagina.get_by_role("radio", name=re.compile("^Reclamo")).check()
    pagina.get_by_label("Nombres y apellidos").fill("Lucía Inventada")
    pagina.get_by_label("Correo electrónico").fill("lucia@correo.example")
    pagina.get_by_label("Asunto").fill("Me cobraron dos veces")
    pagina.get_by_label("Cuéntenos los hechos").fill("Pagué el certificado dos veces.")
    pagina.get_by_role("checkbox").check()
    pagina.get_by_label("Código de seguridad").fill(respuesta_del_captcha(pagina))
    pagina.get_by_role("button", name="Presentar la PQRSA").click()
    pqrsa = Pqrsa.objects.select_related("caso").get()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text(pqrsa.caso.numero)
    _revisar(pagina, "comprobante")
    codigo = CorreoSaliente.objects.get().texto.split("seguimiento: ")[1].split()[0]
    pagina.context.clear_cookies()
    pagina.goto(f"{servidor}/mesa-de-ayuda/pqrsa/seguimiento/")
    _revisar(pagina, "seguir")
    pagina.get_by_label("Número de la PQRSA").fill(pqrsa.caso.numero)
    pagina.get_by_label("Código del comprobante").fill(codigo)
    pagina.get_by_role("button", name="Consultar").click()
    expect(pagina.get_by_text("Me cobraron dos veces")).to_be_visible()
    _revisar(pagina, "estado")


def test_los_articulos_se_buscan_se_leen_y_se_califican(pagina: Page, servidor: str) -> None:
    crear_articulo()
    pagina.goto(f"{servidor}/mesa-de-ayuda/ayuda/")
    pagina.get_by_label("Buscar en los artículos").fill("CUARENTENA")
    pagina.get_by_role("button", name="Buscar", exact=True).click()
    _revisar(pagina, "articulos")
    pagina.get_by_role("link", name="No llega el correo de descarga").click()
    _revisar(pagina, "articulo")
    pagina.get_by_role("radio", name="Sí").check()
    pagina.get_by_role("button", name="Enviar mi opinión").click()
    expect(pagina.get_by_text("Gracias: su opinión")).to_be_visible()


def test_las_pantallas_del_personal_son_accesibles(
    pagina: Page, servidor: str, ingresar_como: Callable[[Usuario], None]
) -> None:
    pqrsa, _ = crear_pqrsa()
    ingresar_como(crear_personal("agente", Rol.AGENTE_1))
    for ruta in ("", f"{pqrsa.pk}/change/", f"{pqrsa.pk}/responder/", f"{pqrsa.pk}/prorrogar/"):
        pagina.goto(f"{servidor}/admin/mesa_ayuda/pqrsa/{ruta}")
        revisar_axe(pagina, graves=True)

"""The keys that sign, in a real browser: from the file to a signature that was tried."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from portal.usuarios.models import Usuario
from tests.navegador.conftest import revisar_axe
from tests.portal.firma.recetas import FRASE, archivo_del_titular


def test_un_administrador_carga_una_llave_y_la_prueba(
    pagina: Page,
    servidor: str,
    ingresar_como: Callable[[Usuario], None],
    administrador: Usuario,
    tmp_path: Path,
) -> None:
    archivo = tmp_path / "firma.p12"
    archivo.write_bytes(archivo_del_titular())
    ingresar_como(administrador)
    pagina.goto(servidor + "/admin/firma/credencial/add/")
    pagina.get_by_label("Nombre").fill("Cámara de prueba")
    pagina.get_by_label("Archivo PKCS#12").set_input_files(archivo)
    pagina.get_by_label("Frase de paso").fill("equivocada")
    pagina.get_by_role("button", name="Guardar la llave").click()
    expect(pagina.get_by_text("la frase de paso no es la correcta")).to_be_visible()
    expect(pagina.get_by_label("Nombre")).to_have_value("Cámara de prueba")
    revisar_axe(pagina, graves=True)
    pagina.get_by_label("Archivo PKCS#12").set_input_files(archivo)
    pagina.get_by_label("Frase de paso").fill(FRASE)
    pagina.get_by_role("button", name="Guardar la llave").click()
    expect(pagina.get_by_text("quedó guardada")).to_be_visible()
    revisar_axe(pagina, graves=True)
    pagina.get_by_role("button", name="Probar firma").click()
    expect(pagina.get_by_text("La firma funciona")).to_be_visible()

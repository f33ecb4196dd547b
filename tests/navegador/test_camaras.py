"""Chambers, registry and synchronisations in a real browser: phone and desk, light and dark."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from contrasenas.enums import Factor
from contrasenas.models import Camara, Matriculado
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_camara
from tests.contrasenas.sincronizacion.archivos import csv_de, fila
from tests.contrasenas.sincronizacion.pasos import cargar
from tests.navegador.conftest import revisar_axe

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Ingresar = Callable[[Usuario], None]


@pytest.fixture
def camara(transactional_db: None) -> Camara:
    """A chamber with merchants and a supervisor."""
    camara = crear_camara("04")
    filas = [*(fila(n) for n in range(1, 9)), fila(9, matricula=""), fila(10, fecmatricula="ayer")]
    cargar(camara, csv_de(filas))
    return camara


@pytest.fixture
def supervisora(camara: Camara) -> Usuario:
    """Who may change its parameters."""
    usuario = crear_personal("supervisora", Rol.SUPERVISOR)
    camara.personal.add(usuario)
    return usuario


def revisar(page: Page) -> None:
    """Nothing serious for axe and nothing wider than the screen, on each screen and theme."""
    for esquema in ("light", "dark"):
        page.emulate_media(color_scheme=esquema)
        for ancho in (320, 1280):
            page.set_viewport_size({"width": ancho, "height": 900})
            # Buttons change colour gradually; axe would measure them half-way.
            page.wait_for_timeout(300)
            revisar_axe(page, graves=True)
            cabe = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert page.evaluate(cabe), (page.url, ancho)


def test_las_pantallas_se_leen_en_telefono_y_escritorio_de_dia_y_de_noche(
    pagina: Page, servidor: str, ingresar_como: Ingresar, supervisora: Usuario, camara: Camara
) -> None:
    ingresar_como(supervisora)
    raiz = f"{servidor}/admin/contrasenas"
    matriculado = Matriculado.objects.latest("pk").pk
    sincronizacion = camara.sincronizaciones.get().pk
    for ruta in (
        *("camara/", f"camara/{camara.pk}/change/", "matriculado/"),
        *(f"matriculado/{matriculado}/change/", "sincronizacion/"),
        f"sincronizacion/{sincronizacion}/change/",
    ):
        pagina.goto(f"{raiz}/{ruta}")
        revisar(pagina)


def test_se_cambian_los_parametros_y_se_prueba_el_servidor(
    pagina: Page,
    servidor: str,
    ingresar_como: Ingresar,
    supervisora: Usuario,
    camara: Camara,
    tmp_path: Path,
) -> None:
    logo = tmp_path / "logo.png"
    imagen = io.BytesIO()
    Image.new("RGB", (320, 120), "teal").save(imagen, "PNG")
    logo.write_bytes(imagen.getvalue())
    ingresar_como(supervisora)
    pagina.goto(f"{servidor}/admin/contrasenas/camara/{camara.pk}/change/")
    pagina.get_by_label("FACTOR_AUTENTICACION").select_option("SOLO CLAVE")
    pagina.get_by_label("Logo:", exact=True).set_input_files(logo)
    guardar = pagina.get_by_role("button", name="Grabar y continuar editando")
    guardar.click()
    expect(pagina.get_by_text("Lea la advertencia y, si la acepta")).to_be_visible()
    revisar(pagina)
    pagina.get_by_label("Entiendo el riesgo y quiero SOLO CLAVE").check()
    pagina.get_by_label("Logo:", exact=True).set_input_files(logo)
    guardar.click()
    dibujo = pagina.get_by_role("img", name="Logo de Cámara")
    expect(dibujo).to_be_visible()
    assert dibujo.evaluate("imagen => imagen.naturalWidth") == 320
    camara.refresh_from_db()
    assert camara.factor_autenticacion_firmado_contrasenas_email == Factor.SOLO_CLAVE
    revisar(pagina)
    # Nothing listens there, and outside development this very machine is not called.
    pagina.get_by_role("button", name="Probar conexión").click()
    expect(pagina.get_by_text("No se puede enviar con estos datos")).to_be_visible()
    revisar(pagina)

"""The admin in a real browser: Django's stock pages and our sign-in, light and dark."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from portal.auditoria.servicios import registrar
from portal.calendario.models import Festivo
from portal.canales.models import Canal
from portal.usuarios.models import SegundoFactor, Usuario
from tests.conftest import CLAVE
from tests.navegador.conftest import revisar_axe
from tests.navegador.test_consulta import revisar_vistas

Esquema = Literal["light", "dark"]
ESQUEMAS: Sequence[Esquema] = ("light", "dark")
INGRESO = reverse("admin:login")
INICIO = reverse("admin:index")


def revisar_de_django(page: Page) -> None:
    """Nothing serious or critical on a page that is Django's own, light or dark."""
    for esquema in ESQUEMAS:
        page.emulate_media(color_scheme=esquema)
        revisar_axe(page, graves=True)


def dar_la_contrasena(page: Page, servidor: str, nombre: str, clave: str = CLAVE) -> None:
    """Fill in the first step of the sign-in."""
    page.goto(servidor + INGRESO)
    page.get_by_label("Nombre de usuario").fill(nombre)
    page.get_by_label("Contraseña").fill(clave)
    page.get_by_role("button", name="Iniciar sesión").click()


def test_las_paginas_de_django_no_tienen_faltas_graves(
    servidor: str,
    pagina: Page,
    administrador: Usuario,
    operador: Usuario,
    ingresar_como: Callable[[Usuario], None],
) -> None:
    cierre = Festivo.objects.create(fecha=date(2027, 5, 5), nombre="Cierre")
    registrar(cierre, "Lo movió", actor=administrador, cambios={"fecha": ["a", "b"]}, motivo="x")
    canal = Canal.objects.exclude(horarios=None)[0]
    ingresar_como(administrador)
    direcciones = [
        INICIO,
        reverse("admin:app_list", args=["calendario"]),
        reverse("admin:password_change"),
        reverse("admin:codigos_recuperacion"),
        reverse("admin:calendario_festivo_changelist"),
        f"{reverse('admin:calendario_festivo_changelist')}?q=cierre",
        reverse("admin:calendario_festivo_add"),
        reverse("admin:calendario_festivo_change", args=[cierre.pk]),
        reverse("admin:calendario_festivo_delete", args=[cierre.pk]),
        reverse("admin:calendario_festivo_history", args=[cierre.pk]),
        reverse("admin:canales_canal_change", args=[canal.pk]),
        reverse("admin:usuarios_usuario_changelist"),
        reverse("admin:usuarios_usuario_add"),
        reverse("admin:usuarios_usuario_change", args=[operador.pk]),
        reverse("admin:auth_user_password_change", args=[operador.pk]),
        reverse("admin:auth_group_changelist"),
        reverse("admin:auditoria_evento_changelist"),
    ]
    for direccion in direcciones:
        respuesta = pagina.goto(servidor + direccion)
        assert respuesta is not None
        assert respuesta.status == 200, direccion
        revisar_de_django(pagina)


def test_un_formulario_con_errores_y_los_avisos_tampoco(
    servidor: str,
    pagina: Page,
    administrador: Usuario,
    ingresar_como: Callable[[Usuario], None],
) -> None:
    ingresar_como(administrador)
    pagina.goto(servidor + reverse("admin:calendario_festivo_add"))
    pagina.get_by_role("button", name="Grabar", exact=True).click()
    expect(pagina.locator(".errornote")).to_be_visible()
    revisar_de_django(pagina)
    pagina.get_by_label("Fecha").first.fill("05/05/2027")
    pagina.get_by_label("Nombre").fill("Cierre")
    pagina.get_by_role("button", name="Grabar", exact=True).click()
    expect(pagina.locator(".messagelist .success")).to_contain_text("Se agregó «")
    revisar_de_django(pagina)


def test_el_tema_se_puede_elegir_a_mano(
    servidor: str,
    pagina: Page,
    operador: Usuario,
    ingresar_como: Callable[[Usuario], None],
) -> None:
    ingresar_como(operador)
    pagina.goto(servidor + INICIO)
    boton = pagina.locator("button.theme-toggle").first
    vistos = set()
    for _ in range(3):
        boton.click()
        vistos.add(pagina.locator("html").get_attribute("data-theme"))
        revisar_axe(pagina, graves=True)
    assert vistos == {"auto", "light", "dark"}


@pytest.mark.usefixtures("transactional_db")
def test_el_ingreso_y_sus_errores_no_tienen_faltas_graves(
    servidor: str, pagina: Page, operador: Usuario
) -> None:
    pagina.goto(servidor + INGRESO)
    revisar_de_django(pagina)
    dar_la_contrasena(pagina, servidor, "operador", "mala")
    expect(pagina.locator(".errornote")).to_be_visible()
    revisar_de_django(pagina)


@pytest.mark.usefixtures("transactional_db")
def test_al_quinto_fallo_sale_la_pagina_de_espera(
    servidor: str, pagina: Page, operador: Usuario
) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        dar_la_contrasena(pagina, servidor, "operador", "mala")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Ha hecho demasiados intentos")
    revisar_vistas(pagina)


@pytest.mark.usefixtures("transactional_db")
def test_la_primera_vez_se_inscribe_la_aplicacion_y_se_guardan_los_codigos(
    servidor: str, pagina: Page
) -> None:
    nuevo = Usuario.objects.create_user("nuevo", password=CLAVE, is_staff=True)
    dar_la_contrasena(pagina, servidor, "nuevo")
    expect(pagina.locator("svg.codigo-qr")).to_be_visible()
    revisar_vistas(pagina)
    pagina.get_by_label("Código de la aplicación").fill("12")
    pagina.get_by_role("button", name="Activar").click()
    expect(pagina.get_by_text("El código tiene seis dígitos.")).to_be_visible()
    revisar_vistas(pagina)
    codigo = SegundoFactor.objects.get(user=nuevo).codigo_actual()
    pagina.get_by_label("Código de la aplicación").fill(codigo)
    pagina.get_by_role("button", name="Activar").click()
    codigos = pagina.locator(".codigos-recuperacion code").all_text_contents()
    assert len(codigos) == 10
    revisar_vistas(pagina)
    pagina.get_by_role("link", name="Ya los guardé, continuar").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Inicio")

    pagina.context.clear_cookies()
    dar_la_contrasena(pagina, servidor, "nuevo")
    pagina.get_by_label("Código").fill(codigo)
    pagina.get_by_role("button", name="Verificar e ingresar").click()
    expect(pagina.get_by_text("ya se usó")).to_be_visible()
    revisar_vistas(pagina)


@pytest.mark.usefixtures("transactional_db")
def test_perdido_el_telefono_se_entra_con_un_codigo_de_recuperacion_y_sin_javascript(
    servidor: str, browser: Browser, administrador: Usuario
) -> None:
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    page = contexto.new_page()
    nuevo = Usuario.objects.create_user("nuevo", password=CLAVE, is_staff=True)
    dar_la_contrasena(page, servidor, "nuevo")
    codigo = SegundoFactor.objects.get(user=nuevo).codigo_actual()
    page.get_by_label("Código de la aplicación").fill(codigo)
    page.get_by_role("button", name="Activar").click()
    recuperacion = page.locator(".codigos-recuperacion code").first.text_content()
    assert recuperacion
    page.context.clear_cookies()
    dar_la_contrasena(page, servidor, "nuevo")
    page.get_by_role("button", name="Ingresar con otro usuario").click()
    expect(page.get_by_label("Nombre de usuario")).to_be_visible()
    dar_la_contrasena(page, servidor, "nuevo")
    page.get_by_label("Código").fill(recuperacion.lower())
    page.get_by_role("button", name="Verificar e ingresar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inicio")
    contexto.close()


def test_quitar_el_segundo_factor_pide_confirmacion(
    servidor: str,
    pagina: Page,
    administrador: Usuario,
    operador: Usuario,
    ingresar_como: Callable[[Usuario], None],
) -> None:
    ingresar_como(administrador)
    pagina.goto(f"{servidor}{reverse('admin:usuarios_usuario_changelist')}?q=operador")
    pagina.locator("input.action-select").check()
    pagina.get_by_label("Acción:").select_option(label="Quitar el segundo factor")
    pagina.get_by_role("button", name="Ir").click()
    expect(pagina.get_by_text("Se aplicará a 1 fila")).to_be_visible()
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Sí, continuar").click()
    expect(pagina.locator(".messagelist .success")).to_be_visible()
    assert not SegundoFactor.objects.filter(user=operador).exists()

"""The screens of verified users in a real browser: accessible, and an act with its reason."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from contrasenas.enums import EstadoVerificado
from contrasenas.models import UsuarioVerificado
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.activacion.recetas import (
    activar,
    con_documento,
    con_envio,
    entregar,
    entregar_prueba,
)
from tests.contrasenas.recetas import crear_camara
from tests.navegador.conftest import revisar_axe

LISTA = "/admin/contrasenas/usuarioverificado/"


@pytest.fixture
def operadora(transactional_db: None) -> Usuario:
    """Who works for a chamber with a real verified user and a test's."""
    camara = crear_camara("04")
    usuario = crear_personal("operadora", Rol.OPERADOR_CONTRASENAS)
    camara.personal.add(usuario)
    entregada = entregar(camara)
    con_envio(entregada)
    camara.credencial = con_documento(entregada).credencial
    camara.save()
    activar(Client(), entregada)
    activar(Client(), entregar_prueba(camara))
    return usuario


def revisar(pagina: Page) -> None:
    """Look for violations on a desk, and for what does not fit on a telephone."""
    pagina.set_viewport_size({"width": 1280, "height": 900})
    revisar_axe(pagina)
    pagina.set_viewport_size({"width": 320, "height": 800})
    revisar_axe(pagina)


def test_se_ve_la_evidencia_y_se_anula_con_motivo(
    servidor: str, pagina: Page, operadora: Usuario, ingresar_como: Callable[[Usuario], None]
) -> None:
    ingresar_como(operadora)
    usuario = UsuarioVerificado.objects.get(es_prueba=False)
    pagina.goto(servidor + LISTA)
    revisar(pagina)
    pagina.goto(f"{servidor}{LISTA}{usuario.pk}/change/")
    revisar(pagina)
    pagina.get_by_role("link", name="Hoja de evidencia").click()
    revisar(pagina)
    with pagina.expect_download() as bajada:
        pagina.get_by_role("button", name="Descargar PDF firmado").click()
    assert bajada.value.suggested_filename == f"evidencia-{usuario.pk}.pdf"
    pagina.goto(f"{servidor}{LISTA}{usuario.pk}/change/")
    pagina.get_by_role("button", name="Anular").click()
    revisar(pagina)
    pagina.get_by_label("Motivo").fill("Lo pidió la persona")
    pagina.get_by_role("button", name="Sí, continuar").click()
    expect(pagina.locator(".messagelist")).to_contain_text("Anulado: 1")
    pagina.get_by_role("link", name="Anular todo lo de prueba (1)").click()
    revisar(pagina)
    pagina.get_by_role("button", name="Sí, anular").click()
    expect(pagina.locator(".messagelist")).to_contain_text("Usuarios de prueba anulados: 1")
    estados = set(UsuarioVerificado.objects.values_list("estado", flat=True))
    assert estados == {EstadoVerificado.ANULADO}

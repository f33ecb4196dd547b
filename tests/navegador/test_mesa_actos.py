"""The staff's pages around a case in a real browser: axe, without JavaScript, by keyboard."""

from collections.abc import Callable
from typing import Final

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from mesa_ayuda.casos import abrir_caso, agregar_participante, vincular
from mesa_ayuda.enums import Estado, Grado, Via
from mesa_ayuda.models import Caso, Contacto, Novedad
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_agente, crear_caso, crear_cliente, crear_cuenta
from tests.navegador.conftest import revisar_axe
from tests.navegador.test_consulta import tabular_hasta

IngresarComo = Callable[[Usuario], None]
ACTOS: Final = (
    *("asignar", "prioridad", "clasificar", "estado"),
    *("fusionar", "vinculos", "participantes", "plazos"),
)


@pytest.fixture
def caso(transactional_db: None) -> Caso:
    """A case with its clocks, in copy to somebody and linked to another of the same customer."""
    cliente = crear_cliente("ana@transportes.example", cuenta=crear_cuenta(), first_name="Ana")
    caso = abrir_caso(
        asunto="El token no firma",
        descripcion="Sale un error.",
        via=Via.WEB,
        contacto=cliente,
        impacto=Grado.ALTO,
        urgencia=Grado.MEDIO,
    )
    agregar_participante(caso=caso, correo="jefe@transportes.example", actor=None)
    vincular(caso=caso, otro=crear_caso(cliente), actor=None)
    return caso


def url(acto: str, caso: Caso) -> str:
    return reverse(f"admin:mesa_ayuda_caso_{acto}", args=[caso.pk])


def revisar(pagina: Page, *, graves: bool = False) -> None:
    """Check the page on a phone by night and on a desk by day."""
    for ancho, esquema in ((320, "dark"), (1280, "light")):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        pagina.emulate_media(color_scheme=esquema, reduced_motion="reduce")  # type: ignore[arg-type]
        cabe = "document.documentElement.scrollWidth <= window.innerWidth"
        assert pagina.evaluate(cabe), (pagina.url, ancho)
        revisar_axe(pagina, graves=graves)


def test_los_actos_y_sus_errores_son_accesibles_y_caben(
    pagina: Page, servidor: str, caso: Caso, ingresar_como: IngresarComo
) -> None:
    ingresar_como(crear_agente("agente"))
    lista = reverse("admin:mesa_ayuda_caso_changelist")
    nuevo = reverse("admin:mesa_ayuda_caso_nuevo")
    for direccion in (lista, nuevo, *(url(acto, caso) for acto in ("change", *ACTOS))):
        pagina.goto(servidor + direccion)
        revisar(pagina)
    for acto, boton in (("fusionar", "Continuar"), ("estado", "Cambiar el estado")):
        pagina.goto(servidor + url(acto, caso))
        pagina.get_by_role("button", name=boton).click()
        expect(pagina.locator(".errornote")).to_be_visible()
        revisar(pagina)
    pagina.goto(servidor + nuevo)
    pagina.get_by_role("button", name="Abrir el caso").click()
    expect(pagina.get_by_text("Escriba el nombre de la persona.")).to_be_visible()
    revisar(pagina)


def test_los_filtros_estan_sobre_la_lista_y_se_abren_si_alguno_esta_puesto(
    pagina: Page, servidor: str, caso: Caso, ingresar_como: IngresarComo
) -> None:
    ingresar_como(crear_agente("agente"))
    lista = servidor + reverse("admin:mesa_ayuda_caso_changelist")
    pagina.goto(f"{lista}?cola=abiertas")
    expect(pagina.get_by_role("link", name="2 - Alta")).to_be_hidden()
    pagina.get_by_text("Filtros", exact=True).click()
    pagina.get_by_role("link", name="2 - Alta").click()
    expect(pagina.get_by_role("link", name="2 - Alta")).to_be_visible()
    expect(pagina.get_by_role("link", name=caso.numero)).to_be_visible()
    revisar(pagina)
    pagina.get_by_role("link", name="Borrar todos los filtros").click()
    expect(pagina.get_by_role("link", name="2 - Alta")).to_be_hidden()


def test_las_fichas_de_la_mesa_no_tienen_faltas_graves(
    pagina: Page, servidor: str, caso: Caso, ingresar_como: IngresarComo
) -> None:
    ingresar_como(crear_personal("oficina", Rol.ADMINISTRADOR))
    contacto = Contacto.objects.get(usuario=caso.contacto)
    novedad = Novedad.objects.all()[0]
    for nombre, clave in (("contacto", contacto.pk), ("novedad", novedad.pk), ("nivel", 1)):
        direccion = reverse(f"admin:mesa_ayuda_{nombre}_change", args=[clave])
        pagina.goto(servidor + direccion)
        revisar(pagina, graves=True)


def test_sin_javascript_se_clasifica_se_prioriza_se_vincula_y_se_resuelve(
    browser: Browser, servidor: str, caso: Caso, ingresar_como: IngresarComo, pagina: Page
) -> None:
    ingresar_como(crear_agente("agente"))
    contexto = browser.new_context(
        java_script_enabled=False, storage_state=pagina.context.storage_state()
    )
    sin = contexto.new_page()
    sin.goto(servidor + url("clasificar", caso))
    novedad = Novedad.objects.select_related("producto__servicio")[0]
    sin.get_by_label("Servicio").select_option(str(novedad.producto.servicio_id))
    sin.get_by_label("Producto").select_option(str(novedad.producto_id))
    sin.get_by_label("Novedad a reportar").select_option(str(novedad.pk))
    sin.get_by_role("button", name="Clasificar").click()
    expect(sin.get_by_text("El caso quedó clasificado")).to_be_visible()
    sin.locator("summary", has_text="Cambiar la prioridad").click()
    sin.get_by_label("Impacto").select_option(str(Grado.ALTO.value))
    sin.get_by_label("Urgencia").select_option(str(Grado.ALTO.value))
    sin.get_by_role("button", name="Cambiar la prioridad").click()
    expect(sin.get_by_text("La prioridad es «1 - Crítica».")).to_be_visible()
    otro = crear_caso(caso.contacto)
    sin.get_by_role("link", name="Vincular").click()
    sin.get_by_label("Número del otro caso").fill(otro.numero)
    sin.get_by_role("button", name="Vincular").click()
    expect(sin.get_by_text(f"Quedó vinculado con {otro.numero}.")).to_be_visible()
    sin.locator("summary", has_text="Cambiar el estado").click()
    sin.get_by_label("Nuevo estado").select_option(Estado.RESUELTO)
    sin.get_by_label("Mensaje para el cliente").fill("Quedó listo.")
    sin.get_by_role("button", name="Cambiar el estado").click()
    expect(sin.get_by_text("se escribió al cliente")).to_be_visible()
    contexto.close()


def test_con_el_teclado_se_asigna_y_se_responde(
    pagina: Page, servidor: str, caso: Caso, ingresar_como: IngresarComo
) -> None:
    agente = crear_agente("agente")
    ingresar_como(agente)
    pagina.goto(servidor + url("change", caso))
    tabular_hasta(pagina, ".actos-caso summary")
    pagina.keyboard.press("Enter")
    tabular_hasta(pagina, "[name=asignar-a]")
    pagina.keyboard.type("agente")
    tabular_hasta(pagina, "form[action$='/asignar/'] [type=submit]")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_text("El caso quedó asignado a Agente")).to_be_visible()
    tabular_hasta(pagina, "[name=respuesta-texto]")
    pagina.keyboard.type("Reinicie el equipo.")
    tabular_hasta(pagina, "[value=responder]")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_text("Envió la respuesta al cliente.")).to_be_visible()
    caso.refresh_from_db()
    assert (caso.asignado, caso.estado) == (agente, Estado.ABIERTO)

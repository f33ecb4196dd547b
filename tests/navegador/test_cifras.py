"""The help desk's figures in a real browser: on a telephone and a desk, light and dark."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Producto
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.cifras.recetas import crear_medido
from tests.mesa_ayuda.recetas import crear_agente
from tests.navegador.test_consulta import revisar_vistas


def crear_casos() -> None:
    """Make forty cases of three agents, every product and every open state."""
    ahora, agentes = timezone.now(), [crear_agente(f"agente{n}") for n in range(3)]
    productos = [*Producto.objects.all(), None]
    for n in range(40):
        crear_medido(
            ahora - timedelta(days=n),
            puntaje=n % 5 + 1 if n % 3 else None,
            asignado=agentes[n % 3] if n % 7 else None,
            producto=productos[n % len(productos)],
            estado=(Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA, Estado.CERRADO)[n % 4],
            minutos_respuesta=n * 13,
            respuesta_a_tiempo=n % 4 != 0,
            minutos_solucion=n * 131,
            solucion_a_tiempo=n % 3 != 0,
        )


def test_las_cifras_se_leen_en_cualquier_pantalla(
    servidor: str, pagina: Page, ingresar_como: Callable[[Usuario], None]
) -> None:
    crear_casos()
    ingresar_como(crear_agente("supervisora", Rol.SUPERVISOR))
    pagina.goto(servidor + reverse("admin:mesa_ayuda_caso_changelist"))
    pagina.get_by_role("link", name="Cifras", exact=True).click()
    expect(pagina.get_by_role("img", name="Abiertos, por estado")).to_be_visible()
    pagina.get_by_text("Ver como tabla: Satisfacción").click()
    revisar_vistas(pagina)

    pagina.get_by_label("Casos abiertos en").select_option("Otras fechas")
    pagina.get_by_role("button", name="Ver cifras").click()
    expect(pagina.get_by_text("Escriba la fecha.")).to_have_count(2)
    revisar_vistas(pagina)

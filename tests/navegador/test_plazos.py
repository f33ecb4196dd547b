"""«¿Por qué vence entonces?» in a real browser: on a telephone and a desk, light and dark."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.urls import reverse
from playwright.sync_api import Page, expect

from mesa_ayuda.enums import Estado, Prioridad
from mesa_ayuda.models import Caso, Escalamiento, ReglaEscalamiento
from mesa_ayuda.relojes.servicios import recalcular
from portal.calendario.tiempo_habil import BOGOTA
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso
from tests.navegador.test_consulta import revisar_vistas

SABADO = datetime(2026, 12, 5, 10, tzinfo=BOGOTA)


def caso_con_pausa() -> Caso:
    """Make a case of a Saturday that waited for its customer until Monday; Tuesday is a holiday."""
    caso = crear_caso(prioridad=Prioridad.ALTA)
    Caso.objects.filter(pk=caso.pk).update(creado=SABADO, estado=Estado.ABIERTO)
    for de, a, horas in (
        (Estado.NUEVO, Estado.ESPERA, 2),
        (Estado.ESPERA, Estado.ABIERTO, 53),
    ):
        caso.cambios_estado.create(de=de, a=a, momento=SABADO + timedelta(hours=horas))
    recalcular(caso=caso)
    return caso


def test_la_explicacion_se_lee_en_cualquier_pantalla(
    servidor: str, pagina: Page, ingresar_como: Callable[[Usuario], None]
) -> None:
    caso = caso_con_pausa()
    Escalamiento.objects.create(
        caso=caso, regla=ReglaEscalamiento.objects.all()[0], vencimiento=SABADO, nivel_anterior=1
    )
    ingresar_como(crear_agente())
    pagina.goto(servidor + reverse("admin:mesa_ayuda_caso_plazos", args=[caso.pk]))
    expect(pagina.get_by_role("heading", level=1)).to_contain_text(caso.numero)
    expect(pagina.get_by_role("row", name="martes 8 de diciembre")).to_contain_text("no cuenta")
    expect(pagina.get_by_role("heading", name="Solución: 09/12/2026 13:00")).to_be_visible()
    revisar_vistas(pagina)

"""Open cases follow the hours, holidays and targets that staff change, a minute or two later."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from mesa_ayuda.enums import Prioridad
from mesa_ayuda.models import Caso, FranjaHoraria, MetaAtencion
from mesa_ayuda.relojes.servicios import recalcular
from mesa_ayuda.relojes.tasks import vigilar_relojes
from mesa_ayuda.relojes.vigilancia import ESPERA
from portal.calendario.memoria import olvidar_todo
from portal.calendario.models import Festivo
from portal.calendario.tiempo_habil import BOGOTA
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
MIERCOLES = datetime(2026, 12, 9, 10, tzinfo=BOGOTA)


@pytest.fixture
def caso(monkeypatch: pytest.MonkeyPatch) -> Caso:
    """An open case of Wednesday 10:00, due on Thursday at 10:00, under watch."""
    caso = crear_caso(prioridad=Prioridad.ALTA)
    Caso.objects.filter(pk=caso.pk).update(creado=MIERCOLES)
    caso.refresh_from_db()
    recalcular(caso=caso)
    dejar_pasar()
    return caso


def dejar_pasar() -> None:
    """Let three minutes go by, with the task at each."""
    for minuto in range(3):
        with time_machine.travel(MIERCOLES + minuto * timedelta(seconds=ESPERA), tick=False):
            vigilar_relojes()
        # What processes remember is by then too old.
        olvidar_todo()


def solucion(caso: Caso) -> datetime | None:
    """When the solution is due, from the row."""
    return Caso.objects.values_list("vence_solucion", flat=True).get(pk=caso.pk)


def test_un_cierre_propio_corre_el_vencimiento_de_los_casos_abiertos(caso: Caso) -> None:
    assert solucion(caso) == MIERCOLES + timedelta(days=1)
    Festivo.objects.create(fecha=date(2026, 12, 10), nombre="Inventario")
    dejar_pasar()
    assert solucion(caso) == MIERCOLES + timedelta(days=2)


def test_una_meta_nueva_y_un_horario_nuevo_tambien(caso: Caso) -> None:
    MetaAtencion.objects.filter(prioridad=Prioridad.ALTA).update(minutos_solucion=120)
    dejar_pasar()
    assert solucion(caso) == MIERCOLES + timedelta(hours=2)
    FranjaHoraria.objects.filter(dia_semana=2).update(cierra="11:00")
    dejar_pasar()
    assert solucion(caso) == MIERCOLES.replace(day=10, hour=8)


def test_lo_que_acaba_de_cambiar_espera_a_que_ningun_proceso_recuerde_lo_anterior(
    caso: Caso,
) -> None:
    MetaAtencion.objects.filter(prioridad=Prioridad.ALTA).update(minutos_solucion=120)
    with time_machine.travel(MIERCOLES, tick=False) as reloj:
        vigilar_relojes()
        olvidar_todo()
        reloj.shift(ESPERA - 1)
        vigilar_relojes()
        assert solucion(caso) == MIERCOLES + timedelta(days=1)
        reloj.shift(1)
        vigilar_relojes()
        assert solucion(caso) == MIERCOLES + timedelta(hours=2)


def test_sin_cambios_no_se_recalcula_nada(caso: Caso) -> None:
    Caso.objects.filter(pk=caso.pk).update(vence_solucion=None)
    dejar_pasar()
    assert solucion(caso) is None

"""What the database itself refuses of hours, targets, levels and rules that escalate."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from mesa_ayuda.enums import DiaSemana, Prioridad, Reloj
from mesa_ayuda.models import (
    Cuenta,
    Escalamiento,
    FranjaHoraria,
    Horario,
    MetaAtencion,
    Nivel,
    ReglaEscalamiento,
)
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def horario() -> Horario:
    """Opening hours without frames."""
    return Horario.objects.create(nombre="Horario inventado")


def test_dos_horarios_no_se_llaman_igual(horario: Horario) -> None:
    with rechaza("mesa_ayuda_horario_nombre_key"):
        Horario.objects.create(nombre=horario.nombre, continuo=True)


@pytest.mark.parametrize(("abre", "cierra"), [(12, 8), (8, 8)])
def test_una_franja_abre_antes_de_cerrar(horario: Horario, abre: int, cierra: int) -> None:
    with rechaza("franja_abre_antes"):
        FranjaHoraria.objects.create(
            horario=horario, dia_semana=0, abre=time(abre), cierra=time(cierra)
        )


def test_dos_franjas_de_un_dia_no_abren_a_la_misma_hora(horario: Horario) -> None:
    def crear(dia: DiaSemana, abre: int) -> FranjaHoraria:
        return FranjaHoraria.objects.create(
            horario=horario, dia_semana=dia, abre=time(abre), cierra=time(19)
        )

    lunes = crear(DiaSemana.LUNES, 8)
    with rechaza("franja_unica"):
        crear(DiaSemana.LUNES, 8)
    crear(DiaSemana.LUNES, 14)
    crear(DiaSemana.MARTES, 8)
    assert str(lunes) == "lunes 08:00–19:00"


def test_hay_una_meta_por_prioridad_y_cuenta_y_una_sin_cuenta(
    horario: Horario, cuenta: Cuenta
) -> None:
    MetaAtencion.objects.all().delete()
    for prioridad in Prioridad:
        MetaAtencion.objects.create(prioridad=prioridad, horario=horario)
    MetaAtencion.objects.create(prioridad=Prioridad.ALTA, horario=horario, cuenta=cuenta)
    with rechaza("meta_unica"):
        MetaAtencion.objects.create(prioridad=Prioridad.ALTA, horario=horario)
    with rechaza("meta_unica"):
        MetaAtencion.objects.create(prioridad=Prioridad.ALTA, horario=horario, cuenta=cuenta)
    with rechaza("meta_prioridad"):
        MetaAtencion.objects.create(prioridad=5, horario=horario, cuenta=cuenta)
    with pytest.raises(ProtectedError), transaction.atomic():
        horario.delete()


@pytest.mark.parametrize("numero", [0, 4])
def test_hay_tres_niveles(numero: int) -> None:
    with rechaza("nivel_numero"):
        Nivel.objects.create(numero=numero, nombre="Otro")
    with rechaza("mesa_ayuda_nivel_numero_key"):
        Nivel.objects.create(numero=1, nombre="Otro")
    assert str(Nivel.objects.get(numero=2)) == "Nivel 2: Supervisor de Soporte"


def test_una_regla_es_de_un_reloj_que_existe_y_no_se_repite() -> None:
    nivel = Nivel.objects.get(numero=2)
    with rechaza("regla_reloj"):
        ReglaEscalamiento.objects.create(reloj="arena", minutos=7, nivel=nivel)
    datos = {"reloj": Reloj.ACTUALIZACION, "minutos": 7, "nivel": nivel}
    regla = ReglaEscalamiento.objects.create(**datos)
    with rechaza("regla_unica"):
        ReglaEscalamiento.objects.create(**datos, activa=False)
    alta = ReglaEscalamiento.objects.create(**datos, prioridad=Prioridad.ALTA)
    with rechaza("regla_unica"):
        ReglaEscalamiento.objects.create(**datos, prioridad=Prioridad.ALTA)
    assert str(regla) == "Actualización +7 min → Nivel 2: Supervisor de Soporte"
    assert alta.pk != regla.pk


def test_una_regla_se_cumple_una_vez_por_vencimiento() -> None:
    regla = ReglaEscalamiento.objects.all()[0]
    caso, vence = crear_caso(), timezone.now()
    datos = {"caso": caso, "regla": regla, "nivel_anterior": 1}
    Escalamiento.objects.create(**datos, vencimiento=vence)
    with rechaza("escalamiento_una_vez"):
        Escalamiento.objects.create(**datos, vencimiento=vence)
    Escalamiento.objects.create(**datos, vencimiento=vence + timedelta(hours=1))
    with pytest.raises(ProtectedError), transaction.atomic():
        regla.delete()

"""Seeding the holidays, and business days with those of the database."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from portal.calendario import servicios
from portal.calendario.enums import OrigenFestivo
from portal.calendario.models import Festivo
from portal.calendario.tasks import sembrar_festivos

pytestmark = pytest.mark.django_db

CHIQUINQUIRA = date(2026, 7, 13)
VIERNES = date(2026, 7, 10)


def test_la_migracion_deja_los_festivos_de_2016_en_adelante() -> None:
    de_ley = Festivo.objects.filter(origen=OrigenFestivo.LEY)
    assert de_ley.filter(fecha__year=2016).count() == 18
    assert de_ley.filter(fecha__year=2026).count() == 19
    assert de_ley.filter(fecha=CHIQUINQUIRA, activo=True).exists()


def test_sembrar_agrega_los_que_faltan_y_repetir_no_agrega_ninguno() -> None:
    assert servicios.sembrar_festivos(anios=[2040, 2041]) > 30
    antes = list(Festivo.objects.values_list("pk", flat=True))
    assert servicios.sembrar_festivos(anios=[2040, 2041]) == 0
    assert list(Festivo.objects.values_list("pk", flat=True)) == antes


def test_sembrar_no_revive_el_que_el_personal_apago() -> None:
    Festivo.objects.filter(fecha=CHIQUINQUIRA).update(activo=False)
    servicios.sembrar_festivos(anios=[2026])
    assert not Festivo.objects.get(fecha=CHIQUINQUIRA).activo


def test_sembrar_respeta_un_cierre_propio_en_la_misma_fecha() -> None:
    Festivo.objects.create(fecha=date(2042, 1, 1), nombre="Inventario")
    servicios.sembrar_festivos(anios=[2042])
    cierre = Festivo.objects.get(fecha=date(2042, 1, 1))
    assert (cierre.nombre, cierre.origen) == ("Inventario", OrigenFestivo.PROPIO)


@time_machine.travel("2026-12-31 20:00-05:00", tick=False)
def test_la_tarea_anual_siembra_este_anio_y_los_tres_que_siguen() -> None:
    Festivo.objects.all().delete()
    sembrar_festivos()
    anios = {dia.year for dia in Festivo.objects.values_list("fecha", flat=True)}
    assert anios == {2026, 2027, 2028, 2029}


def test_los_dias_habiles_se_cuentan_con_los_festivos_de_la_tabla() -> None:
    assert servicios.sumar_dias_habiles(VIERNES, 1) == date(2026, 7, 14)
    assert servicios.dias_habiles_entre(VIERNES, date(2026, 7, 14)) == 1


def test_un_festivo_apagado_vuelve_a_ser_habil() -> None:
    Festivo.objects.filter(fecha=CHIQUINQUIRA).update(activo=False)
    assert servicios.sumar_dias_habiles(VIERNES, 1) == CHIQUINQUIRA


def test_un_cierre_propio_cuenta_como_festivo() -> None:
    Festivo.objects.create(fecha=date(2026, 7, 14), nombre="Traslado de sede")
    assert servicios.sumar_dias_habiles(VIERNES, 1) == date(2026, 7, 15)


def test_los_festivos_se_leen_de_la_base_una_vez(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    servicios.festivos()
    with django_assert_num_queries(0):
        servicios.festivos()
        servicios.sumar_dias_habiles(VIERNES, 8)


def test_los_proximos_festivos_van_en_orden_con_sus_dos_extremos() -> None:
    proximos = servicios.proximos_festivos(desde=CHIQUINQUIRA, hasta=date(2026, 8, 7))
    assert [dia for dia, _nombre in proximos] == [
        CHIQUINQUIRA,
        date(2026, 7, 20),
        date(2026, 8, 7),
    ]


@pytest.mark.parametrize(
    "fila",
    [
        Festivo(fecha=CHIQUINQUIRA, nombre="Repetido"),
        Festivo(fecha=date(2050, 1, 1), nombre="De quién", origen="otro"),
    ],
)
def test_la_base_rechaza_fechas_repetidas_y_origenes_desconocidos(fila: Model) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        fila.save()


def test_los_apagados_no_estan_entre_los_activos() -> None:
    Festivo.objects.filter(fecha=CHIQUINQUIRA).update(activo=False)
    julio = Festivo.objects.filter(fecha__year=2026, fecha__month=7)
    assert [f.fecha for f in julio.activos()] == [date(2026, 7, 20)]
    assert str(julio.get(activo=False)).startswith("13/07/2026 ")

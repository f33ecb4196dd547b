"""Ninety days of cases: coherent, judged by the clocks, and enough for lists and figures."""

from datetime import timedelta

import pytest
from django.db.models import F, Q
from django.utils import timezone

from mesa_ayuda.cifras.cifras import Periodo, reunir
from mesa_ayuda.demo import cargar
from mesa_ayuda.demo.historia import CUANTOS, DIAS, episodios
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso, Encuesta, Mensaje
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario

pytestmark = pytest.mark.django_db


def test_los_casos_se_reparten_en_noventa_dias_y_siempre_son_los_mismos() -> None:
    hoy = timezone.localdate()
    hechos = list(episodios(hoy))
    assert hechos == list(episodios(hoy))
    assert len(hechos) == CUANTOS
    edades = [(hoy - episodio.creado.date()).days for episodio in hechos]
    assert edades == sorted(edades, reverse=True)
    assert (min(edades) <= 2, DIAS - 3 <= max(edades) <= DIAS + 1) == (True, True)
    assert all(episodio.creado.weekday() < 6 for episodio in hechos)


def test_las_fechas_van_en_orden_y_ninguna_es_futura(agente: Usuario) -> None:
    casos = Caso.objects.filter(formulario__isnull=False, tipo="soporte")
    assert casos.count() == CUANTOS
    desordenados = casos.filter(
        Q(respondido_en__lt=F("creado"))
        | Q(resuelto_en__lt=F("respondido_en"))
        | Q(cerrado_en__lt=F("resuelto_en"))
        | Q(actualizado__gt=timezone.now())
    )
    assert not desordenados.exists()
    assert not Mensaje.objects.filter(creado__lt=F("caso__creado")).exists()
    for caso in casos.prefetch_related("cambios_estado"):
        assert caso.cambios_estado.all().reverse()[0].a == caso.estado


def test_las_cifras_tienen_que_contar(agente: Usuario) -> None:
    ahora = timezone.now()
    periodo = Periodo(ahora - timedelta(days=DIAS + 5), ahora, {})
    cifras = reunir(periodo, ahora=ahora)
    assert cifras.total.casos > CUANTOS * 0.8
    assert cifras.total.respuesta.juzgados > CUANTOS * 0.7
    # Neither a desk that never fails nor one that always does.
    porcentaje = cifras.total.solucion.porcentaje
    assert porcentaje is not None
    assert 40 < porcentaje < 100
    assert cifras.total.opiniones == Encuesta.objects.exclude(puntaje=None).count() > 10
    assert len(cifras.por_producto) >= 4


def test_nada_del_pasado_sale_por_correo_ni_se_repite(agente: Usuario) -> None:
    enviados, casos = CorreoSaliente.objects.count(), Caso.objects.count()
    cargar()
    assert (CorreoSaliente.objects.count(), Caso.objects.count()) == (enviados, casos)
    asuntos = set(CorreoSaliente.objects.values_list("asunto", flat=True))
    pasados = Caso.objects.filter(tipo="soporte", formulario__isnull=False)
    assert not [a for a in asuntos for caso in pasados if caso.numero in a]


def test_lo_reciente_sigue_abierto(agente: Usuario) -> None:
    abiertos = Caso.objects.abiertos().filter(tipo="soporte", formulario__isnull=False)
    assert abiertos.count() >= 3
    cerrados = Caso.objects.filter(estado=Estado.CERRADO)
    assert cerrados.count() > CUANTOS * 0.6

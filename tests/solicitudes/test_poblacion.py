"""What the benchmarks are measured on looks like what the portal writes."""

import pytest

from solicitudes.enums import EstadoSolicitud
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud
from solicitudes.serial import normalizar
from tests.rendimiento.poblacion import poblar


@pytest.mark.django_db
def test_la_poblacion_tiene_las_solicitudes_pedidas_y_sus_estados_siguen_de_sus_pasos() -> None:
    poblar(300)
    assert Solicitud.objects.count() == 300
    assert Paso.objects.count() == 1200
    assert Persona.objects.count() == Orden.objects.count() == 100
    emitidas = set(Certificado.objects.values_list("solicitud", flat=True))
    for solicitud in Solicitud.objects.prefetch_related("pasos"):
        estados = [paso.estado for paso in solicitud.pasos.all()]
        assert solicitud.estado == Solicitud.estado_segun_pasos(
            estados, emitido=solicitud.pk in emitidas
        )
    assert set(Solicitud.objects.values_list("estado", flat=True)) >= {
        *(EstadoSolicitud.FINALIZADA, EstadoSolicitud.RECHAZADA, EstadoSolicitud.PENDIENTE_PAGO),
    }


@pytest.mark.django_db
def test_los_seriales_de_la_poblacion_son_canonicos() -> None:
    poblar(30)
    for serial in Certificado.objects.values_list("serial", flat=True):
        assert normalizar(serial, base=16) == serial

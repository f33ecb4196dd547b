"""The periodic cleaning: nothing of a code is kept once it opens nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from solicitudes.codigo_factura import DURACION
from solicitudes.models import CodigoFactura
from solicitudes.servicios_factura import enviar_codigo
from solicitudes.tasks import borrar_codigos_vencidos
from tests.solicitudes.recetas import crear_orden, crear_persona

pytestmark = pytest.mark.django_db


def enviar() -> None:
    enviar_codigo(orden=crear_orden(solicitante=crear_persona(correo="ana@correo.example")))


def test_de_un_codigo_vencido_no_queda_ni_la_huella() -> None:
    enviar()
    with time_machine.travel(timezone.now() + DURACION + timedelta(seconds=1)):
        borrar_codigos_vencidos()
    assert not CodigoFactura.objects.exists()


def test_un_codigo_que_todavia_sirve_se_queda() -> None:
    enviar()
    with time_machine.travel(timezone.now() + DURACION - timedelta(minutes=1)):
        borrar_codigos_vencidos()
    assert CodigoFactura.objects.count() == 1

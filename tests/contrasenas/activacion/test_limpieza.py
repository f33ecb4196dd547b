"""Old PINs and unfinished requests go; what is counted or proves something stays."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from contrasenas.models import Activacion, Camara, Pin, UsuarioVerificado
from contrasenas.tasks import limpiar_activaciones
from tests.contrasenas.activacion.recetas import activar, entregar, hasta_el_pin

pytestmark = pytest.mark.django_db


def test_los_pines_duran_lo_que_se_cuentan(client: Client, camara: Camara) -> None:
    hasta_el_pin(client, entregar(camara))
    with time_machine.travel(timezone.now() + timedelta(minutes=59)):
        limpiar_activaciones()
        assert Pin.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        limpiar_activaciones()
    assert not Pin.objects.exists()
    assert Activacion.objects.count() == 1


def test_al_mes_quedan_solo_las_que_activaron(camara: Camara) -> None:
    activar(Client(), entregar(camara))
    hasta_el_pin(Client(), entregar(camara))
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        limpiar_activaciones()
    assert UsuarioVerificado.objects.get().contrasena == Activacion.objects.get().contrasena

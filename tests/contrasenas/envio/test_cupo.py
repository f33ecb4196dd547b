"""The chamber's quota counts what left, whatever became of the password since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contrasenas.envio.cupo import cupo_de
from contrasenas.models import Camara, CorreoEntregado

pytestmark = pytest.mark.django_db


def test_lo_que_salio_y_se_borro_sigue_contando(camara: Camara) -> None:
    camara.cuota_hora = camara.cuota_dia = 2
    assert cupo_de(camara).libres == 2
    for lugar, hace in enumerate((timedelta(minutes=10), timedelta(minutes=50), timedelta(days=2))):
        CorreoEntregado.objects.create(
            camara=camara, ficha_hash=str(lugar) * 64, enviada_en=timezone.now() - hace
        )
    cupo = cupo_de(camara)
    assert cupo.libres == 0
    assert cupo.hasta is not None
    assert cupo.hasta > timezone.now() + timedelta(hours=22)
    camara.cuota_dia = 10
    cupo = cupo_de(camara)
    assert cupo.hasta is not None
    assert timedelta(minutes=8) < cupo.hasta - timezone.now() < timedelta(minutes=12)

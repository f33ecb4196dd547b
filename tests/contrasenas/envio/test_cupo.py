"""The chamber's quota counts what left, whatever became of the password since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoEnvio
from contrasenas.envio.cupo import Cupo, cupo_de
from contrasenas.models import Camara, CorreoEntregado, Envio, Lote
from tests.contrasenas.envio.conftest import Empacar

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


def salir(lote: Lote, *hace: timedelta) -> None:
    """Make rows of the packet have left so long ago."""
    for envio, lapso in zip(lote.envios.filter(estado="pendiente"), hace, strict=False):
        Envio.objects.filter(pk=envio.pk).update(
            estado=EstadoEnvio.ENVIADO, proximo_intento=None, enviado_en=timezone.now() - lapso
        )


def test_sin_nada_enviado_caben_los_de_la_cuota_menor(camara: Camara) -> None:
    camara.cuota_hora, camara.cuota_dia = 5, 9
    assert cupo_de(camara) == Cupo(5)
    camara.cuota_dia = 3
    assert cupo_de(camara) == Cupo(3)


def test_lo_que_va_en_camino_ocupa_su_lugar_y_lo_que_fallo_no(empacar: Empacar) -> None:
    lote = empacar(4)
    camara = lote.camara
    camara.cuota_hora = 4
    salir(lote, timedelta(minutes=59), timedelta(minutes=61))
    lote.envios.filter(orden=3).update(
        estado=EstadoEnvio.ENVIANDO, proximo_intento=None, reclamado_en=timezone.now()
    )
    lote.envios.filter(orden=4).update(estado=EstadoEnvio.FALLIDO, proximo_intento=None)
    assert cupo_de(camara).libres == 2


def test_dice_cuando_cabra_otro_y_por_que_espera(empacar: Empacar) -> None:
    lote = empacar(3)
    camara = lote.camara
    camara.cuota_hora = 2
    salir(lote, *(timedelta(minutes=m) for m in (50, 20, 10)))
    cupo = cupo_de(camara)
    assert cupo.libres == 0
    assert cupo.motivo == "Se completó la cuota de la cámara: 2 correos por hora."
    # Two of the three must have gone by: the second oldest left 20 minutes ago.
    assert cupo.hasta is not None
    assert timedelta(minutes=39) < cupo.hasta - timezone.now() <= timedelta(minutes=40)


def test_si_se_agotan_las_dos_se_espera_a_la_que_mas_tarda(empacar: Empacar) -> None:
    lote = empacar(1)
    camara = lote.camara
    camara.cuota_hora = camara.cuota_dia = 1
    salir(lote, timedelta(minutes=30))
    cupo = cupo_de(camara)
    assert "por día" in cupo.motivo
    assert cupo.hasta is not None
    assert cupo.hasta > timezone.now() + timedelta(hours=23)


def test_bajar_la_cuota_por_debajo_de_lo_enviado_no_estorba_la_cuenta(empacar: Empacar) -> None:
    lote = empacar(3)
    camara = lote.camara
    salir(lote, *[timedelta(minutes=5)] * 3)
    camara.cuota_hora = 1
    cupo = cupo_de(camara)
    assert cupo.libres == 0
    assert cupo.hasta is not None

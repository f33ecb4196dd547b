"""Claims: how many rows, when not, and what the packet says meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote
from contrasenas.envio import reclamo
from contrasenas.envio.servicios import cancelar_lote, crear_lote_de_prueba
from contrasenas.models import Camara, Contrasena, Envio, Lote
from portal.usuarios.models import Usuario
from tests.contrasenas.envio.conftest import Empacar

# Wednesday 25 November 2026 at 10:00 and at 20:00 in Bogotá.
DE_DIA = datetime(2026, 11, 25, 15, tzinfo=UTC)
DE_NOCHE = datetime(2026, 11, 26, 1, tzinfo=UTC)


def enviados(lote: Lote, hace: timedelta, cuantos: int) -> None:
    """Make the first rows that wait have left so long ago."""
    pks = lote.envios.filter(estado=EstadoEnvio.PENDIENTE).values("pk")[:cuantos]
    Envio.objects.filter(pk__in=list(pks.values_list("pk", flat=True))).update(
        estado=EstadoEnvio.ENVIADO, proximo_intento=None, enviado_en=timezone.now() - hace
    )


def reclamados(lote: Lote) -> int:
    tanda = reclamo.reclamar(lote.pk)
    lote.refresh_from_db()
    return len(tanda.envios) if tanda else 0


def test_se_reclaman_pocas_filas_a_la_vez_y_en_orden(empacar: Empacar) -> None:
    lote = empacar(22)
    primera, segunda = reclamo.reclamar(lote.pk), reclamo.reclamar(lote.pk)
    assert primera
    assert segunda
    assert [e.orden for e in primera.envios] == list(range(1, 21))
    assert [e.orden for e in segunda.envios] == [21, 22]
    assert {(e.estado, e.intentos) for e in primera.envios} == {("enviando", 1)}
    assert reclamo.reclamar(lote.pk) is None


@pytest.mark.parametrize("estado", [EstadoLote.PAUSADO, EstadoLote.DETENIDO, EstadoLote.TERMINADO])
def test_de_un_paquete_que_no_esta_en_curso_no_se_reclama_nada(
    empacar: Empacar, estado: EstadoLote
) -> None:
    lote = empacar(1)
    lote.pasar([EstadoLote.EN_CURSO], estado)
    assert reclamo.reclamar(lote.pk) is None
    assert reclamo.reclamar(lote.pk + 1) is None


def test_fuera_del_horario_legal_el_paquete_espera_y_dice_hasta_cuando(empacar: Empacar) -> None:
    lote = empacar(1)
    Camara.objects.update(respetar_ventana=True)
    with time_machine.travel(DE_NOCHE):
        assert reclamados(lote) == 0
        assert lote.estado == EstadoLote.EN_CURSO
        assert lote.espera_hasta == datetime(2026, 11, 26, 12, tzinfo=UTC)
        assert "Ley 2300 de 2023" in lote.motivo
    with time_machine.travel(datetime(2026, 11, 26, 12, 0, 1, tzinfo=UTC)):
        assert reclamados(lote) == 1
        assert not lote.motivo
        assert Lote.objects.get().espera_hasta is None


def test_la_camara_puede_decidir_no_respetar_el_horario(empacar: Empacar) -> None:
    lote = empacar(1)
    with time_machine.travel(DE_NOCHE):
        assert reclamados(lote) == 1


def test_las_pruebas_no_esperan_el_horario_pero_gastan_cuota(
    emisora: Camara, operadora: Usuario, empacar: Empacar
) -> None:
    real = empacar(3)
    Camara.objects.update(respetar_ventana=True, cuota_hora=3)
    prueba = crear_lote_de_prueba(
        camara=emisora, ano=2026, correo="ana@camara.example", celular="3105550123", actor=operadora
    )
    with time_machine.travel(DE_NOCHE):
        assert reclamados(prueba) == 2
    enviados_de_prueba = prueba.envios.all()
    enviados_de_prueba.update(
        estado=EstadoEnvio.ENVIADO, reclamado_en=None, enviado_en=timezone.now()
    )
    Camara.objects.update(respetar_ventana=False)
    assert reclamados(real) == 1


def test_la_cuota_por_hora_cuenta_lo_enviado_y_lo_que_va_en_camino(empacar: Empacar) -> None:
    lote = empacar(9)
    Camara.objects.update(cuota_hora=5)
    enviados(lote, timedelta(minutes=50), 2)
    enviados(lote, timedelta(minutes=61), 1)
    assert reclamados(lote) == 3
    assert lote.espera_hasta is None
    assert reclamados(lote) == 0
    assert lote.espera_hasta
    espera = lote.espera_hasta - timezone.now()
    assert timedelta(minutes=9) < espera <= timedelta(minutes=10)
    assert lote.motivo == "Se completó la cuota de la cámara: 5 correos por hora."


def test_cuando_solo_falta_lo_que_va_en_camino_se_mira_de_nuevo_pronto(empacar: Empacar) -> None:
    lote = empacar(4)
    Camara.objects.update(cuota_hora=2)
    assert reclamados(lote) == 2
    assert reclamados(lote) == 0
    assert lote.espera_hasta
    assert lote.espera_hasta - timezone.now() <= timedelta(minutes=1)


def test_la_cuota_por_dia_vale_para_todos_los_paquetes_de_la_camara(empacar: Empacar) -> None:
    viejo, nuevo = empacar(3), empacar(3)
    Camara.objects.update(cuota_dia=4)
    enviados(viejo, timedelta(hours=23), 3)
    assert reclamados(nuevo) == 1
    assert reclamados(nuevo) == 0
    assert nuevo.espera_hasta
    espera = nuevo.espera_hasta - timezone.now()
    assert timedelta(minutes=59) < espera <= timedelta(hours=1)
    assert nuevo.motivo.endswith("4 correos por día.")


def test_la_cuota_de_una_camara_no_es_la_de_otra(empacar: Empacar, otra_camara: Camara) -> None:
    ajeno, propio = empacar(1), empacar(1)
    Camara.objects.update(cuota_hora=1)
    enviados(ajeno, timedelta(minutes=1), 1)
    Lote.objects.filter(pk=ajeno.pk).update(camara=otra_camara)
    assert reclamados(propio) == 1


def test_lo_que_se_suelta_queda_listo_y_un_reclamo_perdido_no_suelta_lo_ajeno(
    empacar: Empacar,
) -> None:
    lote = empacar(2)
    tanda = reclamo.reclamar(lote.pk)
    assert tanda
    mio, ajeno = tanda.envios
    Envio.objects.filter(pk=ajeno.pk).update(intentos=2)
    reclamo.soltar(tanda.envios)
    mio.refresh_from_db()
    ajeno.refresh_from_db()
    assert (mio.estado, ajeno.estado) == ("pendiente", "enviando")
    assert mio.proximo_intento
    assert not reclamo.renovar(mio)


def test_lo_que_se_suelta_de_un_paquete_cancelado_vuelve_a_esperar_otro(
    empacar: Empacar, operadora: Usuario
) -> None:
    lote = empacar(2)
    tanda = reclamo.reclamar(lote.pk)
    assert tanda
    assert cancelar_lote(lote=lote, actor=operadora) == 0
    assert not reclamo.renovar(tanda.envios[0])
    reclamo.soltar(tanda.envios)
    assert set(lote.envios.values_list("estado", flat=True)) == {"anulado"}
    assert {c.estado for c in Contrasena.objects.all()} == {EstadoContrasena.PENDIENTE}

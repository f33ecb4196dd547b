"""Schedules: a packet when it is due, until nobody waits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoLote, EstadoProgramacion
from contrasenas.envio import barrido
from contrasenas.envio.excepciones import CantidadInvalida, EstadoInvalido, SinServidor
from contrasenas.envio.programacion import (
    cancelar_programacion,
    hacer_siguiente,
    pausar_programacion,
    programar,
    reanudar_programacion,
)
from contrasenas.models import Camara, Lote, Programacion
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena

ANO = 2026


@pytest.fixture
def programacion(camara: Camara, operadora: Usuario) -> Programacion:
    """Three people, two a packet, at any hour."""
    Camara.objects.update(respetar_ventana=False)
    for _ in range(3):
        crear_contrasena(camara, ano=ANO)
    return programar(camara=camara, ano=ANO, tamano=2, cada_minutos=60, actor=operadora)


def vencer() -> None:
    Programacion.objects.update(proximo_en=timezone.now() - timedelta(minutes=1))


def test_hace_un_paquete_cada_vez_que_toca_y_termina_cuando_no_queda_nadie(
    programacion: Programacion, operadora: Usuario
) -> None:
    # In a test all happens at the one moment that its transaction began.
    vencer()
    primero = hacer_siguiente(programacion_id=programacion.pk)
    assert primero is not None
    assert (primero.cantidad, primero.programacion, primero.actor) == (2, programacion, operadora)
    assert hacer_siguiente(programacion_id=programacion.pk) is None
    programacion.refresh_from_db()
    espera = programacion.proximo_en - timezone.now()
    assert timedelta(minutes=58) < espera <= timedelta(minutes=60)

    vencer()
    segundo = hacer_siguiente(programacion_id=programacion.pk)
    assert segundo is not None
    assert segundo.cantidad == 1
    vencer()
    assert hacer_siguiente(programacion_id=programacion.pk) is None
    programacion.refresh_from_db()
    assert programacion.estado == EstadoProgramacion.TERMINADA
    assert Evento.objects.de(programacion)[0].origen == "Programación de paquetes"


def test_en_pausa_no_hace_paquetes_y_al_reanudarla_si(
    programacion: Programacion, operadora: Usuario
) -> None:
    pausar_programacion(programacion=programacion, actor=operadora)
    assert hacer_siguiente(programacion_id=programacion.pk) is None
    reanudar_programacion(programacion=programacion, actor=operadora)
    assert hacer_siguiente(programacion_id=programacion.pk) is not None


def test_cancelada_no_vuelve(programacion: Programacion, operadora: Usuario) -> None:
    cancelar_programacion(programacion=programacion, actor=operadora)
    assert hacer_siguiente(programacion_id=programacion.pk) is None
    for acto in (pausar_programacion, reanudar_programacion, cancelar_programacion):
        with pytest.raises(EstadoInvalido):
            acto(programacion=programacion, actor=operadora)
    assert not Lote.objects.exists()


def test_solo_una_abierta_por_camara_y_ano(
    programacion: Programacion, camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    with pytest.raises(EstadoInvalido, match="Ya hay una programación abierta para 2026"):
        programar(camara=camara, ano=ANO, tamano=1, cada_minutos=5, actor=operadora)
    for libre, ano in ((otra_camara, ANO), (camara, ANO - 1)):
        programar(camara=libre, ano=ano, tamano=1, cada_minutos=5, actor=operadora)
    cancelar_programacion(programacion=programacion, actor=operadora)
    programar(camara=camara, ano=ANO, tamano=1, cada_minutos=5, actor=operadora)


@pytest.mark.parametrize(("tamano", "minutos"), [(0, 60), (501, 60), (10, 4), (10, 1441)])
def test_una_programacion_fuera_de_lo_permitido_se_explica(
    camara: Camara, operadora: Usuario, tamano: int, minutos: int
) -> None:
    with pytest.raises(CantidadInvalida):
        programar(camara=camara, ano=ANO, tamano=tamano, cada_minutos=minutos, actor=operadora)
    assert not Programacion.objects.exists()


def test_sin_servidor_propio_no_se_programa(camara: Camara, operadora: Usuario) -> None:
    Camara.objects.update(masivos_smtp_server="")
    camara.refresh_from_db()
    with pytest.raises(SinServidor):
        programar(camara=camara, ano=ANO, tamano=1, cada_minutos=60, actor=operadora)


@pytest.mark.parametrize(
    ("ahora", "abre"),
    [
        # Tuesday 24 at 22:00 in Bogotá: Wednesday at 7. Saturday 28 at 16:00: Monday at 7.
        (datetime(2026, 11, 25, 3, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)),
        (datetime(2026, 11, 28, 21, tzinfo=UTC), datetime(2026, 11, 30, 12, tzinfo=UTC)),
    ],
)
def test_fuera_de_horario_no_acumula_paquetes_que_saldrian_todos_a_la_vez(
    programacion: Programacion,
    monkeypatch: pytest.MonkeyPatch,
    ahora: datetime,
    abre: datetime,
) -> None:
    Camara.objects.update(respetar_ventana=True)
    vencer()
    monkeypatch.setattr(timezone, "now", lambda: ahora)
    assert hacer_siguiente(programacion_id=programacion.pk) is None
    assert not Lote.objects.exists()
    programacion.refresh_from_db()
    assert (programacion.estado, programacion.proximo_en) == (EstadoProgramacion.ACTIVA, abre)

    monkeypatch.setattr(timezone, "now", lambda: abre)
    Programacion.objects.update(proximo_en=datetime(2000, 1, 1, tzinfo=UTC))
    assert hacer_siguiente(programacion_id=programacion.pk) is not None


def test_un_paquete_detenido_deja_la_programacion_en_pausa_y_dice_por_que(
    programacion: Programacion,
) -> None:
    vencer()
    primero = hacer_siguiente(programacion_id=programacion.pk)
    assert primero is not None
    Lote.objects.update(estado=EstadoLote.DETENIDO, motivo="El servidor no aceptó la contraseña.")
    vencer()
    barrido.barrer()
    programacion.refresh_from_db()
    assert programacion.estado == EstadoProgramacion.PAUSADA
    assert Lote.objects.count() == 1
    assert "no aceptó la contraseña" in Evento.objects.de(programacion)[0].motivo

"""The sweep: whatever waits is found in the rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote, EstadoProgramacion
from contrasenas.envio import barrido, reclamo
from contrasenas.envio.excepciones import SinServidor
from contrasenas.envio.politica import PLAZO_RECLAMO
from contrasenas.envio.programacion import cancelar_programacion, hacer_siguiente, programar
from contrasenas.envio.servicios import cancelar_lote, pausar_lote
from contrasenas.models import Camara, Contrasena, Envio, Lote, Programacion
from contrasenas.tasks import barrer_envios
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.envio.conftest import Empacar
from tests.contrasenas.recetas import crear_contrasena

AL_CONFIRMAR = pytest.mark.django_db(transaction=True)


def envejecer(mas: timedelta = timedelta(seconds=1)) -> None:
    Envio.objects.filter(estado=EstadoEnvio.ENVIANDO).update(
        reclamado_en=timezone.now() - PLAZO_RECLAMO - mas
    )


def test_lo_que_reclamo_un_trabajador_muerto_vuelve_a_la_cola(empacar: Empacar) -> None:
    lote = empacar(2)
    reclamo.reclamar(lote.pk)
    barrer_envios()
    assert set(lote.envios.values_list("estado", flat=True)) == {"enviando"}
    envejecer()
    barrer_envios()
    assert set(lote.envios.values_list("estado", "intentos", "fallos")) == {("pendiente", 1, 0)}


def test_lo_atascado_de_un_paquete_cancelado_sale_de_el(
    empacar: Empacar, operadora: Usuario
) -> None:
    lote = empacar(1)
    reclamo.reclamar(lote.pk)
    cancelar_lote(lote=lote, actor=operadora)
    envejecer()
    barrer_envios()
    assert lote.envios.get().estado == EstadoEnvio.ANULADO
    assert Contrasena.objects.get().estado == EstadoContrasena.PENDIENTE


def test_un_paquete_sin_filas_por_enviar_termina(empacar: Empacar) -> None:
    lote, otro = empacar(1), empacar(1)
    lote.envios.update(estado=EstadoEnvio.ENVIADO, proximo_intento=None, enviado_en=timezone.now())
    barrer_envios()
    lote.refresh_from_db()
    otro.refresh_from_db()
    assert (lote.estado, otro.estado) == (EstadoLote.TERMINADO, EstadoLote.EN_CURSO)


@AL_CONFIRMAR
def test_solo_se_despiertan_los_paquetes_que_pueden_seguir(
    empacar: Empacar, operadora: Usuario, llamadas: list[int]
) -> None:
    listo, cumplido, retenido, en_pausa, sin_vencer = (empacar(1) for _ in range(5))
    ahora = timezone.now()
    Lote.objects.filter(pk=cumplido.pk).update(espera_hasta=ahora - timedelta(seconds=1))
    Lote.objects.filter(pk=retenido.pk).update(espera_hasta=ahora + timedelta(minutes=1))
    pausar_lote(lote=en_pausa, actor=operadora)
    sin_vencer.envios.update(proximo_intento=ahora + timedelta(minutes=1))
    llamadas.clear()
    barrer_envios()
    assert llamadas == [listo.pk, cumplido.pk]


def test_las_programaciones_debidas_hacen_su_paquete(camara: Camara, operadora: Usuario) -> None:
    Camara.objects.update(respetar_ventana=False)
    crear_contrasena(camara, ano=2026)
    programar(camara=camara, ano=2026, tamano=10, cada_minutos=60, actor=operadora)
    barrer_envios()
    barrer_envios()
    assert Lote.objects.get().cantidad == 1


def test_una_programacion_que_no_puede_enviar_se_pone_en_pausa_y_dice_por_que(
    camara: Camara, operadora: Usuario
) -> None:
    crear_contrasena(camara, ano=2026)
    Camara.objects.update(respetar_ventana=False)
    programacion = programar(camara=camara, ano=2026, tamano=10, cada_minutos=60, actor=operadora)
    Camara.objects.update(credencial=None)
    barrer_envios()
    assert Programacion.objects.get().estado == EstadoProgramacion.PAUSADA
    evento = Evento.objects.de(programacion)[0]
    assert "credencial de firma" in evento.motivo
    assert evento.origen == "Programación de paquetes"
    assert not Lote.objects.exists()


def test_una_programacion_con_un_defecto_no_detiene_lo_de_los_demas(
    camara: Camara,
    operadora: Usuario,
    empacar: Empacar,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    terminado = empacar(1)
    terminado.envios.update(
        estado=EstadoEnvio.ENVIADO, proximo_intento=None, enviado_en=timezone.now()
    )
    rota = programar(camara=camara, ano=2025, tamano=10, cada_minutos=60, actor=operadora)
    crear_contrasena(camara, ano=2026)
    sana = programar(camara=camara, ano=2026, tamano=10, cada_minutos=60, actor=operadora)

    def romper(*, programacion_id: int) -> Lote | None:
        if programacion_id == rota.pk:
            raise LookupError("un secreto")
        return hacer_siguiente(programacion_id=programacion_id)

    monkeypatch.setattr(barrido, "hacer_siguiente", romper)
    barrer_envios()
    assert sana.lotes.count() == 1
    terminado.refresh_from_db()
    assert terminado.estado == EstadoLote.TERMINADO
    rota.refresh_from_db()
    assert rota.estado == EstadoProgramacion.ACTIVA
    assert "defecto en una programación" in caplog.text


def test_la_que_alguien_cancelo_mientras_se_barria_sigue_cancelada(
    camara: Camara, operadora: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    programacion = programar(camara=camara, ano=2026, tamano=10, cada_minutos=60, actor=operadora)

    def cancelar_antes(*, programacion_id: int) -> Lote | None:
        cancelar_programacion(programacion=programacion, actor=operadora)
        raise SinServidor("La cámara no tiene servidor de correo propio.")

    monkeypatch.setattr(barrido, "hacer_siguiente", cancelar_antes)
    barrer_envios()
    programacion.refresh_from_db()
    assert programacion.estado == EstadoProgramacion.CANCELADA
    acciones = Evento.objects.de(programacion).values_list("accion", flat=True)
    assert "Se puso en pausa la programación" not in acciones


@pytest.mark.parametrize("estado", [EstadoLote.PAUSADO, EstadoLote.DETENIDO, EstadoLote.CANCELADO])
def test_lo_que_no_esta_en_curso_no_termina_solo(empacar: Empacar, estado: EstadoLote) -> None:
    lote = empacar(1)
    lote.envios.update(estado=EstadoEnvio.ANULADO, proximo_intento=None)
    Lote.objects.update(estado=estado)
    barrer_envios()
    lote.refresh_from_db()
    assert (lote.estado, lote.terminado_en) == (estado, None)

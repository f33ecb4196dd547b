"""Operations: asked by staff, done once by a worker, swept when it dies, all of it or nothing."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.db.models.functions import Now
from django.utils import timezone

from contrasenas import ejecucion, tasks
from contrasenas.ejecucion import INTENTOS_MAXIMOS, procesar
from contrasenas.enums import EstadoOperacion, EstadoSincronizacion, TipoOperacion
from contrasenas.excepciones import OperacionImposible, ReclamoPerdido
from contrasenas.models import Camara, Contrasena, Lote, Operacion, Sincronizacion
from contrasenas.models.operacion import PLAZO_LATIDO
from contrasenas.operaciones import pedir_operacion
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena, crear_matriculado

ANO = datetime.now(UTC).year


@pytest.fixture
def encoladas(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What would have been queued."""
    pks: list[int] = []
    monkeypatch.setattr(tasks.procesar_operacion, "delay", pks.append)
    monkeypatch.setattr(
        tasks.procesar_operacion, "apply_async", lambda args, expires: pks.append(args[0])
    )
    return pks


def sincronizar(camara: Camara) -> None:
    """Finish a synchronisation now."""
    Sincronizacion.objects.create(
        camara=camara, estado=EstadoSincronizacion.TERMINADA, terminada_en=timezone.now()
    )


def pedir(
    camara: Camara, actor: Usuario, tipo: TipoOperacion = TipoOperacion.SELECCIONAR
) -> Operacion:
    """Ask for an operation on this year."""
    return pedir_operacion(camara=camara, ano=ANO, tipo=tipo, actor=actor)


@pytest.mark.django_db
def test_pedirla_la_anota_y_llama_a_un_trabajador(
    camara: Camara,
    operadora: Usuario,
    encoladas: list[int],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    sincronizar(camara)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        operacion = pedir(camara, operadora)
    assert encoladas == [operacion.pk]
    assert (operacion.estado, operacion.actor) == (EstadoOperacion.EN_COLA, operadora)
    evento = Evento.objects.de(operacion).get()
    assert (evento.accion, evento.actor) == ("Pidió «Seleccionar»", operadora)


@pytest.mark.django_db
def test_solo_hay_una_a_la_vez_por_camara(
    camara: Camara, otra_camara: Camara, operadora: Usuario, encoladas: list[int]
) -> None:
    sincronizar(camara)
    pedir(camara, operadora)
    with pytest.raises(OperacionImposible, match="otra operación en curso"):
        pedir(camara, operadora, TipoOperacion.BLANQUEAR)
    pedir(otra_camara, operadora, TipoOperacion.BLANQUEAR)
    assert Operacion.objects.count() == 2


@pytest.mark.django_db
def test_lo_que_no_se_puede_hacer_se_dice_al_pedirlo(
    camara: Camara, operadora: Usuario, encoladas: list[int]
) -> None:
    with pytest.raises(OperacionImposible, match="sincronizado nunca"):
        pedir(camara, operadora)
    Lote.objects.create(camara=camara, ano=ANO, numero=1, cantidad=1, actor=operadora)
    for tipo in (TipoOperacion.BLANQUEAR, TipoOperacion.BORRAR_NO_ACTIVADOS):
        with pytest.raises(OperacionImposible, match="paquete en curso"):
            pedir(camara, operadora, tipo)
    assert not Operacion.objects.exists()
    assert not encoladas


@pytest.mark.django_db
def test_el_barrido_despierta_a_las_que_esperan_y_a_las_de_trabajadores_muertos(
    camara: Camara, operadora: Usuario, encoladas: list[int]
) -> None:
    operacion = pedir(camara, operadora, TipoOperacion.BLANQUEAR)
    tasks.barrer_operaciones()
    assert Operacion.reclamar(operacion.pk)
    tasks.barrer_operaciones()
    assert encoladas == [operacion.pk]
    Operacion.objects.update(latido=Now() - PLAZO_LATIDO - timedelta(seconds=1))
    tasks.barrer_operaciones()
    assert encoladas == [operacion.pk] * 2


@pytest.mark.django_db
def test_reclamada_por_uno_no_la_tiene_otro_y_quien_la_perdio_no_escribe(
    camara: Camara, operadora: Usuario, encoladas: list[int]
) -> None:
    operacion = pedir(camara, operadora, TipoOperacion.BLANQUEAR)
    lenta = Operacion.reclamar(operacion.pk)
    assert lenta is not None
    assert Operacion.reclamar(operacion.pk) is None
    Operacion.objects.update(latido=Now() - PLAZO_LATIDO - timedelta(seconds=1))
    relevo = Operacion.reclamar(operacion.pk)
    assert relevo is not None
    assert relevo.intentos == 2
    with pytest.raises(ReclamoPerdido):
        lenta.cerrar(EstadoOperacion.TERMINADA)
    relevo.cerrar(EstadoOperacion.TERMINADA, resultado={"borradas": 0})
    assert (relevo.abierta, relevo.ficha, relevo.resultado) == (False, None, {"borradas": 0})
    assert Operacion.reclamar(operacion.pk) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestDeVerdad:
    """With real commits: the progress is written on another connection."""

    def test_un_trabajador_selecciona_y_deja_las_cuentas(
        self, camara: Camara, operadora: Usuario, encoladas: list[int]
    ) -> None:
        sincronizar(camara)
        crear_matriculado(camara)
        crear_matriculado(camara, estmatricula="MC")
        operacion = pedir(camara, operadora)
        assert procesar(pk=operacion.pk)
        operacion.refresh_from_db()
        assert operacion.estado == EstadoOperacion.TERMINADA
        assert (operacion.hechas, operacion.total) == (1, 1)
        assert operacion.resultado["seleccionados"] == operacion.resultado["no_activa"] == 1
        assert operacion.terminada_en is not None
        evento = Evento.objects.de(operacion).first()
        assert evento is not None
        assert evento.accion == "Seleccionó los comerciantes"
        assert evento.cambios["seleccionados"] == [None, "1"]
        assert not procesar(pk=operacion.pk)

    @pytest.mark.parametrize("tipo", [TipoOperacion.BLANQUEAR, TipoOperacion.BORRAR_NO_ACTIVADOS])
    def test_un_trabajador_borra_y_lo_anota(
        self, camara: Camara, operadora: Usuario, encoladas: list[int], tipo: TipoOperacion
    ) -> None:
        crear_contrasena(camara)
        operacion = pedir(camara, operadora, tipo)
        assert procesar(pk=operacion.pk)
        operacion.refresh_from_db()
        assert operacion.resultado == {"borradas": 1, "paquetes": 0}
        assert not Contrasena.objects.exists()
        assert Evento.objects.de(operacion).first().actor == operadora  # type: ignore[union-attr]

    def test_lo_que_cambio_despues_de_pedirla_la_hace_fallar_con_su_razon(
        self, camara: Camara, operadora: Usuario, encoladas: list[int]
    ) -> None:
        crear_contrasena(camara)
        operacion = pedir(camara, operadora, TipoOperacion.BLANQUEAR)
        Lote.objects.create(camara=camara, ano=ANO, numero=1, cantidad=1, actor=operadora)
        assert not procesar(pk=operacion.pk)
        operacion.refresh_from_db()
        assert operacion.estado == EstadoOperacion.FALLIDA
        assert "paquete en curso" in operacion.error
        assert Contrasena.objects.count() == 1

    def test_un_defecto_no_deja_nada_a_medias_y_se_intenta_otra_vez(
        self,
        camara: Camara,
        operadora: Usuario,
        encoladas: list[int],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def romper(
            *, camara: Camara, ano: int, avance: Callable[[int, int], None]
        ) -> dict[str, int]:
            Contrasena.objects.filter(camara=camara).delete()
            avance(1, 2)
            raise RuntimeError("defecto")

        crear_contrasena(camara)
        operacion = pedir(camara, operadora, TipoOperacion.BLANQUEAR)
        actos = {**ejecucion.ACTOS, TipoOperacion.BLANQUEAR: ("Blanqueó", romper)}
        monkeypatch.setattr(ejecucion, "ACTOS", actos)
        for intento in range(1, INTENTOS_MAXIMOS + 1):
            with caplog.at_level(logging.ERROR):
                assert not procesar(pk=operacion.pk)
            assert "defecto en una operación" in caplog.text
            operacion.refresh_from_db()
            assert (operacion.estado, operacion.intentos) == ("en_curso", intento)
            assert (operacion.hechas, operacion.total) == (1, 2)
            assert operacion in Operacion.objects.desatendidas()
        assert not procesar(pk=operacion.pk)
        operacion.refresh_from_db()
        assert operacion.estado == EstadoOperacion.FALLIDA
        assert "se interrumpió varias veces y no cambió nada" in operacion.error
        assert Contrasena.objects.count() == 1

    def test_quien_pierde_el_reclamo_a_mitad_no_deja_nada(
        self,
        camara: Camara,
        operadora: Usuario,
        encoladas: list[int],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def relevado(
            *, camara: Camara, ano: int, avance: Callable[[int, int], None]
        ) -> dict[str, int]:
            Contrasena.objects.filter(camara=camara).delete()
            otro_la_toma(operacion.pk)
            avance(1, 1)
            return {}

        crear_contrasena(camara)
        operacion = pedir(camara, operadora, TipoOperacion.BLANQUEAR)
        actos = {**ejecucion.ACTOS, TipoOperacion.BLANQUEAR: ("Blanqueó", relevado)}
        monkeypatch.setattr(ejecucion, "ACTOS", actos)
        assert not procesar(pk=operacion.pk)
        operacion.refresh_from_db()
        assert operacion.estado == EstadoOperacion.EN_CURSO
        assert Contrasena.objects.count() == 1

    def test_un_defecto_de_quien_ya_no_tiene_el_reclamo_es_asunto_del_relevo(
        self,
        camara: Camara,
        operadora: Usuario,
        encoladas: list[int],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def romper_tarde(
            *, camara: Camara, ano: int, avance: Callable[[int, int], None]
        ) -> dict[str, int]:
            otro_la_toma(operacion.pk)
            raise RuntimeError("defecto")

        operacion = pedir(camara, operadora, TipoOperacion.BLANQUEAR)
        actos = {**ejecucion.ACTOS, TipoOperacion.BLANQUEAR: ("Blanqueó", romper_tarde)}
        monkeypatch.setattr(ejecucion, "ACTOS", actos)
        assert not procesar(pk=operacion.pk)
        operacion.refresh_from_db()
        # The claim of the other one stands.
        assert (operacion.estado, operacion.ficha is None) == (EstadoOperacion.EN_CURSO, False)


def otro_la_toma(pk: int) -> None:
    """Give the operation another claim, committed on another connection."""
    otra = connections.create_connection("default")
    try:
        with otra.cursor() as cursor:
            cursor.execute(
                "UPDATE contrasenas_operacion SET ficha = gen_random_uuid() WHERE id = %s", [pk]
            )
    finally:
        otra.close()

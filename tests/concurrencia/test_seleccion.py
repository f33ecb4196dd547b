"""Seleccionar and Blanquear with real commits: beside each other, beside Enviar, and killed."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from contrasenas import tasks
from contrasenas.ejecucion import procesar
from contrasenas.enums import EstadoOperacion, EstadoSincronizacion, TipoOperacion
from contrasenas.envio import despertador
from contrasenas.envio.excepciones import EnvioImposible
from contrasenas.envio.servicios import crear_lote
from contrasenas.excepciones import OperacionImposible
from contrasenas.limpieza import blanquear
from contrasenas.models import (
    Camara,
    Contrasena,
    Envio,
    Lote,
    Operacion,
    Programacion,
    Sincronizacion,
)
from contrasenas.models.operacion import PLAZO_LATIDO
from contrasenas.operaciones import pedir_operacion
from contrasenas.seleccion.asignacion import seleccionar
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.conftest import *  # noqa: F403 - the chambers and their people
from tests.contrasenas.recetas import crear_contrasena
from tests.trabajador import trabajador_de_celery

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ANO = datetime.now(UTC).year
RAIZ = Path(__file__).resolve().parents[2]

POBLAR = """
INSERT INTO contrasenas_matriculado (camara_id, matricula, organizacion, categoria, estmatricula,
    razonsocial, nombre1, nombre2, apellido1, apellido2, idclase, numid, nit, ultanoren, muncom,
    munnot, telcom1, telcom2, telcom3, celcom, telnot, telnot2, telnot3, celnot, emailcom,
    emailcom2, emailcom3, emailnot, tipo, numero, correo, falta_correo, celular, falta_celular,
    huella, sincronizado_en)
SELECT %s, n::text, '01', '', 'MA', 'PERSONA ' || n, '', '', '', '', '1', n::text, '', %s - 1, '',
    '', '', '', '', '', '', '', '', '', '', '', '', '', 'CC', (100000 + n)::text,
    'p' || n || '@correo.example', '', '+573105550000', '', '', now()
FROM generate_series(1, %s) n
"""


@pytest.fixture(autouse=True)
def _sin_trabajadores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.procesar_operacion, "delay", lambda pk: None)
    monkeypatch.setattr(despertador, "_llamar", lambda pk, vigencia: None)


def poblar(camara: Camara, cuantos: int) -> None:
    """Give the chamber a fresh registry of so many persons to select."""
    with connection.cursor() as cursor:
        cursor.execute(POBLAR, [camara.pk, ANO, cuantos])
    Sincronizacion.objects.create(
        camara=camara, estado=EstadoSincronizacion.TERMINADA, terminada_en=timezone.now()
    )


def a_la_vez(actos: Sequence[Callable[[], object]]) -> list[object]:
    """Start all the acts together, each on its own connection; return what each gave."""
    salida = Barrier(len(actos))

    def correr(acto: Callable[[], object]) -> object:
        try:
            salida.wait(timeout=30)
            return acto()
        except (OperacionImposible, EnvioImposible) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actos)) as hilos:
        return list(hilos.map(correr, actos))


def esperar(condicion: Callable[[], bool], que: str) -> None:
    """Return once `condicion` holds; fail if it never does."""
    limite = time.monotonic() + 60
    while not condicion():
        assert time.monotonic() < limite, f"no ocurrió: {que}"
        time.sleep(0.02)


def esperan_un_cerrojo() -> int:
    """How many connections wait for somebody's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def nada(hechas: int, total: int) -> None:
    """Progress that nobody looks at."""


def pedir(camara: Camara, actor: Usuario, tipo: TipoOperacion) -> Operacion:
    """Ask for an operation on this year."""
    return pedir_operacion(camara=camara, ano=ANO, tipo=tipo, actor=actor)


def test_dos_selecciones_a_la_vez_dan_una_clave_a_cada_persona(camara: Camara) -> None:
    poblar(camara, 3_000)

    def elegir() -> int:
        with transaction.atomic():
            return seleccionar(camara=camara, ano=ANO, avance=nada)["seleccionados"]

    # The operations' own constraint is left aside: the table must hold by itself.
    resultados = a_la_vez([elegir, elegir])
    assert sum(r for r in resultados if isinstance(r, int)) == 3_000
    assert Contrasena.objects.count() == 3_000
    assert Contrasena.objects.values("numero").distinct().count() == 3_000


def test_pedirla_y_tomarla_por_varios_lados_la_hace_una_vez(
    camara: Camara, operadora: Usuario, companero: Usuario
) -> None:
    poblar(camara, 200)
    pedidas = a_la_vez(
        [
            lambda u=u: pedir(camara, u, TipoOperacion.SELECCIONAR)  # type: ignore[misc]
            for u in (operadora, companero) * 2
        ]
    )
    (operacion,) = [p for p in pedidas if isinstance(p, Operacion)]
    hechas = a_la_vez([lambda: procesar(pk=operacion.pk)] * 4)
    assert sorted(map(bool, hechas)) == [False, False, False, True]
    assert Contrasena.objects.count() == 200
    assert Evento.objects.filter(accion="Seleccionó los comerciantes").count() == 1


def test_quien_ya_tiene_clave_por_otra_mano_conserva_la_suya(camara: Camara) -> None:
    poblar(camara, 500)
    with ThreadPoolExecutor(1) as hilo:
        with transaction.atomic():
            crear_contrasena(camara, numero="100250", clave="LaPrimera2")
            futuro = hilo.submit(a_la_vez, [lambda: _seleccionar_todo(camara)])
            # Its row is ours, not committed yet: the selection has to wait for what we decide.
            esperar(lambda: esperan_un_cerrojo() == 1, "la selección espera")
        assert futuro.result() == [499]
    assert Contrasena.objects.get(numero="100250").clave == "LaPrimera2"
    assert Contrasena.objects.count() == 500


def _seleccionar_todo(camara: Camara) -> int:
    with transaction.atomic():
        return seleccionar(camara=camara, ano=ANO, avance=nada)["seleccionados"]


def test_enviar_mientras_se_selecciona_no_toma_nada_a_medias(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 2_000)

    def enviar() -> Lote:
        return crear_lote(camara=camara, ano=ANO, cantidad=100, actor=operadora)

    a_la_vez([lambda: _seleccionar_todo(camara), enviar, enviar])
    assert Contrasena.objects.count() == 2_000
    assert Envio.objects.count() == Contrasena.objects.filter(estado="en_lote").count()


def test_blanquear_y_enviar_a_la_vez_nunca_dejan_un_envio_sin_su_clave(
    camara: Camara, operadora: Usuario
) -> None:
    for _ in range(4):
        Contrasena.objects.all().delete()
        Lote.objects.all().delete()
        for _ in range(20):
            crear_contrasena(camara)

        def borrar() -> int:
            with transaction.atomic():
                return blanquear(camara=camara, ano=ANO, avance=nada)["borradas"]

        def enviar() -> Lote:
            return crear_lote(camara=camara, ano=ANO, cantidad=10, actor=operadora)

        borrado, _enviado = a_la_vez([borrar, enviar])
        # Whoever was first: all are gone and there is no packet, or a packet and nothing is gone.
        quedan, lotes = Contrasena.objects.count(), Lote.objects.count()
        assert (quedan, lotes) in ((0, 0), (20, 1))
        assert isinstance(borrado, OperacionImposible) == bool(lotes)


def test_un_destinatario_reclamado_en_ese_instante_no_se_borra(
    camara: Camara, operadora: Usuario
) -> None:
    for _ in range(3):
        crear_contrasena(camara)
    lote = crear_lote(camara=camara, ano=ANO, cantidad=3, actor=operadora)
    Lote.objects.filter(pk=lote.pk).update(estado="pausado")
    with ThreadPoolExecutor(1) as hilo, transaction.atomic():
        # A worker's claim, not committed yet: invisible to whoever only looks.
        Envio.objects.filter(orden=1).update(
            estado="enviando", reclamado_en=Now(), proximo_intento=None
        )
        futuro = hilo.submit(a_la_vez, [lambda: _blanquear(camara)])
        (resultado,) = futuro.result(timeout=30)
    assert isinstance(resultado, OperacionImposible)
    assert Contrasena.objects.count() == Envio.objects.count() == 3


def test_mientras_el_barrido_hace_un_paquete_programado_se_niega_sin_esperar(
    camara: Camara, operadora: Usuario
) -> None:
    crear_contrasena(camara)
    Programacion.objects.create(camara=camara, ano=ANO, actor=operadora)
    with ThreadPoolExecutor(1) as hilo, transaction.atomic():
        list(Programacion.objects.select_for_update())
        futuro = hilo.submit(a_la_vez, [lambda: _blanquear(camara)])
        (resultado,) = futuro.result(timeout=30)
    assert isinstance(resultado, OperacionImposible)
    assert Contrasena.objects.count() == 1
    # Afterwards the schedule goes with the rest.
    assert _blanquear(camara)["borradas"] == 1
    assert Programacion.objects.get().estado == "cancelada"


def test_lo_que_blanquear_tomo_primero_ya_no_se_puede_reclamar(
    camara: Camara, operadora: Usuario
) -> None:
    crear_contrasena(camara)
    lote = crear_lote(camara=camara, ano=ANO, cantidad=1, actor=operadora)
    Lote.objects.filter(pk=lote.pk).update(estado="pausado")

    def reclamar() -> int:
        return Envio.objects.filter(estado="pendiente").update(
            estado="enviando", reclamado_en=Now(), proximo_intento=None
        )

    with ThreadPoolExecutor(1) as hilo:
        with transaction.atomic():
            _blanquear(camara)
            futuro = hilo.submit(a_la_vez, [reclamar])
            esperar(lambda: esperan_un_cerrojo() == 1, "el trabajador espera")
        assert futuro.result() == [0]
    assert not Contrasena.objects.exists()


def _blanquear(camara: Camara) -> dict[str, int]:
    with transaction.atomic():
        return blanquear(camara=camara, ano=ANO, avance=nada)


def test_un_trabajador_muerto_a_mitad_no_deja_nada_y_otro_la_hace_entera(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 40_000)
    operacion = pedir(camara, operadora, TipoOperacion.SELECCIONAR)

    def hechas() -> int:
        operacion.refresh_from_db()
        return operacion.hechas

    with trabajador_de_celery():
        tasks.procesar_operacion.apply_async((operacion.pk,))
        esperar(lambda: hechas() > 0, "un trabajador empieza")
    assert operacion.estado == EstadoOperacion.EN_CURSO
    assert 0 < operacion.hechas < 40_000
    assert not Contrasena.objects.exists()
    # The time passes after which a silent worker is given up.
    Operacion.objects.update(latido=Now() - PLAZO_LATIDO)
    assert list(Operacion.objects.desatendidas()) == [operacion]
    assert procesar(pk=operacion.pk)
    assert hechas() == Contrasena.objects.count() == 40_000
    assert (operacion.estado, operacion.intentos) == (EstadoOperacion.TERMINADA, 2)

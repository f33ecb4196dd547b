"""Imports with real commits: beside staff, beside each other, and under a worker that is killed."""

import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.db.models.functions import Now

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes import servicios
from solicitudes.enums import Etapa
from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion import carga, tasks
from solicitudes.importacion import servicios as servicios_importacion
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.carga import Carga, Resumen
from solicitudes.importacion.columnas import POR_CLAVE
from solicitudes.importacion.enums import EstadoImportacion, Formato
from solicitudes.importacion.escritura import escribir
from solicitudes.importacion.models import PLAZO_LATIDO, Importacion
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud
from tests.solicitudes.importacion.archivos import Celdas, avanzada, csv_de, emitida, fila
from tests.solicitudes.importacion.cargas import AUTORIA, foto
from tests.solicitudes.recetas import crear_orden, crear_persona
from tests.trabajador import trabajador_de_celery

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
RAIZ = Path(__file__).resolve().parents[2]


def a_la_vez(actos: Sequence[Callable[[], object]]) -> list[object]:
    """Start all the acts together, each on its own connection; return what each gave."""
    salida = Barrier(len(actos))

    def correr(acto: Callable[[], object]) -> object:
        try:
            salida.wait(timeout=30)
            return acto()
        except TransicionInvalida as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actos)) as hilos:
        return list(hilos.map(correr, actos))


def importar(filas: Sequence[Celdas]) -> Resumen:
    """Load rows as a CSV file."""
    resumen = Resumen()
    for lote in Carga(abrir(io.BytesIO(csv_de(filas))), AUTORIA).lotes():
        resumen.sumar(lote)
    return resumen


def esperar(condicion: Callable[[], bool], que: str) -> None:
    """Return once `condicion` holds; fail if it never does."""
    limite = time.monotonic() + 60
    while not condicion():
        assert time.monotonic() < limite, f"no ocurrió: {que}"
        time.sleep(0.05)


def esperan_un_cerrojo() -> int:
    """How many connections wait for somebody's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def test_el_mismo_archivo_por_cuatro_lados_se_carga_una_vez(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carga, "TAMANO_LOTE", 20)
    comunes = [
        {
            "solicitante_numero": str(700_000 + n % 9),
            "solicitante_nombre": "ANA",
            "numero_orden": str(9_000 + n % 9),
        }
        for n in range(101)
    ]
    filas: list[Celdas] = [
        {
            **dict.fromkeys(POR_CLAVE, ""),
            **(emitida(n, **comunes[n]) if n % 5 == 4 else avanzada(n % 5, n, **comunes[n])),
        }
        for n in range(1, 101)
    ]
    # In opposite orders: without turns they would wait in a circle.
    resumenes = a_la_vez([lambda f=f: importar(f) for f in (filas, filas[::-1]) * 2])  # type: ignore[misc]
    assert all(isinstance(r, Resumen) and r.leidas == 100 and not r.rechazadas for r in resumenes)
    assert sum(r.nuevas for r in resumenes if isinstance(r, Resumen)) == 100
    assert sum(r.sin_cambios for r in resumenes if isinstance(r, Resumen)) == 300
    assert Solicitud.objects.count() == 100
    assert Paso.objects.count() == 400
    assert Orden.objects.count() == Persona.objects.count() == 9
    assert Certificado.objects.count() == 20
    assert Evento.objects.filter(accion="Importó la solicitud").count() == 100


def test_lo_que_el_personal_esta_haciendo_se_espera_y_no_se_pierde(operador: Usuario) -> None:
    importar([avanzada(1)])
    solicitud = Solicitud.objects.get()
    rechazo: Celdas = {
        "paso2_estado": "Rechazado",
        "paso2_fecha": "02/08/2016",
        "paso2_motivo": "No pagó",
    }
    with ThreadPoolExecutor(1) as hilo, transaction.atomic():
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.PAGO, actor=operador)
        futuro = hilo.submit(cerrando(lambda: importar([avanzada(1, **rechazo)])))
        # The row's lock is ours: the import has to wait for what we decide.
        esperar(lambda: esperan_un_cerrojo() == 1, "la importación espera")
    assert futuro.result() == Resumen(leidas=1, rechazadas=1)
    pasos = list(Paso.objects.values_list("numero", "estado"))
    assert pasos[1:3] == [(2, "finalizado"), (3, "en_tramite")]


def cerrando(acto: Callable[[], Resumen]) -> Callable[[], Resumen]:
    """Close the thread's connection after the act."""

    def _acto() -> Resumen:
        try:
            return acto()
        finally:
            connections.close_all()

    return _acto


def test_el_personal_que_llega_durante_un_lote_ve_lo_que_el_lote_dejo(operador: Usuario) -> None:
    importar([avanzada(1)])
    clave = Solicitud.objects.get().pk

    def finalizar() -> object:
        return servicios.avanzar_paso(solicitud_id=clave, etapa=Etapa.PAGO, actor=operador)

    for _ in range(5):
        Paso.objects.filter(numero=2).update(estado="en_tramite")
        Paso.objects.filter(numero__gt=2).update(estado="pendiente", modificado=None)
        resultados = a_la_vez([finalizar, lambda: importar([avanzada(2)])])
        # Whoever comes second finds the step finished: the person is told, the import agrees.
        estado = Paso.objects.get(numero=2).estado
        assert estado == "finalizado"
        assert Paso.objects.get(numero=3).estado == "en_tramite"
        assert isinstance(resultados[1], Resumen)


def test_quien_registra_a_mano_lo_mismo_al_mismo_tiempo_no_rompe_el_lote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filas = [fila(n) for n in range(1, 11)]
    veces = []

    def con_intruso(*args: object, **kwargs: object) -> None:
        veces.append(1)
        if len(veces) == 1:
            # Committed by somebody else between what the batch read and what it writes.
            with ThreadPoolExecutor(1) as hilo:
                hilo.submit(registrar_a_mano).result()
        escribir(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(carga, "escribir", con_intruso)
    assert importar(filas) == Resumen(leidas=10, nuevas=9, cambiadas=0, sin_cambios=0, rechazadas=1)
    assert len(veces) == 2
    assert Solicitud.objects.count() == 10
    assert Solicitud.objects.get(numero=5).orden.empresa == "A MANO"


def registrar_a_mano() -> None:
    """Commit request 5 under an order of its own."""
    try:
        persona = crear_persona(numero="105", nombre="PERSONA 5")
        orden = crear_orden(solicitante=persona, numero=7, empresa="A MANO")
        Solicitud.objects.create(
            numero=5, orden=orden, titular=persona, tipo_certificado="persona_natural"
        )
    finally:
        connections.close_all()


def subir(filas: Sequence[Celdas], autor: Usuario) -> Importacion:
    """Upload rows as a CSV file."""
    archivo = SimpleUploadedFile("datos.csv", csv_de(filas))
    return servicios_importacion.subir_archivo(archivo=archivo, formato=Formato.CSV, autor=autor)


def confirmada(filas: Sequence[Celdas], autor: Usuario) -> Importacion:
    """Upload, review and confirm rows."""
    importacion = subir(filas, autor)
    tasks.procesar_importacion(importacion.pk)
    importacion.refresh_from_db()
    servicios_importacion.confirmar_importacion(importacion=importacion, actor=autor)
    return importacion


def test_varios_trabajadores_a_la_vez_cargan_una_importacion_una_vez(operador: Usuario) -> None:
    importacion = confirmada([fila(n) for n in range(1, 51)], operador)
    a_la_vez([lambda: tasks.procesar_importacion(importacion.pk)] * 4)
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.TERMINADA
    assert (importacion.leidas, importacion.nuevas) == (50, 50)


def test_dos_personas_que_confirman_a_la_vez_confirman_una_vez(
    operador: Usuario, colega: Usuario
) -> None:
    importacion = subir([fila()], operador)
    tasks.procesar_importacion(importacion.pk)

    def confirmar(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios_importacion.confirmar_importacion(
            importacion=Importacion.objects.get(pk=importacion.pk), actor=actor
        )

    resultados = a_la_vez([confirmar(u) for u in (operador, colega) * 2])
    assert sum(isinstance(r, TransicionInvalida) for r in resultados) == 3
    assert Evento.objects.filter(accion="Confirmó la importación").count() == 1


def test_un_trabajador_muerto_a_mitad_de_una_carga_se_releva_y_nada_se_repite(
    operador: Usuario,
) -> None:
    filas = [avanzada(n % 4, n) for n in range(1, 12_001)]
    importacion = confirmada(filas, operador)

    def leidas() -> int:
        importacion.refresh_from_db()
        return importacion.leidas

    with trabajador_de_celery():
        esperar(lambda: leidas() >= 2_000, "un trabajador empieza")
    assert 2_000 <= leidas() < 12_000
    assert importacion.estado == EstadoImportacion.IMPORTANDO
    assert Solicitud.objects.count() == leidas()
    # The time passes after which a silent worker is given up, and the sweep comes by.
    Importacion.objects.update(latido=Now() - PLAZO_LATIDO)
    with trabajador_de_celery():
        tasks.barrer_importaciones()
        esperar(lambda: leidas() == 12_000 and not importacion.en_curso, "otro termina")
    assert importacion.estado == EstadoImportacion.TERMINADA
    assert (importacion.nuevas, importacion.rechazadas) == (12_000, 0)
    assert Evento.objects.filter(accion="Importó la solicitud").count() == 12_000
    antes = foto()
    assert importar(filas) == Resumen(leidas=12_000, sin_cambios=12_000)
    assert foto() == antes

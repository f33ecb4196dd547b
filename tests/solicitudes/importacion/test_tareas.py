"""Periodic work: waking up workers, deleting files."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as ajustes
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from redis import Redis

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.importacion import servicios, tasks
from solicitudes.importacion.enums import EstadoImportacion
from solicitudes.importacion.limpieza import borrar_archivos_caducos
from solicitudes.importacion.models import CONSERVACION, PLAZO_LATIDO, Importacion
from solicitudes.models import Solicitud
from tests.portal.mensajes.conftest import cola, tareas
from tests.solicitudes.importacion.archivos import csv_de, fila
from tests.solicitudes.importacion.conftest import Subir

pytestmark = pytest.mark.django_db
__all__ = ["cola"]


def test_el_barrido_despierta_a_un_trabajador_para_lo_que_espera(
    subir: Subir, revisar: Subir, cola: Redis
) -> None:
    espera, muerta, viva = (subir(csv_de([fila()])) for _ in range(3))
    por_confirmar = revisar(csv_de([fila()]))
    Importacion.objects.filter(pk=muerta.pk).update(
        latido=Now() - PLAZO_LATIDO - timedelta(seconds=1)
    )
    Importacion.objects.filter(pk=viva.pk).update(latido=Now())
    tasks.barrer_importaciones()
    encoladas = tareas(cola)
    assert {nombre for nombre, _, _ in encoladas} == {"procesar_importacion"}
    assert sorted(int(argumentos[0]) for _, argumentos, _ in encoladas) == [espera.pk, muerta.pk]
    # A backlog isn't queued over and over.
    assert all(
        datetime.fromisoformat(vence) <= timezone.now() + timedelta(seconds=tasks.PERIODO_BARRIDO)
        for _, _, vence in encoladas
        if vence
    )
    assert all(vence for _, _, vence in encoladas)
    assert por_confirmar.estado == EstadoImportacion.POR_CONFIRMAR


def test_la_tarea_revisa_y_despues_carga(subir: Subir, operador: Usuario) -> None:
    importacion = subir(csv_de([fila()]))
    tasks.procesar_importacion(importacion.pk)
    importacion.refresh_from_db()
    servicios.confirmar_importacion(importacion=importacion, actor=operador)
    tasks.procesar_importacion(importacion.pk)
    assert Solicitud.objects.count() == 1


def test_confirmar_encola_la_tarea_solo_con_la_clave(
    revisar: Subir,
    operador: Usuario,
    cola: Redis,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    importacion = revisar(csv_de([fila()]))
    with django_capture_on_commit_callbacks(execute=True):
        servicios.confirmar_importacion(importacion=importacion, actor=operador)
    [(nombre, argumentos, _)] = tareas(cola)
    assert nombre == "procesar_importacion"
    assert list(map(int, argumentos)) == [importacion.pk]


def test_las_tareas_estan_en_el_horario() -> None:
    programadas = {str(entrada["task"]) for entrada in ajustes.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.barrer_importaciones.name in programadas
    assert tasks.borrar_archivos_importados.name in programadas


def test_los_archivos_viejos_se_borran_y_las_cuentas_quedan(
    revisar: Subir,
    operador: Usuario,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    terminada = revisar(csv_de([fila(1), fila(3, tipo_certificado="")]))
    servicios.confirmar_importacion(importacion=terminada, actor=operador)
    tasks.procesar_importacion(terminada.pk)
    olvidada, reciente, en_curso = (revisar(csv_de([fila(5)])) for _ in range(3))
    rutas = {
        i.pk: Path(Importacion.objects.get(pk=i.pk).archivo.path)
        for i in (terminada, olvidada, reciente, en_curso)
    }
    Importacion.objects.exclude(pk=reciente.pk).update(
        actualizada=Now() - CONSERVACION - timedelta(minutes=1)
    )
    Importacion.objects.filter(pk=en_curso.pk).update(estado=EstadoImportacion.REVISANDO)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.borrar_archivos_importados()
    quedan = {pk for pk, ruta in rutas.items() if ruta.exists()}
    assert quedan == {reciente.pk, en_curso.pk}
    terminada.refresh_from_db()
    assert terminada.estado == EstadoImportacion.TERMINADA
    assert (terminada.nuevas, terminada.rechazadas) == (1, 1)
    assert not terminada.incidencias.exists()
    olvidada.refresh_from_db()
    assert olvidada.estado == EstadoImportacion.DESCARTADA
    ultimo = Evento.objects.de(olvidada)[0]
    assert (ultimo.accion, ultimo.origen) == ("Descartó la importación", "limpieza periódica")
    assert borrar_archivos_caducos() == 0

"""Celery tasks: what they carry, and what they leave in Redis."""

from datetime import datetime, timedelta

import pytest
from celery.app.task import Task
from django.db.models.functions import Now
from django.utils import timezone
from redis import Redis

from portal.mensajes import tasks
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.mensajes.politica import PERIODO_BARRIDO
from tests.portal.mensajes.conftest import Encolar, tareas

pytestmark = pytest.mark.django_db


def test_el_barrido_despierta_lo_debido_y_nada_mas(
    cola: Redis, encolar: Encolar, sms: SmsSaliente
) -> None:
    debido, futuro = encolar(), encolar()
    CorreoSaliente.objects.filter(pk=futuro.pk).update(proximo_intento=Now() + timedelta(hours=1))

    tasks.barrer_mensajes()

    encoladas = {(tarea, argumentos[0]) for tarea, argumentos, _ in tareas(cola)}
    assert encoladas == {("enviar_correo", str(debido.pk)), ("enviar_sms", str(sms.pk))}


def test_lo_que_encola_un_barrido_vence_antes_del_siguiente(
    cola: Redis, correo: CorreoSaliente
) -> None:
    tasks.barrer_mensajes()

    vence = tareas(cola)[0][2]
    assert vence is not None
    assert datetime.fromisoformat(vence) <= timezone.now() + PERIODO_BARRIDO


def test_el_barrido_no_toca_una_fila_fallida(cola: Redis, correo: CorreoSaliente) -> None:
    CorreoSaliente.objects.update(estado="fallido", proximo_intento=None)

    tasks.barrer_mensajes()

    assert tareas(cola) == []


def test_una_tarea_envia_su_fila(
    correo: CorreoSaliente, sms: SmsSaliente, al_buzon: object
) -> None:
    tasks.enviar_correo(str(correo.pk))
    tasks.enviar_sms(str(sms.pk))

    assert CorreoSaliente.objects.get().estado == "enviado"
    assert SmsSaliente.objects.get().estado == "enviado"


@pytest.mark.parametrize("tarea", [tasks.enviar_correo, tasks.enviar_sms])
def test_una_tarea_sobrevive_a_su_trabajador_y_nunca_es_eterna(tarea: Task[[str], None]) -> None:
    assert tarea.acks_late is True
    assert (tarea.soft_time_limit, tarea.time_limit) == (105, 120)

"""The periodic cleaning, as beat calls it."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.conf import settings
from django.utils import timezone

from portal.captcha import servicios
from portal.captcha.tasks import limpiar_captchas
from portal.celery import app

pytestmark = pytest.mark.django_db


def test_borra_los_vencidos_y_deja_los_vivos() -> None:
    vivo, vencido = (servicios.crear_desafio(visitante="a") for _ in range(2))
    CaptchaStore.objects.filter(hashkey=vencido).update(expiration=timezone.now())
    limpiar_captchas.apply().get()
    assert [fila.hashkey for fila in CaptchaStore.objects.all()] == [vivo]


def test_beat_la_llama_al_menos_tan_seguido_como_vencen() -> None:
    entradas = [
        entrada
        for entrada in settings.CELERY_BEAT_SCHEDULE.values()
        if entrada["task"] == limpiar_captchas.name
    ]
    assert len(entradas) == 1
    cada = entradas[0]["schedule"]
    assert isinstance(cada, timedelta)
    assert cada <= timedelta(minutes=settings.CAPTCHA_TIMEOUT)


def test_el_trabajador_la_conoce() -> None:
    app.loader.import_default_modules()
    assert limpiar_captchas.name in app.tasks

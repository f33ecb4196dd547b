"""The Celery application. Tasks only wake workers up: the database is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["portal.captcha", "contrasenas.sincronizacion"])
app.autodiscover_tasks(
    [f"mesa_ayuda.{parte}" for parte in ("cierre", "escalamiento", "pqrsa", "relojes")]
)

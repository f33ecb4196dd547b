"""The Celery application. Tasks only wake workers up: the database is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["portal.captcha", "contrasenas.sincronizacion"])
app.autodiscover_tasks(["mesa_ayuda.relojes", "mesa_ayuda.escalamiento", "mesa_ayuda.pqrsa"])

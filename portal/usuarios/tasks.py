"""Periodic cleaning."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog
from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

CONSERVACION = timedelta(days=30)


@shared_task
def limpiar_sesiones() -> None:
    """Delete expired sessions, and the traces of failed sign-ins after 30 days."""
    call_command("clearsessions")
    limite = timezone.now() - CONSERVACION
    AccessAttempt.objects.filter(attempt_time__lt=limite).delete()
    AccessFailureLog.objects.filter(attempt_time__lt=limite).delete()

"""Ground floor of the portal: what every service stands on."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]

"""The portal's own settings, with django-post_office beside it, aimed at the same mail server."""

import os

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "post_office"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("SUMIDERO", "0"))
# All of the packet in one go: the best that it can do.
POST_OFFICE = {"BATCH_SIZE": 1000}

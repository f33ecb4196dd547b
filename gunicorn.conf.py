"""How gunicorn serves the portal; `gunicorn` alone is the whole command."""

import os

wsgi_app = "portal.wsgi:application"
bind = os.environ.get("GUNICORN_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("GUNICORN_THREADS", "4"))
timeout = 30
graceful_timeout = 30
keepalive = 5
# A worker is replaced now and then, so that no leak can grow for ever.
max_requests = 20_000
max_requests_jitter = 2_000
# The request's own line comes from portal.trazas, as JSON and without addresses of pages.
accesslog = None
errorlog = "-"
# No remote control: the container engine starts and stops.
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108

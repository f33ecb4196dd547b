"""Settings of the project: one file, fed by environment variables (table in the README)."""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from portal.entorno import Entorno

RAIZ = Path(__file__).resolve().parent.parent
env = Entorno()

# Lets `ModelAdmin[Any]` and the like be written in code that runs, not only in the stubs.
django_stubs_ext.monkeypatch()

# --- Mode -------------------------------------------------------------------------------------
DESARROLLO = env.booleano("PORTAL_DEBUG", False)
PORTAL_DEMO = env.booleano("PORTAL_DEMO", DESARROLLO)
# The demo shows the pages that the public would see, those of errors too.
DEBUG = DESARROLLO and not PORTAL_DEMO
if PORTAL_DEMO and not DESARROLLO:
    raise ImproperlyConfigured("PORTAL_DEMO: sólo puede activarse con PORTAL_DEBUG=1.")

_claves = _motores = None
if DESARROLLO:
    # Development only: embedded engines and secrets made on first use, both under .local/.
    from portal.desarrollo import claves, motores

    _claves = claves.asegurar()
    _motores = motores.asegurar() if not env.texto("DATABASE_URL", "") else None

SECRET_KEY = env.texto("PORTAL_SECRET_KEY", _claves.secreto if _claves else None)
if not DESARROLLO and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    raise ImproperlyConfigured("PORTAL_SECRET_KEY: use al menos 50 caracteres aleatorios.")
# The first key encrypts; every one decrypts, so that keys can be rotated.
PORTAL_CLAVES_CIFRADO = env.claves_fernet(
    "PORTAL_CLAVES_CIFRADO", _claves.cifrado if _claves else None
)

# --- The portal -------------------------------------------------------------------------------
PORTAL_NOMBRE = env.texto("PORTAL_NOMBRE", "Portal de Certificación Digital")
PORTAL_ENTIDAD = env.texto("PORTAL_ENTIDAD", "Certicámara S.A.")
PORTAL_CIUDAD = env.texto("PORTAL_CIUDAD", "Bogotá D. C.")
PORTAL_URL = env.direccion_web(
    "PORTAL_URL", "http://localhost:8000" if DESARROLLO else None, segura=not DESARROLLO
)
PORTAL_URL_TRAMITE = env.direccion_web(
    "PORTAL_URL_TRAMITE", "https://solicitudes.certicamara.com/SSPS/Solicitudes/Login.aspx"
)
# The device's library. Never a field that staff fill in: whoever names it runs its code.
PORTAL_PKCS11_MODULO = env.texto("PORTAL_PKCS11_MODULO", "")
# Business days to object to a solution before its case closes by itself; 0: it never does.
PORTAL_DIAS_PARA_CERRAR = env.entero("PORTAL_DIAS_PARA_CERRAR", 10, maximo=365)
PORTAL_PROXY_HOPS = env.entero("PORTAL_PROXY_HOPS", 0, maximo=10)
ALLOWED_HOSTS = env.lista("PORTAL_HOSTS", "localhost,127.0.0.1,testserver" if DESARROLLO else None)
if not DESARROLLO and any("*" in anfitrion for anfitrion in ALLOWED_HOSTS):
    raise ImproperlyConfigured("PORTAL_HOSTS: nombre cada anfitrión; «*» no es seguro.")
# Container health checks ask on the loopback address.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [] if DESARROLLO else [PORTAL_URL]

INSTALLED_APPS = [
    "portal.administracion.apps.SitioConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "anymail",
    "axes",
    "captcha",
    "django_otp",
    "portal",
    "portal.auditoria",
    "portal.calendario",
    "portal.canales",
    "portal.firma",
    "portal.mensajes",
    "portal.paginas",
    "portal.usuarios",
    "solicitudes",
    "solicitudes.importacion",
    "contrasenas.apps.ContrasenasConfig",
    "mesa_ayuda.apps.MesaAyudaConfig",
]

MIDDLEWARE = [
    "portal.trazas.TrazaMiddleware",
    "portal.proxy.ProxySinDeclararMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.seguridad.CabecerasMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.paginas.errores.LimiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RAIZ / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.paginas.contexto.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, broker ------------------------------------------------------------------
_conexion = environ.Env.db_url_config(
    env.texto("DATABASE_URL", _motores.database_url if _motores else None)
)
if not str(_conexion.get("ENGINE", "")).endswith("postgresql"):
    raise ImproperlyConfigured("DATABASE_URL: sólo se admite PostgreSQL (postgresql://…).")
# Seconds. A server that does not answer would otherwise hold each thread for two minutes.
_conexion["OPTIONS"] = {"connect_timeout": 10, **_conexion.get("OPTIONS", {})}
DATABASES = {"default": {**_conexion, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}

REDIS_URL = env.texto("REDIS_URL", _motores.redis_url if _motores else None)
if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL: se espera redis://, rediss:// o unix://…")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
if REDIS_URL.startswith("rediss://") and "ssl_cert_reqs=" not in REDIS_URL:
    # Celery's transport, unlike redis-py, would take any certificate.
    CELERY_BROKER_URL += f"{'&' if '?' in REDIS_URL else '?'}ssl_cert_reqs=required"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A worker killed half-way gives its task back; rows are claimed, so a second run does no harm.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 60 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * 60 * 60,
    # A request must not hang on a broker that does not answer.
    "socket_connect_timeout": 3,
    "socket_timeout": 10,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "America/Bogota"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "limpiar-captchas": {
        "task": "portal.captcha.tasks.limpiar_captchas",
        "schedule": timedelta(minutes=10),
    },
    "barrer-mensajes": {
        "task": "portal.mensajes.tasks.barrer_mensajes",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "limpiar-activaciones": {
        "task": "contrasenas.tasks.limpiar_activaciones",
        "schedule": timedelta(hours=1),
    },
    "barrer-envios": {
        "task": "contrasenas.tasks.barrer_envios",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "borrar-codigos-vencidos": {
        "task": "solicitudes.tasks.borrar_codigos_vencidos",
        "schedule": timedelta(hours=1),
    },
    "sembrar-festivos": {
        "task": "portal.calendario.tasks.sembrar_festivos",
        "schedule": crontab(hour="2", minute="10", day_of_month="1"),
    },
}

# Each minute; a sweep that comes late leaves it to the next one.
CELERY_BEAT_SCHEDULE |= {
    nombre: {"task": tarea, "schedule": timedelta(minutes=1), "options": {"expires": 60}}
    for nombre, tarea in {
        "barrer-correos": "mesa_ayuda.tasks.barrer_correos",
        "barrer-importaciones": "solicitudes.importacion.tasks.barrer_importaciones",
        "barrer-operaciones": "contrasenas.tasks.barrer_operaciones",
        "leer-buzones": "mesa_ayuda.tasks.leer_buzones",
        "escalar-casos": "mesa_ayuda.escalamiento.tasks.escalar_casos",
        "vigilar-relojes": "mesa_ayuda.relojes.tasks.vigilar_relojes",
    }.items()
}
# Once a day, a quarter past that hour.
CELERY_BEAT_SCHEDULE |= {
    tarea: {"task": tarea, "schedule": crontab(hour=hora, minute="15")}
    for tarea, hora in {
        "portal.usuarios.tasks.limpiar_sesiones": "3",
        "solicitudes.importacion.tasks.borrar_archivos_importados": "4",
        "mesa_ayuda.cierre.tasks.cerrar_casos_resueltos": "6",
        "mesa_ayuda.pqrsa.tasks.avisar_por_vencer": "7",
    }.items()
}
CELERY_BEAT_SCHEDULE["sincronizar-matriculados"] = {
    # Each hour of the small ones: whatever is new is taken once.
    "task": "contrasenas.sincronizacion.tasks.sincronizar_matriculados_diario",
    "schedule": crontab(hour="1-8", minute="20"),
    "options": {"expires": 60 * 60},
}

# --- Users and sessions -----------------------------------------------------------------------
AUTH_USER_MODEL = "usuarios.Usuario"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["portal.usuarios.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
# Lock-out by user name and address together: nobody can lock out somebody else from afar.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "portal.visitante.primera_de_la_red"
AXES_LOCKOUT_CALLABLE = "portal.usuarios.bloqueo.responder"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "portal.sesiones"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_NAME = "sesion" if DESARROLLO else "__Host-sesion"
CSRF_COOKIE_NAME = "csrf" if DESARROLLO else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DESARROLLO
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# In the session, not in a cookie of their own: the privacy notice names two cookies.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "portal.paginas.errores.csrf"

# Applications whose rows belong to some of the staff only (a chamber's own people): their history
# is shown by object, behind that object's permissions, and not in the list of all of it.
HISTORIAL_APARTE = frozenset({"contrasenas"})

# --- Security headers -------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not DESARROLLO
SECURE_REDIRECT_EXEMPT = [r"^salud/"]
SECURE_HSTS_SECONDS = 0 if DESARROLLO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DESARROLLO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PORTAL_PROXY_HOPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Under the names of Django 6.0, so that the upgrade deletes portal/seguridad.py.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "manifest-src": ["'self'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Addresses where the public may send files, and of how many bytes each.
PORTAL_SUBIDAS_PUBLICAS = {
    "firma:archivo": 10 * 1024 * 1024,
    "mesa_ayuda:nuevo": 18 * 1024 * 1024,
    "mesa_ayuda:caso": 18 * 1024 * 1024,
    "pqrsa:radicar": 18 * 1024 * 1024,
}
FILE_UPLOAD_HANDLERS = [
    "portal.subidas.SoloDelPersonal",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Language, time, files --------------------------------------------------------------------
LANGUAGE_CODE = "es-co"
LANGUAGES = [("es-co", "Español (Colombia)")]
# Before the catalogues of the applications: ours mends some of their sentences.
LOCALE_PATHS = [RAIZ / "portal" / "locale"]
USE_TZ = True
TIME_ZONE = "America/Bogota"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.texto("PORTAL_ESTATICOS", str(RAIZ / ".local" / "estaticos")))
STATICFILES_DIRS = [RAIZ / "static"]
# Private: served only by views that check who asks, never by the web server.
MEDIA_ROOT = Path(env.texto("PORTAL_ARCHIVOS", str(RAIZ / ".local" / "archivos")))
MEDIA_URL = ""
# Where SIREP leaves <code of the chamber>.csv each night; empty: nothing is read by itself.
PORTAL_SIREP = env.texto("PORTAL_SIREP", "")
FILE_UPLOAD_PERMISSIONS = 0o600
_estaticos = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DESARROLLO
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _estaticos},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DESARROLLO

# --- Outgoing mail and SMS --------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.texto(
    "PORTAL_CORREO_REMITENTE", f"{PORTAL_NOMBRE} <no-responder@localhost>" if DESARROLLO else None
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "portal.mensajes.buzon.BuzonBackend"
    if PORTAL_DEMO
    else "anymail.backends.sendgrid.EmailBackend"
)
ANYMAIL = {
    "SENDGRID_API_KEY": env.texto("SENDGRID_API_KEY", "" if PORTAL_DEMO else None),
    "SENDGRID_API_URL": env.direccion_web(
        "SENDGRID_API_URL", "https://api.sendgrid.com/v3", segura=not DESARROLLO
    )
    + "/",
    "REQUESTS_TIMEOUT": (5, 20),
    # «user:password» of the address that SendGrid posts incoming mail to.
    "WEBHOOK_SECRET": env.texto("ANYMAIL_WEBHOOK_SECRET", ""),
    # One-time links and codes must reach the reader as they were written.
    "SEND_DEFAULTS": {"track_clicks": False, "track_opens": False},
}
# Anymail's maintainers can no longer test SendGrid for themselves; our tests do, against a server
# that speaks its API.
SILENCED_SYSTEM_CHECKS = ["anymail.W003"]
TWILIO_ACCOUNT_SID = env.texto("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = env.texto("TWILIO_AUTH_TOKEN", "")
TWILIO_NUMERO = env.texto("TWILIO_NUMERO", "")
TWILIO_API_URL = env.direccion_web(
    "TWILIO_API_URL", "https://api.twilio.com", segura=not DESARROLLO
)

# --- CAPTCHA ----------------------------------------------------------------------------------
CAPTCHA_CHALLENGE_FUNCT = "portal.captcha.desafio.generar"
CAPTCHA_TIMEOUT = 10
CAPTCHA_TEST_MODE = False

# --- Logs: one JSON object a line, with the request's id and no personal data -------------------
_nivel = env.opcion("PORTAL_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"traza": {"()": "portal.trazas.TrazaFiltro"}},
    "formatters": {"json": {"()": "portal.trazas.FormatoJson"}},
    "handlers": {
        "consola": {
            "class": "logging.StreamHandler",
            "filters": ["traza"],
            "formatter": "json",
        }
    },
    "root": {"handlers": ["consola"], "level": _nivel},
    "loggers": {
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        # Every request has one line of ours already (portal.trazas), without its address.
        "django.server": {"level": "CRITICAL", "propagate": False, "handlers": []},
    },
}
LOGGING_CONFIG = "logging.config.dictConfig"

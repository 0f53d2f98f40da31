"""Settings: the environment first, embedded defaults second.

With nothing set, everything lives below ``PLUMBLINE_HOME`` (``.plumbline`` beside
``manage.py``): a SQLite database, the image store, a secret key made at first start.
Production sets ``DATABASE_URL``, ``PLUMBLINE_BROKER_URL`` and ``PLUMBLINE_ALLOWED_HOSTS``.
"""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from planning.config import secrets_file
from planning.config.database import database_settings

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PLUMBLINE_HOME = Path(env("PLUMBLINE_HOME", default=str(BASE_DIR / ".plumbline"))).absolute()
PLUMBLINE_DATA = Path(env("PLUMBLINE_DATA", default=str(PLUMBLINE_HOME / "data"))).absolute()
PLUMBLINE_VERSION = "0.1.0"

DEBUG = env.bool("PLUMBLINE_DEBUG", default=False)
SECRET_KEY = env("PLUMBLINE_SECRET_KEY", default="") or secrets_file.secret_key(PLUMBLINE_HOME)
ALLOWED_HOSTS = env.list("PLUMBLINE_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("PLUMBLINE_TRUSTED_ORIGINS", default=[])
PLUMBLINE_TLS = env.bool("PLUMBLINE_TLS", default=False)

INSTALLED_APPS = [
    "planning",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "planning.web.middleware.NoStoreMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "planning.config.urls"
ASGI_APPLICATION = "planning.config.asgi.application"
WSGI_APPLICATION = "planning.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "planning.web.context.product",
            ],
        },
    },
]

DATABASES = {
    "default": database_settings(
        env("DATABASE_URL", default=f"sqlite:///{PLUMBLINE_HOME / 'plumbline.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -------------------------------------------------------------------------
AUTH_USER_MODEL = "planning.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "password"]

# --- Browser ------------------------------------------------------------------------
SESSION_COOKIE_NAME = "plumbline_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = PLUMBLINE_TLS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = PLUMBLINE_TLS
CSRF_FAILURE_VIEW = "planning.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = PLUMBLINE_TLS
SECURE_HSTS_SECONDS = 31_536_000 if PLUMBLINE_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PLUMBLINE_TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Words and time -----------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("PLUMBLINE_TIME_ZONE", default="UTC")

# --- Static files -------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("PLUMBLINE_STATIC_ROOT", default=str(PLUMBLINE_HOME / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "planning.config.static.ModuleManifestStorage"},
}

# --- API ----------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["planning.api.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["planning.api.permissions.Denied"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "planning.api.errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": (
        "Orthopaedic preoperative planning. Research and education; not a medical device."
    ),
    "VERSION": PLUMBLINE_VERSION,
    "SERVE_INCLUDE_SCHEMA": True,
    "SERVE_PERMISSIONS": ["planning.api.permissions.SignedIn"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "HipSideEnum": ["R", "L"],
        "PlanSideEnum": "planning.plans.models.Side",
        "JobStateEnum": "planning.jobs.models.JobState",
        "StudyStateEnum": "planning.studies.models.Study.State",
    },
}

# --- Jobs ---------------------------------------------------------------------------
PLUMBLINE_BROKER_URL = env("PLUMBLINE_BROKER_URL", default="memory://localhost/")
BELL = "planning.config.celery.app"
JOB_LEASE_S = env.float("PLUMBLINE_JOB_LEASE_S", default=20.0)
JOB_SWEEP_S = 0.25
# With the pauses of planning/jobs/work.py an archive may be away for minutes.
JOB_MAX_ATTEMPTS = 10

# --- PACS ---------------------------------------------------------------------------
RECEIVER_AE_TITLE = env("PLUMBLINE_AE_TITLE", default="PLUMBLINE")
RECEIVER_HOST = env("PLUMBLINE_RECEIVER_HOST", default="127.0.0.1")
RECEIVER_PORT = env.int("PLUMBLINE_RECEIVER_PORT", default=11113)
RECEIVER_SPOOL = PLUMBLINE_DATA / "spool"
# Films of a C-GET come through our own upper layer; off, through pynetdicom.
OWN_RECEIVE = env.bool("PLUMBLINE_OWN_RECEIVE", default=True)

# --- Serving ------------------------------------------------------------------------
# With nginx in front, the path of an internal location that maps to the cache folder.
ACCEL_REDIRECT_PREFIX = env("PLUMBLINE_ACCEL_REDIRECT", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING_CONFIG = "planning.config.logging.configure"
LOGGING = {"level": env("PLUMBLINE_LOG_LEVEL", default="INFO")}

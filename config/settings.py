"""One settings file, driven by the environment; a bad value stops the start with a clear word.

Variables: FAIRLEAD_ENV (development, demo, production), SECRET_KEY, ALLOWED_HOSTS,
CSRF_TRUSTED_ORIGINS, DATABASE_URL, REDIS_URL, FAIRLEAD_VAR, FAIRLEAD_MEDIA, FAIRLEAD_QUEUE,
EMAIL_URL, EMAIL_FOLDER, DEFAULT_FROM_EMAIL, SITE_URL, LOG_LEVEL, PLANNING_MEMORY, API_RATES,
PROXIES, OPENID_PROVIDERS, SECOND_FACTOR (required or optional), and config/embedder.py's.
"""

import os
from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp import constants as csp
from django.core.exceptions import ImproperlyConfigured

from config import embedder, mail, queues, rest, signin
from config.desk import UNFOLD  # noqa: F401 (a setting)
from config.services import addresses, secrets, state

# Lets annotations such as ModelAdmin[Edition] run as code.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_FOLDER = state.var_folder(BASE_DIR)


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values of a variable, without blanks."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """One of `choices`, the first by default; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r}: use one of {', '.join(choices)}.")
    return value


def env_number(name: str, default: int) -> int:
    """A whole number above 0; ImproperlyConfigured for anything else."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not int(value):
        raise ImproperlyConfigured(f"{name}={value!r}: use a whole number above 0.")
    return int(value)


ENVIRONMENT = env_choice("FAIRLEAD_ENV", ("development", "demo", "production"))
PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "development"

if PRODUCTION and not os.environ.get("SECRET_KEY"):
    raise ImproperlyConfigured("FAIRLEAD_ENV=production needs SECRET_KEY (50 random characters).")
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.secret_key(BASE_DIR)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.humanize",  # the templates of allauth's list of keys
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "pgtrigger",
    "pghistory",
    "config",
    "foundation",
    "accounts",
    "expo",
    "exhibitors",
    "buyers",
    "matchmaking",
    # After our own, whose templates go before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "foundation.asked.without_null",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.language.persons_language",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.second_factor.organizers_second_factor",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Writes who did it into every history row of the request.
    "pghistory.middleware.HistoryMiddleware",
    # Last: it turns a refused sign-in into an answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "foundation.rendering.PortalForms"

# The portal's pages run no script and no style but their own files. The desk's theme needs more.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
    },
}

DATABASE_URL = os.environ.get("DATABASE_URL") or addresses.database_url(BASE_DIR)
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must be a PostgreSQL address (postgres://…).")
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

REDIS_URL = os.environ.get("REDIS_URL") or addresses.redis_url(BASE_DIR)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

CELERY_BROKER_URL = REDIS_URL
# Progress and results live in the database, so that nothing is lost with the broker.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = queues.DEFAULT
PLANNING_QUEUE, FRESH_QUEUE = queues.PLANNING, queues.FRESH
CELERY_TASK_QUEUES, CELERY_TASK_ROUTES = queues.QUEUES, queues.ROUTES
CELERY_BEAT_SCHEDULE = queues.BEAT
PLANNING_MEMORY = env_number("PLANNING_MEMORY", 4096)  # MiB, for the solver's own process

EMBEDDER = embedder.embedder_settings()

# Only production sends; elsewhere each e-mail is a file, so that no demo writes to anybody.
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Fairlead <fairlead@localhost>")
# What e-mails' links begin with.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
EMAIL_FILE_PATH = os.environ.get("EMAIL_FOLDER") or VAR_FOLDER / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'filebased'}.EmailBackend"
EMAIL_TIMEOUT = 20
vars().update(mail.smtp_settings(os.environ.get("EMAIL_URL", "smtp://localhost:25")))

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    # An organizer's role holds at one edition.
    "accounts.roles.OrganizerBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.language.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
vars().update({**signin.MFA_SETTINGS, **signin.SOCIAL_SETTINGS})
vars().update({**signin.AXES_SETTINGS, **signin.RATE_SETTINGS})
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_PROVIDERS = signin.providers()
# The demo's organizer signs in with what is printed; a real one enrols at the first sign-in.
SECOND_FACTOR = env_choice(
    "SECOND_FACTOR", ("required", "optional") if PRODUCTION else ("optional", "required")
)
ORGANIZERS_NEED_SECOND_FACTOR = SECOND_FACTOR == "required"

# Proxies in front whose X-Forwarded-For is believed.
PROXIES = env_number("PROXIES", 1) if PRODUCTION or os.environ.get("PROXIES") else 0
REST_FRAMEWORK = {**rest.REST_FRAMEWORK, "NUM_PROXIES": PROXIES}
SPECTACULAR_SETTINGS = rest.SPECTACULAR_SETTINGS
API_RATES = rest.api_rates()
# Addresses that webhooks may reach although they are private, as host:port; for tests only.
WEBHOOK_ALLOWED: list[str] = []

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ru", "Русский"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
# Collected for production only; elsewhere WhiteNoise serves straight from the packages.
STATIC_ROOT = BASE_DIR / "var" / "static" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
# Pictures and papers that people upload; served by `matchmaking.views.media` only.
MEDIA_ROOT = Path(os.environ.get("FAIRLEAD_MEDIA") or VAR_FOLDER / "media").resolve()
FILE_UPLOAD_HANDLERS = [
    "foundation.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# The proxy in front speaks HTTPS; /healthz and /readyz are asked from inside, in plain HTTP.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
X_FRAME_OPTIONS = "DENY"

# What happened is append-only: PostgreSQL itself refuses to change or delete a history row.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING").upper()},
}

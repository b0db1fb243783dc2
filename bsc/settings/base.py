"""Settings that every way of running shares. Each variable is described in docs/operations.md."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
env = Env()

SECRET_KEY = ""
DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "bsc.urls"
WSGI_APPLICATION = "bsc.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "template_partials",
    "csp",
    "bsc.tenancy",
    "bsc.ui",
    "bsc.audit",
    "bsc.files",
    "bsc.exports",
    "bsc.mail",
    "bsc.notifications",
    "bsc.accounts",
    "collaboratives",
    "collaboratives.framework",
    "collaboratives.schedule",
    "collaboratives.workplan",
    "collaboratives.community",
    "collaboratives.setup",
    "centers",
    "centers.assessment",
    "metrics",
    "pdsa",
    "learning_sessions",
    "bsc.reports",
    "bsc.home",
    "bsc.embedded",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "bsc.files.middleware.LargestRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bsc.accounts.middleware.LanguageMiddleware",
    "bsc.accounts.middleware.PrivatePagesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bsc.ui.middleware.HtmxSignInMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bsc.ui.middleware.HtmxMessagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bsc.accounts.middleware.SecondFactorMiddleware",
    "collaboratives.middleware.TenantScopeMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.static",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bsc.home.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "bsc.ui.forms.Renderer"

DATABASE_ENGINE = "bsc.tenancy.postgresql"
DATABASE_OPTIONS: dict[str, Any] = {
    "ENGINE": DATABASE_ENGINE,
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    # A server-side cursor would outlive the scope it was opened in.
    "DISABLE_SERVER_SIDE_CURSORS": True,
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
# Somebody unknown gets a kind mail of our own; allauth's would point to a sign-up page.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_ADAPTER = "bsc.accounts.adapter.AccountAdapter"
# Limits count by address or person, never by network: forty people sign in from one room.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "bsc.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "BSC"
MFA_FORMS = {
    "activate_totp": "bsc.accounts.forms.ActivateSecondFactorForm",
    "authenticate": "bsc.accounts.forms.SecondFactorForm",
    "reauthenticate": "bsc.accounts.forms.ConfirmSecondFactorForm",
}
# Set in production, where implementation team and organization admins must have one.
SECOND_FACTOR_REQUIRED = False
SESSION_COOKIE_AGE = 180 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
# "reviewed" or "machine draft"; a draft language says so on every page.
LANGUAGE_STATES = {"en": "reviewed", "es": "machine draft"}
FORMAT_MODULE_PATH = ["bsc.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "bsc.home.finders.PlotlyFinder",
]
MEDIA_ROOT = BASE_DIR / ".bsc" / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

# The outbox hands over to this backend; nothing else sends mail.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 30
# Seconds after which a message that a worker took and did not finish counts as left behind.
MAIL_LEASE = 120
DEFAULT_FROM_EMAIL = "BSC <bsc@localhost>"
SITE_URL = "http://localhost:8000"

CELERY_BROKER_URL = "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

REST_FRAMEWORK: dict[str, Any] = {
    # The key comes first, so that who is nobody yet is answered 401 and not 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "bsc.api.keys.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["bsc.api.parsing.JsonParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "bsc.api.schema.Described",
    "EXCEPTION_HANDLER": "bsc.api.problems.answer_problem",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "BSC",
    "DESCRIPTION": "What a team tests and counts in a collaborative. See docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/c/{slug}",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "CommentKind": "pdsa.enums.Kind",
        "CycleStatus": "pdsa.enums.Status",
        "MeasureKind": "metrics.enums.Kind",
        "MetricStage": "metrics.enums.MetricStage",
        "RampStage": "pdsa.enums.Stage",
        "SubmissionStatus": "metrics.enums.SubmissionStatus",
        "TeamStatus": "centers.models.CoreTeam.Status",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "bsc.api.schema.add_problems",
    ],
}

# The pattern page with every component; on for development and the demonstration.
BSC_STYLEGUIDE = False
# The demonstration: personas sign in by a button, mail lands on a page. Never in production.
BSC_DEMO = False
# Where the demonstration keeps its data.
BSC_DATA = BASE_DIR / ".bsc"

# Django tells of 404 and 429 with the path; a code in it shall not be kept anywhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_secrets": {"()": "bsc.logs.HideSecrets"}},
    "loggers": {
        "django.request": {"filters": ["hide_secrets"]},
        "django.security.csrf": {"filters": ["hide_secrets"]},
    },
}

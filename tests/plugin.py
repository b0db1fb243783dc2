"""Starts the test database before Django's settings load; stops it after the last test.

Loaded with ``-p tests.plugin``, because pytest-django reads the settings before any conftest.
Workers of a parallel run find the address in the environment.
"""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
_started = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    if "DATABASE_URL" not in os.environ:
        from bsc.embedded import server  # noqa: PLC0415 -- only the first process needs it

        running = server.start(CHECKOUT / ".bsc" / "test-postgres")
        _started.append(running)
        os.environ["DATABASE_URL"] = running.url()
        # Each run has databases of its own, so that two runs in one checkout do not meet.
        os.environ["BSC_TEST_RUN"] = str(os.getpid())
        running.drop_databases_of_dead_runs()


def pytest_unconfigure(config):
    while _started:
        _started.pop().stop()

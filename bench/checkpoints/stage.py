"""A province of its own for measurements: database, web server, devices and their batches.

The database is a new embedded cluster with `synchronous_commit=on` (the server's own setting); the
web server is started as `lachan serve` starts it. Batches are made and signed before the clock
runs: that is the phones' work, not the server's.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config import embedded_postgres  # noqa: E402

BATCH = 50


@dataclass
class Stage:
    """Where everything is."""

    home: Path
    url: str
    port: int
    devices: list[Any] = field(default_factory=list)
    server: subprocess.Popen[bytes] | None = None

    def connection(self) -> http.client.HTTPConnection:
        """A line of one client, kept open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def kill_database(self) -> int:
        """kill -9 the postmaster and all that it started; how many processes."""
        data = embedded_postgres.locate(self.home).data
        postmaster = int((data / "postmaster.pid").read_text().split()[0])
        pids = [postmaster, *_children(postmaster)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


@contextlib.contextmanager
def stage(
    port: int, devices: int, *, durable: bool = True, restart: bool = False, worker: bool = False
) -> Iterator[Stage]:
    """A new province with a web server and devices; thrown away afterwards.

    Without `durable` the database answers before it has written: the control of the fault test.
    """
    home = Path(tempfile.mkdtemp(prefix="lachan-bench-"))
    home.chmod(0o711)
    os.environ["LACHAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        with embedded_postgres.running(home, restart=restart) as url:
            os.environ["DATABASE_URL"] = url
            if not durable:
                _answer_before_writing(home)
            import django

            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            here = Stage(home, url, port, devices=list(_enrolled(devices)))
            processes = [_web_server(port)]
            if worker:
                processes.append(
                    subprocess.Popen([sys.executable, "-m", "config.worker"], cwd=ROOT)
                )
            here.server = processes[0]
            try:
                _wait_for(here)
                yield here
            finally:
                for process in processes:
                    process.terminate()
                for process in processes:
                    _end(process)
                from django.db import connections

                for each in connections.all(initialized_only=True):
                    each.close()
                    each.close_pool()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answer_before_writing(home: Path) -> None:
    import psycopg

    cluster = embedded_postgres.locate(home)
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server:
        server.execute("ALTER SYSTEM SET synchronous_commit = off")
        server.execute("ALTER ROLE lachan SET synchronous_commit = off")
        server.execute("SELECT pg_reload_conf()")


def _web_server(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "2"),
            *("--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
            "config.wsgi:application",
        ],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LACHAN_LOG_LEVEL": "CRITICAL"},
    )


def _wait_for(here: Stage) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            line = here.connection()
            line.request("GET", "/api/v1/devices/self/work")
            line.getresponse().read()
            return
        if here.server is not None and here.server.poll() is not None:
            raise RuntimeError("the web server ended while it started")
        time.sleep(0.2)  # a port that opens tells nobody: it is asked again
    raise RuntimeError("the web server did not start")


def _enrolled(number: int) -> Iterator[Any]:
    from lachan.checkpoints.actions.enrolling import enrol, set_code
    from lachan.checkpoints.models import Post
    from lachan.checkpoints.tests.client import ModelDevice
    from lachan.core.actor import system

    now = datetime.now(UTC)
    for position in range(number):
        post = Post.objects.create(
            path=f"96/964/chot-{position}/",
            unit_path="96/964/",
            code=f"chot-{position}",
            name=f"Chốt {position}",
            opened_on=now.date(),
        )
        code = f"MADOLUONG{position:03d}"
        set_code(system("bench"), post, code, now=now)
        device = ModelDevice(name=f"Máy {position}")
        answer = enrol(code, device.name, device.public_key, now=now)
        assert answer is not None
        device.enrolled(
            {"device": answer.device, "token": answer.token, "sealing_key": answer.sealing_key}
        )
        yield device


def events_of(device: Any, number: int) -> list[dict[str, Any]]:
    """Sealed passages, chained and with their digests, as the app makes them."""
    from lachan.checkpoints.tests.client import a_passage

    moment = datetime.now(UTC)
    made = []
    for position in range(number):
        person = random.randrange(10**8)
        made.append(device.capture("passage", a_passage(person), moment))
        if position % 200 == 0:
            device.outbox.clear()
    device.outbox.clear()
    return made


def request_of(device: Any, events: list[dict[str, Any]]) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one batch."""
    body = device.batch(events, datetime.now(UTC))
    return body, {
        "Authorization": device.authorization,
        "Lachan-Signature": device.signature(body),
        "Content-Type": "application/json",
    }

"""Commands of the whole system: serve, worker, demo, reset, migrate, messages."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from lachan.core.refused import Refused

app = typer.Typer()
ROOT = Path(__file__).resolve().parent.parent
DEMO_DAY = "2021-09-15T09:00"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    demo: Annotated[
        bool, typer.Option(help="Load the demo province into an empty system.")
    ] = False,
    today: Annotated[str, typer.Option(help="Start the clock here, e.g. 2021-09-15T09:00.")] = "",
) -> None:
    """Serve the pages and run the jobs, with the embedded database if none is configured.

    Example: lachan serve --demo
    """
    from config import clock
    from config.database import home, is_new, ready

    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        raise Refused(f"something already listens on {host}:{port}; stop it, or choose --port")
    if today:
        clock.play(today, home())
    elif demo and is_new() and not os.environ.get("LACHAN_TODAY"):
        clock.play(DEMO_DAY, home())
    with ready(restart=True, migrate=True):
        if demo:
            from config.demo import load_if_empty

            load_if_empty(progress=True)
        children = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                    *("--host", host, "--port", str(port), "--workers", "2"),
                    *("--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
                    "config.wsgi:application",
                ],
                cwd=ROOT,
            ),
            subprocess.Popen([sys.executable, "-m", "config.worker"], cwd=ROOT),
        ]
        _listening(host, port, children)
        print(f"\n  Lá Chắn: http://{host}:{port}\n", flush=True)
        if demo:
            from config.demo import print_accounts

            print_accounts()
        _wait(children)


def _listening(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Return once the server answers, so that the address is printed when it can be opened."""
    while all(child.poll() is None for child in children):
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            children[0].wait(0.2)


def _wait(children: list[subprocess.Popen[bytes]]) -> None:
    """Until one child ends or we are told to stop; then end the others, which we started."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            while all(child.poll() is None for child in children):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    children[0].wait(1)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()


@app.command()
def worker() -> None:
    """Run the jobs only (serve already does): reactions, messages and the schedule."""
    from config.database import ready

    with ready():
        from config.worker import run

        run()


@app.command()
def migrate() -> None:
    """Bring the database to the present schema."""
    from config.database import ready

    with ready(migrate=True):
        print("the database is up to date")


@app.command()
def demo(
    documents: Annotated[
        list[Path] | None, typer.Argument(help="Documents to take in; without any, our examples.")
    ] = None,
    today: Annotated[
        str, typer.Option(help="The instant at which the demo stands, e.g. 2021-09-15T09:00.")
    ] = DEMO_DAY,
) -> None:
    """Fill an empty system with a demo province: units, organisations, people, documents, tasks.

    Example: lachan demo --today 2021-09-15T09:00
    """
    from config import clock
    from config.database import home, ready

    clock.play(today, home())
    with ready(migrate=True):
        from config.demo import load, print_accounts

        load(documents or [], progress=True)
        print_accounts()


@app.command()
def reset(
    yes: Annotated[bool, typer.Option(help="Do not ask.")] = False,
) -> None:
    """Throw the embedded database and all stored files away."""
    import shutil

    from config import clock, embedded_postgres
    from config.database import home

    if os.environ.get("DATABASE_URL"):
        raise Refused("DATABASE_URL is set: reset throws away only the embedded database")
    if not yes:
        typer.confirm("Throw all data away?", abort=True)
    embedded_postgres.erase(home())
    (home() / clock.FILE).unlink(missing_ok=True)
    shutil.rmtree(home() / "files", ignore_errors=True)
    shutil.rmtree(home() / "tracing", ignore_errors=True)
    print("the data is gone; `make run` starts anew")


@app.command()
def messages() -> None:
    """Build the Vietnamese catalogue from its fragments."""
    from config.catalogue import build

    print(f"{build()} messages")


@app.command(hidden=True, context_settings={"ignore_unknown_options": True})
def manage(arguments: list[str]) -> None:
    """Run a Django management command, on the same database."""
    from config.database import ready

    with ready():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["lachan", *arguments])

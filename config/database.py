"""Make the database reachable for a command: the configured server, or the embedded one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


def home() -> Path:
    """The folder of the embedded database and of stored files."""
    default = Path(__file__).resolve().parent.parent / ".lachan"
    return Path(os.environ.get("LACHAN_HOME") or default)


@contextlib.contextmanager
def ready(*, restart: bool = False, migrate: bool = False) -> Iterator[None]:
    """Django set up on a running database for the time of the block.

    Without `DATABASE_URL` the embedded server is used, and started if it is not running; its
    address goes into the environment so that child processes use the same server.
    """
    from config import clock, embedded_postgres

    clock.resume(home())
    with contextlib.ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            url = stack.enter_context(embedded_postgres.running(home(), restart=restart))
            os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        if migrate:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
        yield
        from django.db import connections

        connections.close_all()


def is_new() -> bool:
    """Whether nothing was ever kept in this folder: the moment to choose the demo's day."""
    # A folder that was only made ready for it (a volume, mkdir) is as new as none.
    return not home().exists() or not any(home().iterdir())

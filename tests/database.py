"""A real PostgreSQL for every test run: the configured server, or a cluster of our own.

A pytest plugin, loaded before Django reads its settings. The controlling process starts the
cluster once, in a new folder; parallel workers get its address from the environment and make a
database each.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

_stack = ExitStack()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _provide_database() -> None:
    if "DATABASE_URL" in os.environ:
        return
    from config.embedded_postgres import running

    home = Path(tempfile.mkdtemp(prefix="lachan-test-"))
    home.chmod(0o711)
    _stack.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["LACHAN_HOME"] = str(home / "home")
    os.environ["DATABASE_URL"] = _stack.enter_context(running(home))


_provide_database()


def pytest_unconfigure() -> None:
    _stack.close()

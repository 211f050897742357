"""How this engine's loops are compiled, and where the compiled code is kept between starts.

Numba keeps compiled functions beside their source and compiles again when that file changes, but
not when a file changes from which a function was inlined. So the folder is named by a digest of
all sources of compiled functions: a new version never runs old code.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba

HERE = Path(__file__).parent


def loop(function: Callable[..., Any]) -> Any:
    """`function`, compiled; it lets other threads run meanwhile."""
    return _declare(function, nogil=True)


def inlined(function: Callable[..., Any]) -> Any:
    """`function`, written into each compiled function that calls it."""
    return _declare(function, inline="always")


def _declare(function: Callable[..., Any], **options: Any) -> Any:
    # Only for our own functions: other users of Numba keep their own folder.
    settings: Any = numba.config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(FOLDER)
    try:
        return numba.njit(cache=True, **options)(function)
    finally:
        settings.CACHE_DIR = before


def _folder() -> Path:
    folders = (HERE, HERE.parent / "reading")
    sources = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    sources.append(HERE.parent / "tables.py")
    digest = blake2b(b"".join(path.read_bytes() for path in sources), digest_size=8).hexdigest()
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for parent in (HERE / "__pycache__", home / "lachan", Path(tempfile.gettempdir())):
        folder = parent / f"numba-{numba.__version__}-{digest}"
        if folder.is_dir() and os.access(folder, os.W_OK):
            return folder
        try:
            folder.mkdir(parents=True)
        except OSError:
            continue
        for older in parent.glob("numba-*"):
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
        return folder
    raise OSError("no folder can be written to, to keep compiled code in")


FOLDER = _folder()

"""The machine's cores, for compiled functions that release the interpreter's lock.

Plain threads rather than compiled parallel loops: they survive a fork of the server, serve several
traces at once, and the order of results never depends on which core was faster.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

_pool: ThreadPoolExecutor | None = None
_pool_of = 0
_lock = Lock()


def share(function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """`function(*a)` for each a of `arguments`, at once; the results in their order."""
    if len(arguments) < 2:
        return [function(*each) for each in arguments]
    waiting = [_workers().submit(function, *each) for each in arguments[1:]]
    first = function(*arguments[0])
    return [first, *(each.result() for each in waiting)]


def _workers() -> ThreadPoolExecutor:
    global _pool, _pool_of
    with _lock:
        # A fork leaves the pool's threads behind: the child makes its own.
        if _pool is None or _pool_of != os.getpid():
            _pool, _pool_of = ThreadPoolExecutor(max(1, CORES - 1), "tracing"), os.getpid()
        return _pool

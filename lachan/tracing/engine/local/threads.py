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

# Into how many pieces work is cut, so that nobody waits long for a core that drew a heavy one.
PARTS = 3 * CORES if CORES > 1 else 1

_pool: ThreadPoolExecutor | None = None
_pool_of = 0
_lock = Lock()


def share(function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """`function(*a)` for each a of `arguments`, at once; the results in their order.

    Each core takes the next one when it is free, the caller's among them.
    """
    if len(arguments) < 2 or CORES < 2:
        return [function(*each) for each in arguments]
    results: list[Any] = [None] * len(arguments)
    waiting = iter(enumerate(arguments))

    def work() -> None:
        # Taking the next from an iterator is one step under the interpreter's lock.
        for number, each in waiting:
            results[number] = function(*each)

    others = [_workers().submit(work) for _ in range(min(CORES, len(arguments)) - 1)]
    work()
    for other in others:
        other.result()
    return results


def _workers() -> ThreadPoolExecutor:
    global _pool, _pool_of
    with _lock:
        # A fork leaves the pool's threads behind: the child makes its own.
        if _pool is None or _pool_of != os.getpid():
            _pool, _pool_of = ThreadPoolExecutor(max(1, CORES - 1), "tracing"), os.getpid()
        return _pool

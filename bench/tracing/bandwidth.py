"""How fast this machine's memory is, measured as STREAM does, on all its cores."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

WORDS = 16_000_000  # 128 MB an array, far beyond the caches
ROUNDS = 5


@numba.njit(nogil=True)
def _triad(a, b, c):  # type: ignore[no-untyped-def]
    for i in range(len(a)):
        a[i] = b[i] + 3.0 * c[i]


@numba.njit(nogil=True, fastmath=True)
def _total(a):  # type: ignore[no-untyped-def]
    total = 0.0
    for i in range(len(a)):
        total += a[i]
    return total


def bandwidth() -> dict[str, float]:
    """Bytes a second: `triad` (two reads and a write) and `read`, each the best of five."""
    cores = os.cpu_count() or 1
    parts = [tuple(np.ones(WORDS // cores) for _ in range(3)) for _ in range(cores)]

    def best(work: Callable[..., object], size: int) -> float:
        with ThreadPoolExecutor(cores) as workers:
            times = []
            for _ in range(ROUNDS + 1):
                began = time.perf_counter()
                list(workers.map(work, parts))
                times.append(time.perf_counter() - began)
        return size * WORDS / min(times[1:])  # the first compiles

    return {
        "triad": best(lambda part: _triad(*part), 24),
        "read": best(lambda part: [_total(column) for column in part], 24),
    }

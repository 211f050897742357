"""Trace everybody on the index as it stands."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import numpy as np

from lachan.tracing.actions.indexing import Standing, current_index
from lachan.tracing.engine.tables import Cases, Exposures, Numbers, Terms
from lachan.tracing.queries.windows import Windows, ill, looked_back_to, terms, windows


@dataclass(frozen=True)
class Traced:
    """One answer of the engine: from which cases, by which numbers, in how many milliseconds.

    Windows that ended before `looked_back_to` were left out; `ill` are the people who are cases,
    those of such windows too. `stamp` is equal for two traces that cannot differ: the same index,
    cases and numbers, in whatever process.
    """

    standing: Standing
    windows: Windows
    looked_back_to: datetime
    ill: Numbers
    terms: Terms
    labels: Exposures
    milliseconds: float
    stamp: str


def trace_everyone(now: datetime, followed_days: int = 0) -> Traced:
    """From all standing cases together: each person's labels over all of them.

    followed_days: for how many days somebody who met a case is followed at most.
    """
    since = looked_back_to(now, followed_days)
    begin = windows(now, since)
    standing = current_index(now)
    rules = terms(now)
    everyone_ill = np.union1d(begin.person, ill(now))
    stamp = _stamp(standing, begin.cases(), everyone_ill, rules)
    began = time.perf_counter()
    labels = standing.index.trace(begin.cases(), rules)
    taken = (time.perf_counter() - began) * 1000
    return Traced(standing, begin, since, everyone_ill, rules, labels, taken, stamp)


def met_each_day(traced: Traced) -> tuple[Numbers, Numbers, Exposures]:
    """(case, morning, exposure): who met each case itself on each day, by the first meeting.

    `morning` is the midnight with which the day began, or the beginning of the window.
    """
    by_day = traced.windows.by_day()
    position, met = traced.standing.index.each(by_day.cases(), traced.terms)
    return by_day.case[position], by_day.since[position], met


def _stamp(standing: Standing, cases: Cases, everyone_ill: Numbers, rules: Terms) -> str:
    digest = blake2b(repr((standing.generation, rules)).encode(), digest_size=16)
    for column in (cases.person, cases.since, cases.until, everyone_ill):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()

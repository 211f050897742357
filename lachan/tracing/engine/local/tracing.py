"""A trace on an index: level after level, until nobody new is reached."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from lachan.tracing.engine.local import levels
from lachan.tracing.engine.local.gathering import gathered
from lachan.tracing.engine.local.longs import Longs
from lachan.tracing.engine.local.meeting import NEVER, meet_groups
from lachan.tracing.engine.local.numbering import ABSENT
from lachan.tracing.engine.local.threads import CORES, PARTS, share
from lachan.tracing.engine.local.workspace import Workspace
from lachan.tracing.engine.tables import FOREVER, Cases, Exposures, Numbers, Terms

REACH = 50  # see `levels.advance`; the answer does not depend on either
SHARED = 40_000 if CORES > 1 else 2**62

_NOBODY = -(2**31)  # no exposure of a case is ever news

if TYPE_CHECKING:
    from lachan.tracing.engine.local.index import Index

Progress = Callable[[int, int], None]


def trace(index: Index, cases: Cases, terms: Terms, progress: Progress | None = None) -> Exposures:
    """Everyone exposed to `cases` by the meaning in docs/formats.md, with the evidence.

    progress: called with (level, people labelled at it) after each level.
    """
    if terms.levels < 1 or terms.minimum < 0 or terms.latency < 0:
        raise ValueError("levels start at 1; minimum and latency are not negative")
    workspace = index.borrow()
    run = _Run(index, workspace, terms)
    run.start(cases, progress)
    exposures = run.exposures()
    run.clear()
    # Only now: a trace that was broken off leaves its workspace to the dustman.
    index.give_back(workspace)
    return exposures


class _Run:
    def __init__(self, index: Index, workspace: Workspace, terms: Terms) -> None:
        self.index, self.workspace, self.terms = index, workspace, terms
        self.counts: list[int] = []
        self.cases: Numbers = np.empty(0, np.int32)
        self.horizon = min(int(terms.horizon), int(FOREVER))

    # 1. From the cases on, each level's people are the next one's sources.

    def start(self, cases: Cases, progress: Progress | None) -> None:
        index, state = self.index, self.workspace.state
        number = index.persons.numbers_of(cases.person)
        known = number != ABSENT
        person, since, until = number[known], cases.since[known], cases.until[known]
        self.cases = person
        state[2 * self.cases + 1] = _NOBODY
        labelled = 0
        self.workspace.prepare(1)
        # A person with several windows opens them one after the other: they are never joined.
        for turn in _turns(person):
            sources = person[turn]
            state[2 * sources] = np.clip(since[turn] - index.base, -1, NEVER)
            self.workspace.until[sources] = until[turn]
            labelled = self._level(1, sources, labelled)
            levels.close_sources(sources, state)
        for level in range(1, self.terms.levels + 1):
            if level > 1:
                self.workspace.prepare(level)
                sources = self.workspace.labels(level - 1)[0][: self.counts[-1]]
                labelled = self._level(level, sources, 0)
                levels.close_sources(sources, state)
            levels.open_sources(
                *self.workspace.labels(level), labelled, state, self.terms.minimum,
                self.terms.latency, index.base,
            )  # fmt: skip
            self.counts.append(labelled)
            if progress:
                progress(level, labelled)
            if not labelled:
                break

    # 2. One level: meetings of long stays, contact rows, then day after day.

    def _level(self, level: int, sources: Numbers, labelled: int) -> int:
        index, space, terms = self.index, self.workspace, self.terms
        opening = level == 1
        horizon = int(FOREVER) if opening else self.horizon
        rules = (space.state, space.until, opening, terms.minimum, horizon, index.base)
        names = (index.persons.ids, index.places.ids, index.setting_of)
        room = (space.found[0], space.instants[0])
        kept = (space.slots(level)[-1], *space.labels(level))
        for longs, named in ((index.longs, False), (index.contacts, True)):
            if len(longs.person):
                labelled = levels.meet_longs(
                    sources, *rules, *names, _longs(longs), _way(longs), named, *room, *kept,
                    labelled,
                )  # fmt: skip
        table = index.table()
        active = levels.count_active(table, sources, space.state, index.base)
        day = 0
        while True:
            day, way, touched, space.stamp, labelled, chain = levels.advance(
                table, day, sources, active, *rules, *names, _longs(index.longs),
                _way(index.longs), space.scratch[0], *room, space.stamps, space.stamp,
                space.touched, space.heads, space.flags, *kept, labelled, REACH, SHARED,
            )  # fmt: skip
            if way == levels.FINISHED:
                return labelled
            groups = space.touched[:touched] if way == levels.TOUCHED else space.touched[:0]
            parts = _shares(touched if way == levels.TOUCHED else index.days[day].starts)
            labelled = self._day(
                parts,
                (table, day, groups, space.heads, chain, space.flags, True),
                rules,
                kept,
                labelled,
            )
            day += 1

    def _day(
        self,
        parts: list[tuple[int, int]],
        where: tuple[Any, ...],
        rules: tuple[Any, ...],
        kept: tuple[Any, ...],
        labelled: int,
    ) -> int:
        """One day's meetings, shared between the cores; returns how many are labelled now.

        Each part's labels are kept as soon as it is through, one part at a time, while others still
        meet. What those see of the state may be older or newer: it only decides how many meetings
        that are no news are passed over early. What is kept of each person is the least under an
        order without ties, whoever comes first; so the answer does not depend on the threads.
        """
        index, space = self.index, self.workspace
        keeping = Lock()

        def meet(part: int, first: int, last: int) -> None:
            nonlocal labelled
            found, instants = space.found[part], space.instants[part]
            count = meet_groups(
                *where, first, last, *rules, index.persons.ids, _longs(index.longs),
                space.scratch[part], found, instants,
            )  # fmt: skip
            with keeping:
                labelled = levels.keep(
                    found, instants, count, space.state, self.terms.minimum, index.base,
                    index.persons.ids, index.places.ids, index.setting_of, *kept, labelled,
                )  # fmt: skip

        share(meet, [(part, *bounds) for part, bounds in enumerate(parts)])
        return labelled

    # 3. The labels as columns, sorted by person and level.

    def exposures(self) -> Exposures:
        index, space = self.index, self.workspace
        total, depth = sum(self.counts), len(self.counts)
        whose = [space.labels(level)[0][:count] for level, count in enumerate(self.counts, 1)]
        if total * 16 > len(index.persons):
            persons, rank = np.arange(len(index.persons), dtype=np.int32), index.rank()
        else:
            persons = np.unique(np.concatenate(whose))
            rank = np.argsort(np.argsort(index.persons.ids[persons])).astype(np.int32)
        columns = gathered(
            persons,
            rank,
            space.slots(depth),
            [space.labels(level)[1] for level in range(1, depth + 1)],
            space.rows(total),
            self.terms.minimum,
            (index.persons.ids, index.places.ids, index.setting_of),
        )
        return Exposures(**columns, settings=index.settings)

    def clear(self) -> None:
        state, space = self.workspace.state, self.workspace
        for level, count in enumerate(self.counts, start=1):
            levels.forget(space.labels(level)[0][:count], state, space.slots(level)[-1])
        state[2 * self.cases] = NEVER
        state[2 * self.cases + 1] = NEVER - 1


def _turns(person: Numbers) -> list[Numbers]:
    """Positions in `person` such that nobody stands twice in one turn."""
    if len(person) == 1:
        return [np.zeros(1, np.int64)]
    order = np.argsort(person, kind="stable")
    ordered = person[order]
    first = np.searchsorted(ordered, ordered, "left")
    turn = np.arange(len(person)) - first
    return [order[turn == number] for number in range(int(turn.max(initial=-1)) + 1)]


def _longs(table: Longs) -> tuple[Numbers, ...]:
    return table.person, table.entered, table.left, table.seat, table.starts


def _way(table: Longs) -> tuple[Numbers, ...]:
    return table.by_person, table.persons_at, table.place


def _shares(groups: Numbers | int) -> list[tuple[int, int]]:
    """PARTS runs of groups; of about as many stays each where starts are given."""
    if isinstance(groups, int):
        bounds = np.linspace(0, groups, PARTS + 1).astype(np.int64)
    else:
        cuts = np.linspace(0, groups[-1], PARTS + 1)[1:-1]
        bounds = np.array([0, *np.searchsorted(groups, cuts), len(groups) - 1])
    return [(int(a), int(b)) for a, b in pairwise(bounds) if b > a]

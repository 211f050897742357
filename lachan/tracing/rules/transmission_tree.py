"""Where a transmission tree is drawn: one row a case, its day across, lines from source to case.

Units are those of the drawing (at its full size one unit is one CSS pixel). Rows follow the tree:
under each case those that it infected, the earliest first, so that lines cross little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lachan.core.dates import at, day_of
from lachan.tracing.rules.clusters import Member

ROW, TOP, LEFT, NAMES, FOOT = 32, 40, 16, 240, 12
WIDEST_DAY, NARROWEST_DAY, ACROSS = 44, 8, 720
# Today is drawn where the last case is not longer ago than this.
RECENT = timedelta(days=14)
# So many units a day date stands apart from the next.
LABEL_EVERY = 48


@dataclass(frozen=True, slots=True)
class Mark:
    """One case of the drawing; the window's bar runs from `bar_x`, `bar_width` wide (0: none)."""

    id: int
    x: int
    y: int
    bar_x: int
    bar_width: int
    is_open: bool
    name_x: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a source case to the case `id`; `d` is the path, `x`, `y` where it is touched."""

    id: int
    d: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing; `now_x` is None where today lies to the right of what is drawn."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    top: int
    now_x: int | None


def rows_of(members: Sequence[Member]) -> list[Member]:
    """Cases in the order of their rows; what lies in a circle comes last."""
    known = {member.id for member in members}
    below: dict[int | None, list[Member]] = defaultdict(list)
    for member in sorted(members, key=lambda one: (one.day, one.id)):
        below[member.source if member.source in known else None].append(member)
    rows: list[Member] = []
    waiting = list(reversed(below[None]))
    while waiting:
        member = waiting.pop()
        rows.append(member)
        waiting.extend(reversed(below[member.id]))
    drawn = {member.id for member in rows}
    return [*rows, *(member for member in members if member.id not in drawn)]


def drawing_of(members: Sequence[Member], now: datetime) -> Drawing:
    """The drawing of a cluster's cases. Raises ValueError for none."""
    rows = rows_of(members)
    first = min(min(m.day, day_of(m.since) if m.since else m.day) for m in rows)
    last = max(max(m.day, day_of(m.until or now) if m.since else m.day) for m in rows)
    if timedelta(0) < day_of(now) - last <= RECENT:
        last = day_of(now)
    days = (last - first).days + 2
    step = max(NARROWEST_DAY, min(WIDEST_DAY, ACROSS // days))
    origin = at(first, 0)

    def x_of(instant: datetime) -> int:
        return LEFT + round((instant - origin) / timedelta(days=1) * step)

    marks = {}
    for position, member in enumerate(rows):
        x = x_of(at(member.day, 12))
        until = member.until or now
        bar_x = x_of(member.since) if member.since else x
        bar_width = max(0, x_of(until) - bar_x) if member.since else 0
        marks[member.id] = Mark(
            id=member.id,
            x=x,
            y=TOP + ROW * position + ROW // 2,
            bar_x=bar_x,
            bar_width=bar_width,
            is_open=member.since is not None and member.until is None,
            name_x=max(x + 12, bar_x + bar_width) + 8,
        )
    end = LEFT + days * step
    return Drawing(
        width=max(end, max(mark.name_x for mark in marks.values())) + NAMES,
        height=TOP + ROW * len(rows) + FOOT,
        marks=tuple(marks.values()),
        lines=tuple(_lines(rows, marks)),
        ticks=tuple(_ticks(first, days, step)),
        top=TOP,
        now_x=x_of(now) if x_of(now) <= end else None,
    )


def _lines(rows: Sequence[Member], marks: Mapping[int, Mark]) -> list[Line]:
    """Down (or up) from the source, then across to the case."""
    found = []
    for member in rows:
        source = marks.get(member.source) if member.source is not None else None
        if source is None or member.source == member.id:
            continue
        mark = marks[member.id]
        d = f"M{source.x} {source.y}V{mark.y}H{mark.x}"
        found.append(Line(member.id, d, (source.x + mark.x) // 2, mark.y))
    return found


def _ticks(first: date, days: int, step: int) -> list[Tick]:
    every = next(n for n in (1, 2, 7, 14, 28, 84, 364) if n * step >= LABEL_EVERY or n == 364)
    found = []
    for number in range(0, days, every):
        day = first + timedelta(days=number)
        found.append(Tick(LEFT + number * step, f"{day.day}/{day.month}"))
    return found

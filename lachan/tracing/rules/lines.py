"""Lines of an investigation: what may be written, which versions stand beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lachan.core.dates import at, day_of
from lachan.tracing.rules.limits import BOUNDS
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import AT_A_PLACE, LimitName, LineKind

LARGEST_ROW = 254
# As far as anybody may be asked to look back, so far back and so long a line is believed.
MOST_DAYS = BOUNDS[LimitName.LOOK_BACK_DAYS].highest
# The night and the whole of today end after now, though what is told of them has begun.
_STILL_GOING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the rules need of a line; `path` values are empty where nothing is known."""

    id: int
    kind: LineKind
    started_at: datetime
    replaces: int | None
    is_struck: bool
    venue_path: str = ""
    met_path: str = ""
    person_path: str = ""


def obstacles_to_line(
    kind: LineKind,
    span: Span,
    *,
    has_place: bool,
    has_met: bool,
    words: str,
    row: int | None,
    is_closed: bool,
    zero_on: date,
    now: datetime,
) -> list[str]:
    """Why the line cannot be written; empty where it can. Days before the first one are allowed.

    How far they may lie before `zero_on`, from which one looks back, is bounded, and so is the
    length of a line: a year that was mistyped would put the person at the place for all of it.
    """
    reasons = []
    if is_closed:
        reasons.append(_("The investigation is closed; open it again to add lines."))
    if span.started_at > now or span.ended_at > now + _STILL_GOING:
        reasons.append(_("What is told lies in the future; check the day and the hour."))
    if span.started_at < at(zero_on - timedelta(days=MOST_DAYS), 0):
        reasons.append(
            _(
                "What is told lies more than %(days)d days before the sample or the report; "
                "check the day."
            )
            % {"days": MOST_DAYS}
        )
    if span.ended_at - span.started_at > timedelta(days=MOST_DAYS):
        reasons.append(
            _("A line tells of %(days)d days at most; check when it ended.") % {"days": MOST_DAYS}
        )
    if kind in AT_A_PLACE and not has_place:
        reasons.append(_("Say which place it was."))
    if kind == LineKind.MET and not has_met:
        reasons.append(_("Say who was met."))
    if kind == LineKind.EVENT and not words.strip():
        reasons.append(_("Write what happened."))
    if row is not None and not 0 <= row <= LARGEST_ROW:
        reasons.append(_("A seat row is a number from 0 to %(last)d.") % {"last": LARGEST_ROW})
    return reasons


def by_day(lines: Iterable[LineFacts], days: Iterable[date]) -> dict[date, list[int]]:
    """Day -> ids of its lines in order of time; all days, and those before and after with lines."""
    found: dict[date, list[int]] = {day: [] for day in days}
    for line in sorted(lines, key=lambda line: (line.started_at, line.id)):
        found.setdefault(day_of(line.started_at), []).append(line.id)
    return dict(sorted(found.items(), reverse=True))


def versions_beside(lines: Iterable[LineFacts]) -> dict[int, tuple[int, ...]]:
    """Standing line -> the other standing lines that go back to the same line.

    Two who corrected one line at once wrote two versions: both stand until somebody strikes one,
    also where one of them is corrected once more.
    """
    lines = list(lines)
    before = {line.id: line.replaces for line in lines if line.replaces is not None}
    told: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        if line.replaces is None or line.is_struck:
            continue
        first = line.replaces
        while first in before:
            first = before[first]
        told[first].append(line.id)
    return {
        one: tuple(other for other in ids if other != one)
        for ids in told.values()
        if len(ids) > 1
        for one in ids
    }


def responsible(line: LineFacts) -> frozenset[str]:
    """The paths that must know of a line: of the place, of who was met, of who lives there."""
    if line.kind == LineKind.EVENT:
        return frozenset()
    if line.kind == LineKind.HOUSEHOLD:
        return frozenset(filter(None, {line.venue_path, line.person_path}))
    return frozenset(filter(None, {line.venue_path, line.met_path}))

"""One coming out of what several sources say, whatever the order in which they spoke.

1. Words belong to one coming when their instants hang together: each within the window of another.
2. Of each question the best source answers: who saw the person knows when, the latest words know
   where to.
3. Facts are united; what nobody told stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from lachan.people.terms import SourceKind
from lachan.policies.rules.facts import Dose, Facts, Stay, Test

T = TypeVar("T")

# Who knows best when somebody came: who saw it, then who carried, then who told of it.
_KNOWS_WHEN = (
    SourceKind.PASSAGE,
    SourceKind.BORDER,
    SourceKind.MANIFEST,
    SourceKind.KEYED,
    SourceKind.DECLARATION,
    SourceKind.LIST_ROW,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What one source told, as far as joining needs it; `reference` breaks every tie."""

    reference: str
    kind: SourceKind
    said_at: datetime
    came_at: datetime
    recorded_path: str
    facts: Facts
    from_words: str = ""
    from_path: str = ""
    plate: str = ""
    trip_words: str = ""
    destination_words: str = ""
    destination_path: str = ""
    hamlet: str = ""
    symptoms: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """What all sources of one coming tell together."""

    path: str
    arrived_at: datetime
    facts: Facts
    from_words: str
    from_path: str
    plate: str
    trip_words: str
    destination_words: str
    destination_path: str
    hamlet: str
    symptoms: str


def hanging_together(instants: Sequence[datetime], window: timedelta) -> list[list[int]]:
    """Positions of the instants in groups: two are in one when a chain of gaps of at most
    `window` links them. Groups and positions in order of time."""
    order = sorted(range(len(instants)), key=lambda i: (instants[i], i))
    groups: list[list[int]] = []
    for position in order:
        if groups and instants[position] - instants[groups[-1][-1]] <= window:
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def joined(told: Sequence[Told]) -> Coming:
    """The coming that these words (at least one) tell; their order does not matter."""
    by_knowledge = sorted(told, key=lambda t: (_KNOWS_WHEN.index(t.kind), t.came_at, t.reference))
    latest = sorted(told, key=lambda t: (t.said_at, t.reference), reverse=True)
    arrived_at = by_knowledge[0].came_at
    place = next((t for t in latest if t.destination_path), None) or next(
        (t for t in latest if t.destination_words), latest[0]
    )
    origin = next((t for t in latest if t.from_path), None) or next(
        (t for t in latest if t.from_words), latest[0]
    )
    return Coming(
        path=_responsible(place, by_knowledge[0]),
        arrived_at=arrived_at,
        facts=replace(united([t.facts for t in told]), arrived_at=arrived_at),
        from_words=origin.from_words,
        from_path=origin.from_path,
        plate=_first(t.plate for t in by_knowledge),
        trip_words=_first(t.trip_words for t in by_knowledge),
        destination_words=place.destination_words,
        destination_path=place.destination_path,
        hamlet=place.hamlet,
        symptoms=_first(t.symptoms for t in latest),
    )


def _responsible(place: Told, witness: Told) -> str:
    """The unit that watches: the destination's, if it lies in the province of who recorded it."""
    for path in (place.destination_path,):
        if path and _province(path) == _province(place.recorded_path):
            return path
    return place.recorded_path or witness.recorded_path


def _province(path: str) -> str:
    return path.partition("/")[0]


def _first(words: Any) -> str:
    return next((word for word in words if word), "")


def united(parts: Sequence[Facts]) -> Facts:
    """All facts of several sources; unknown only where no source knew.

    The nearest contact, the latest exposure and the latest recovery win: they are the ones that
    ask for care.
    """
    levels = [f.contact_level for f in parts if f.contact_level is not None]
    recoveries = [f.recovered_on for f in parts if f.recovered_on is not None]
    exposures = [f.last_exposure_at for f in parts if f.last_exposure_at is not None]
    arrivals = [f.arrived_at for f in parts if f.arrived_at is not None]
    starts = [f.measure_started_on for f in parts if f.measure_started_on is not None]
    said = [f.has_recovered for f in parts if f.has_recovered is not None]
    return Facts(
        stays=_all([f.stays for f in parts], _stay_key),
        arrived_at=min(arrivals, default=None),
        vaccinations=_all([f.vaccinations for f in parts], _dose_key),
        recovered_on=max(recoveries, default=None),
        has_recovered=any(said) if said else None,
        tests=_all([f.tests for f in parts], _test_key),
        contact_level=min(levels, default=None),
        last_exposure_at=max(exposures, default=None),
        measure_started_on=min(starts, default=None),
    )


def _all(parts: Sequence[tuple[T, ...] | None], key: Any) -> tuple[T, ...] | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return tuple(sorted({row for part in known for row in part}, key=key))


def _stay_key(stay: Stay) -> tuple[Any, ...]:
    return (stay.since or date.min, stay.until or date.max, stay.area)


def _dose_key(dose: Dose) -> tuple[Any, ...]:
    return (dose.given_on, dose.number or 0, dose.product)


def _test_key(test: Test) -> tuple[Any, ...]:
    taken = test.taken_at or _EPOCH
    return (taken, test.result_at or _EPOCH, test.kind, test.result, test.ct or 0.0)

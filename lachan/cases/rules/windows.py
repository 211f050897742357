"""From when until when a case may infect others, by the protocol of the day of its report.

QĐ 5053/QĐ-BYT (3/12/2020): from three days before onset until isolation. CV 11042/BYT-DP
(29/12/2021): from two days before onset, without symptoms before the positive sample, until a
negative test or CT > 30. Without symptoms, before CV 11042: from the day of the sample. The days
are figures of `policies` (dated rows); none of them stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lachan.cases.terms import WindowBasis
from lachan.core.dates import at, day_of

BEFORE_ONSET = "infectious-before-onset-days"
BEFORE_SAMPLE = "infectious-before-sample-days"
# Where this figure holds, isolation alone does not end the window: a test does.
UNTIL_CT = "infectious-until-ct"


@dataclass(frozen=True, slots=True)
class Figure:
    """A protocol's figure as it holds at a unit on a day."""

    name: str
    value: Decimal
    valid_from: date
    source: str

    @property
    def reference(self) -> str:
        """How a case names the version: `infectious-before-onset-days@2020-12-03`."""
        return f"{self.name}@{self.valid_from.isoformat()}"


@dataclass(frozen=True, slots=True)
class Protocol:
    """The figures that a window needs; None where none is in force."""

    before_onset: Figure | None = None
    before_sample: Figure | None = None
    until_ct: Figure | None = None


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """What a window is derived from; `is_standing` is false for a discarded case."""

    is_standing: bool
    onset_on: date | None = None
    sampled_at: datetime | None = None
    isolated_at: datetime | None = None
    cleared_at: datetime | None = None
    outcome_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when; no beginning: nothing can be said; no end: until now.

    `protocol` names the figure's version, `source` its document; both are empty where no figure
    was in force and the window begins with the very day of onset or sample.
    """

    begins_at: datetime | None = None
    ends_at: datetime | None = None
    basis: WindowBasis | str = ""
    protocol: str = ""
    source: str = ""


def infectious_window(facts: WindowFacts, protocol: Protocol) -> Window:
    """When the case may have infected others.

    1. A discarded case has no window, nor has one of which neither onset nor sample is known.
    2. It begins so many whole days before the day of onset; without an onset, before the day of
       the first positive sample. Where the sample was positive before the first symptoms, the
       earlier of the two counts: nobody is infectious only from a day on which they were before.
    3. It ends with isolation, or, where the protocol asks for a test, when the person was
       cleared by one; the end of the episode ends it in any case. Whoever was isolated before it
       began met nobody: the window is empty, its end is its beginning.
    """
    begins: list[tuple[datetime, WindowBasis, Figure | None]] = []
    if facts.is_standing and facts.onset_on:
        begins.append(
            _begin(facts.onset_on, WindowBasis.ONSET, protocol.before_onset),
        )
    if facts.is_standing and facts.sampled_at:
        begins.append(
            _begin(day_of(facts.sampled_at), WindowBasis.SAMPLE, protocol.before_sample),
        )
    if not begins:
        return Window()
    begins_at, basis, figure = min(begins, key=lambda each: each[0])
    stops = facts.cleared_at if protocol.until_ct else facts.isolated_at
    ends = [instant for instant in (stops, facts.outcome_at) if instant]
    return Window(
        begins_at=begins_at,
        ends_at=max(begins_at, min(ends)) if ends else None,
        basis=basis,
        protocol=figure.reference if figure else "",
        source=figure.source if figure else "",
    )


def _begin(
    day: date, basis: WindowBasis, figure: Figure | None
) -> tuple[datetime, WindowBasis, Figure | None]:
    days = int(figure.value) if figure else 0
    return at(day - timedelta(days=days), 0), basis, figure

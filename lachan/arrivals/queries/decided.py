"""What was decided for whom in the last days, for the preview of a rule's change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lachan.arrivals.queries.arrivals import visible_arrivals
from lachan.arrivals.rules.keeping import from_json
from lachan.core.actor import Actor
from lachan.core.scope import within
from lachan.policies.rules.facts import Facts
from lachan.policies.terms import Measure


def decided_between(
    actor: Actor, path: str, since: datetime, until: datetime
) -> Iterator[tuple[str, Facts, Measure | None]]:
    """For each coming in sight below `path` with since <= arrival < until: the unit that watches,
    what is known, and the measure in force (None: undetermined). Nothing names the person."""
    rows = (
        visible_arrivals(actor)
        .filter(within((path,)), arrived_at__gte=since, arrived_at__lt=until)
        .order_by("pk")
        .values_list("path", "facts", "measure")
    )
    for where, facts, measure in rows.iterator(chunk_size=2000):
        yield where, from_json(facts), Measure(measure) if measure else None

"""Household watch: every person from outside, in every household, by hamlet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from lachan.arrivals.models import Arrival, TeamMember, WatchTeam
from lachan.arrivals.queries.arrivals import for_rows, visible_arrivals
from lachan.arrivals.queries.declarations import answering_members
from lachan.arrivals.terms import WATCHED, Permission
from lachan.core.actor import Actor
from lachan.core.scope import within
from lachan.core.text import folded

MOST = 3_000


@dataclass
class WatchedHousehold:
    """One roof: its address and everyone from outside under it."""

    address: str
    people: list[Arrival] = field(default_factory=list)


@dataclass
class WatchedHamlet:
    """A hamlet, who answers for it, and its households."""

    name: str
    answers: TeamMember | None
    households: list[WatchedHousehold] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many people from outside stay in it."""
        return sum(len(household.people) for household in self.households)


def watched(actor: Actor, commune: str, on: date) -> list[WatchedHamlet]:
    """The people from outside in a commune whose watch is not over on the day, by hamlet and roof.

    Who has no measure any more (its last day is past) is left out; who has none set, or an
    undetermined one, is watched. Hamlets in order of their names, the unnamed one last.
    """
    rows = for_rows(
        visible_arrivals(actor)
        .filter(within((commune,)), state__in=WATCHED)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    ).order_by("hamlet", "household_key", "arrived_at", "pk")[:MOST]
    return by_hamlet(rows, answering_members(commune, on))


def by_hamlet(rows: Iterable[Arrival], members: dict[str, TeamMember]) -> list[WatchedHamlet]:
    """The people put under their roofs, the roofs into their hamlets."""
    hamlets: dict[str, WatchedHamlet] = {}
    households: dict[tuple[str, str], WatchedHousehold] = {}
    for row in rows:
        key = folded(row.hamlet)
        hamlet = hamlets.get(key)
        if hamlet is None:
            hamlet = hamlets[key] = WatchedHamlet(row.hamlet, members.get(key) or members.get(""))
        household = households.get((key, row.household_key))
        if household is None:
            household = WatchedHousehold(row.destination_words)
            households[key, row.household_key] = household
            hamlet.households.append(household)
        household.people.append(row)
    return sorted(hamlets.values(), key=lambda hamlet: (not hamlet.name, folded(hamlet.name)))


def teams(actor: Actor, on: date) -> list[WatchTeam]:
    """The community teams in sight that hold on the day, with their members."""
    rows = WatchTeam.objects.visible_to(actor, Permission.READ).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    )
    return list(rows.prefetch_related("members").order_by("path", "hamlet", "name", "pk"))

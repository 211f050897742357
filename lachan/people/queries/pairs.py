"""Pairs of persons that may be one, for those who may decide at both persons' units."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.people.models import CandidatePair, LinkingRun, Merge, Person
from lachan.people.rules.linking import LIKELY, NEAR_CERTAIN
from lachan.people.terms import PairState, Permission

BANDS = {
    "near_certain": Q(probability__gte=NEAR_CERTAIN),
    "likely": Q(probability__gte=LIKELY, probability__lt=NEAR_CERTAIN),
    "possible": Q(probability__lt=LIKELY),
}


def pairs(actor: Actor, *, state: str = PairState.OPEN) -> QuerySet[CandidatePair]:
    """The pairs of which the actor may decide on both persons, the surest first.

    `state` empty: decided ones as well.
    """
    scopes = actor.paths_for(Permission.LINK)
    rows: QuerySet[CandidatePair] = CandidatePair.objects.filter(
        within(scopes), within(scopes, "other_path")
    )
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("left", "right", "decided_by")


def get_pair(actor: Actor, pair_id: int) -> CandidatePair:
    """The pair, whatever its state, or NotThere."""
    pair = pairs(actor, state="").filter(pk=pair_id).first()
    if pair is None:
        raise NotThere
    return pair


def next_pair(actor: Actor, after: CandidatePair) -> CandidatePair | None:
    """The open pair that follows in the order of the list; the first when there is none."""
    rows = pairs(actor)
    later = rows.filter(
        Q(weight__lt=after.weight) | Q(weight=after.weight, pk__gt=after.pk)
    ).first()
    return later or rows.exclude(pk=after.pk).first()


def how_many_open(actor: Actor) -> dict[str, int]:
    """Open pairs by band, counted up to 1,000 each: more is "more than a thousand"."""
    return {name: pairs(actor).filter(band)[:1000].count() for name, band in BANDS.items()}


def sides(pair: CandidatePair) -> list[dict[str, Any]]:
    """What is known of the two persons, column by column, for the page that compares them."""
    found = []
    for root in (pair.left, pair.right):
        rows = Person.objects.filter(root=root)
        found.append(
            {
                "person": root,
                "names": sorted({row.full_name for row in rows}),
                "identifiers": [
                    number
                    for row in rows.prefetch_related("identifiers")
                    for number in row.identifiers.all()
                ],
                "residences": [
                    residence
                    for row in rows.prefetch_related("residences")
                    for residence in row.residences.all()
                ],
                "sources": [
                    source
                    for row in rows.prefetch_related("sources")
                    for source in row.sources.all()
                ],
                "household": root.household,
                "others": list(
                    Person.objects.filter(household=root.household)
                    .exclude(root=root)
                    .roots()
                    .order_by("pk")[:8]
                )
                if root.household_id
                else [],
            }
        )
    return found


def merges_of(person: Person) -> QuerySet[Merge]:
    """The merges that made the person's record what it is, the latest first."""
    return Merge.objects.filter(Q(winner__root=person.root) | Q(loser__root=person.root))


def last_run() -> LinkingRun | None:
    """The last finished comparison of records."""
    return LinkingRun.objects.filter(finished_at__isnull=False).first()

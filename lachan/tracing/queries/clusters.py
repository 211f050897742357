"""Clusters of cases, for those who may read the cases and trace them at the unit responsible.

What belongs together is reckoned over all cases of the installation, so that a chain through
another unit stays one chain; of cases out of sight nothing is told but their number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lachan.cases.models import Case
from lachan.cases.queries.cases import cases, get_case
from lachan.cases.terms import STANDING, Origin, SourceState
from lachan.cases.terms import Permission as CasePermission
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere
from lachan.tracing.queries.limits import limit
from lachan.tracing.rules.clusters import (
    Cluster,
    DayBasis,
    Limits,
    Member,
    clusters_of,
    generations,
)
from lachan.tracing.terms import LimitName, Permission

_FIELDS = (
    *("pk", "onset_on", "sampled_at", "reported_at", "source_case_id", "infectious_from"),
    *("infectious_until", "path", "classification", "origin", "source"),
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A cluster as the actor sees it: its cases in sight, and how many are `elsewhere`.

    `whole` holds every case of it, for the rules alone; `levels` the generation of each, from 0.
    """

    seen: Cluster
    elsewhere: int
    whole: Mapping[int, Member]
    levels: Mapping[int, int | None]

    @property
    def cases(self) -> int:
        """How many cases, those elsewhere as well."""
        return len(self.seen.members) + self.elsewhere


def limits_of_links(day: date) -> Limits:
    """The numbers by which links and clusters are judged, as they hold on the day."""
    return Limits(
        before=limit(LimitName.SERIAL_BEFORE_DAYS, day).value,
        after=limit(LimitName.SERIAL_AFTER_DAYS, day).value,
        usual=limit(LimitName.SERIAL_USUAL_DAYS, day).value,
        incubation=limit(LimitName.MAX_INCUBATION_DAYS, day).value,
    )


def chains(actor: Actor) -> list[Chain]:
    """Every cluster with a case in sight, the one with the latest case first."""
    if not actor.may_somewhere(Permission.READ):
        return []
    members = members_of(counted())
    levels = generations(members)
    sees = sight_of(actor)
    found = (_seen(cluster, levels, sees) for cluster in clusters_of(members))
    return [chain for chain in found if chain is not None]


def chain_of(actor: Actor, key: UUID | str) -> Chain:
    """The cluster of a case in sight, or NotThere."""
    case = get_case(actor, key)
    members = _connected(case.pk)
    found = None
    if members and actor.may(Permission.READ, case.path):
        (cluster,) = clusters_of(members)
        found = _seen(cluster, generations(members), sight_of(actor))
    if found is None:
        raise NotThere
    return found


def cases_of(actor: Actor, members: Iterable[Member]) -> dict[int, Case]:
    """The cases of members by id, their persons with them."""
    rows = cases(actor).filter(pk__in=[member.id for member in members])
    return {row.pk: row for row in rows}


def counted() -> Any:
    """Cases that belong to clusters: new ones that were not discarded, and whoever infected one."""
    infected = Case.objects.filter(source_case=OuterRef("pk"))
    return Case.objects.filter(
        Q(previous__isnull=True, classification__in=STANDING) | Exists(infected)
    ).order_by("pk")


def members_of(rows: Any) -> list[Member]:
    """Rows of cases as the rules need them."""
    return [_member(row) for row in rows.values_list(*_FIELDS)]


def members_by_id(ids: Collection[int]) -> list[Member]:
    """The cases of these ids, in no order."""
    return members_of(Case.objects.filter(pk__in=ids))


def sight_of(actor: Actor) -> Callable[[str], bool]:
    """Whether cases of a unit are in sight, asked once a unit."""
    known: dict[str, bool] = {}

    def sees(path: str) -> bool:
        if path not in known:
            known[path] = actor.may(CasePermission.READ, path) and actor.may(Permission.READ, path)
        return known[path]

    return sees


def _seen(
    cluster: Cluster, levels: Mapping[int, int | None], sees: Callable[[str], bool]
) -> Chain | None:
    seen = tuple(member for member in cluster.members if sees(member.path))
    if not seen:
        return None
    return Chain(
        Cluster(seen, cluster.generations),
        len(cluster.members) - len(seen),
        {member.id: member for member in cluster.members},
        {member.id: levels[member.id] for member in cluster.members},
    )


def _connected(case_id: int) -> list[Member]:
    """All cases that links lead to from one, wave by wave: as many queries as the tree is deep."""
    found: dict[int, Member] = {}
    asked: set[int] = set()
    wave = {case_id}
    while wave:
        near = Q(pk__in=wave) | Q(source_case__in=wave)
        found |= {row.id: row for row in members_of(counted().filter(near))}
        asked |= wave
        sources = {row.source for row in found.values() if row.source is not None}
        wave = (found.keys() | sources) - asked
    return list(found.values())


def _member(row: tuple[Any, ...]) -> Member:
    pk, onset_on, sampled_at, reported_at, source, since, until, path, held, origin, state = row
    if onset_on:
        day, basis = onset_on, DayBasis.ONSET
    elif sampled_at:
        day, basis = day_of(sampled_at), DayBasis.SAMPLE
    else:
        day, basis = day_of(reported_at), DayBasis.REPORT
    is_imported = origin == Origin.IMPORTED
    return Member(
        id=pk,
        day=day,
        basis=basis,
        source=source,
        since=since,
        until=until,
        path=path,
        is_standing=held in STANDING,
        is_imported=is_imported,
        is_source_sought=source is None and not is_imported and state != SourceState.KNOWN,
    )

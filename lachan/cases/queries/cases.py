"""Cases, for those who may read them at the unit that answers for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lachan.audit.models import Entry
from lachan.audit.queries import history_of as entries_of
from lachan.cases.models import Case, CaseQuerySet, Classified
from lachan.cases.rules.episodes import Episode
from lachan.cases.rules.sources import CaseInTime
from lachan.cases.terms import STANDING, Classification, Outcome, Permission
from lachan.core.actor import Actor
from lachan.core.dates import at
from lachan.core.refused import NotThere
from lachan.people.queries.persons import persons_named

_NUMBER = re.compile(r"\s*(\d{1,6})\s*/\s*(\d{4})\s*")
# How many links of a chain are looked at for a circle: far more than any chain has had.
_LONGEST_CHAIN = 1_000


def cases(actor: Actor, permission: Permission = Permission.READ) -> CaseQuerySet:
    """Cases in sight, the latest report first."""
    rows = Case.objects.visible_to(actor, permission)
    return rows.select_related("person__root", "re_positive")


def get_case(actor: Actor, key: UUID | str, permission: Permission = Permission.READ) -> Case:
    """One case by the key of its address, or NotThere."""
    found = cases(actor, permission).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def cases_found(actor: Actor, words: str) -> CaseQuerySet:
    """Cases in sight by their number (`12/2021`), or of a person by name or number."""
    numbered = _NUMBER.fullmatch(words)
    if numbered:
        return cases(actor).filter(number=int(numbered[1]), year=int(numbered[2]))
    roots = persons_named(actor, words).values("pk")
    return cases(actor).filter(person__root_id__in=roots)


def episodes_of(actor: Actor, case: Case) -> list[Case]:
    """All cases in sight of the case's person, the first episode first.

    Over all rows that were found to be one person: a merge may bring episodes together, even two
    open ones, which a person must then settle.
    """
    rows = cases(actor).filter(person__root_id=case.person.root_id)
    return list(rows.order_by("reported_at", "pk"))


def last_episode_of(person_ids: Iterable[int]) -> dict[int, Case]:
    """Root of a person -> the last case, of any unit: what the next one follows."""
    rows = (
        Case.objects.filter(person__root_id__in=set(person_ids))
        .select_related("person")
        .order_by("person__root_id", "episode", "pk")
    )
    return {int(row.person.root_id or row.person_id): row for row in rows}


def snapshot_of(case: Case) -> Episode:
    """What the rules of episodes need of a case."""
    return Episode(
        classification=Classification(case.classification),
        closed_at=case.closed_at,
        outcome=Outcome(case.outcome) if case.outcome else "",
        outcome_at=case.outcome_at,
    )


def in_time(case: Case) -> CaseInTime:
    """A case's place in a chain."""
    return CaseInTime(
        id=case.pk,
        found_at=found_at(case),
        begins_at=case.infectious_from,
        is_standing=case.classification in STANDING,
    )


def found_at(case: Case) -> datetime:
    """When the illness was first there for sure: the end of the day of onset, sample or report."""
    known: list[datetime] = [case.reported_at]
    if case.sampled_at:
        known.append(case.sampled_at)
    if case.onset_on:
        known.append(at(case.onset_on, 23, 59))
    return min(known)


def sources_above(case_id: int) -> Mapping[int, int]:
    """Each case from which this one's infection came -> its own source, up the chain."""
    found: dict[int, int] = {}
    current: int | None = case_id
    while current is not None and current not in found and len(found) < _LONGEST_CHAIN:
        above = Case.objects.filter(pk=current).values_list("source_case_id", flat=True).first()
        if above is None:
            break
        found[current] = above
        current = above
    return found


def infected_by(actor: Actor, case: Case) -> CaseQuerySet:
    """Cases in sight that were infected from this one, the first first."""
    return cases(actor).filter(source_case=case).order_by("reported_at", "pk")


def classifications_of(case: Case) -> QuerySet[Classified]:
    """Every classification of a case, newest first."""
    return Classified.objects.filter(case=case)


def history_of(case: Case) -> QuerySet[Entry]:
    """What happened to a case, newest first."""
    return entries_of(case)


def case_codes(ids: Sequence[int]) -> dict[int, Any]:
    """Case id -> (key, number, year), for pages that name a case they already know."""
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "key", "number", "year")
    return {pk: (key, number, year) for pk, key, number, year in rows}

"""Cases, for those who may read them at the unit that answers for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from lachan.audit.models import Entry
from lachan.audit.queries import history_of as entries_of
from lachan.cases.models import Case, CaseQuerySet, Classified
from lachan.cases.queries.limits import limit
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.episodes import Episode, is_within
from lachan.cases.rules.sources import CaseInTime
from lachan.cases.terms import (
    STANDING,
    Classification,
    LimitName,
    Outcome,
    Permission,
    RePositiveState,
    Result,
    Symptoms,
)
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.core.refused import NotThere, Refused
from lachan.core.text import folded
from lachan.people.queries.persons import persons_named
from lachan.places.queries.units import unit_names

_NUMBER = re.compile(r"\s*(\d{1,6})\s*/\s*(\d{4})\b[\s,·]*(.*)")
# How many links of a chain are looked at for a circle: far more than any chain has had.
_LONGEST_CHAIN = 1_000
_MOST_NAMED = 200
_MOST_SUGGESTED = 10
_LEAST_TYPED = 2


def cases(actor: Actor, permission: Permission = Permission.READ) -> CaseQuerySet:
    """Cases in sight, the latest report first.

    Persons are fetched for the rows of a page, not joined: a page far down the list would join
    them for every row that it passes over.
    """
    rows = Case.objects.visible_to(actor, permission)
    return rows.prefetch_related("person__root", "re_positive")


def get_case(actor: Actor, key: UUID | str, permission: Permission = Permission.READ) -> Case:
    """One case by the key of its address, or NotThere."""
    found = cases(actor, permission).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def cases_found(actor: Actor, words: str) -> CaseQuerySet:
    """Cases in sight by their number (`12/2021`), or of a person by name or number."""
    numbered = _NUMBER.fullmatch(words)
    if numbered and not numbered[3]:
        return cases(actor).filter(number=int(numbered[1]), year=int(numbered[2]))
    roots = persons_named(actor, words).values("pk")
    return cases(actor).filter(person__root_id__in=roots)


def case_named(actor: Actor, words: str) -> list[Case]:
    """The cases in sight that `12/2021`, or `12/2021 Xã An Xuyên`, can mean."""
    numbered = _NUMBER.fullmatch(words)
    if not numbered:
        return []
    rows = cases(actor).filter(number=int(numbered[1]), year=int(numbered[2]))
    found = list(rows[:_MOST_NAMED])
    if not numbered[3]:
        return found
    names = unit_names(row.number_path for row in found)
    wanted = folded(numbered[3])
    return [row for row in found if folded(names.get(row.number_path, "")) == wanted]


def suggestions(actor: Actor, words: str) -> list[tuple[str, Case]]:
    """Cases in sight for a box in which one types: the words that name each, and the case."""
    if len(words.strip()) < _LEAST_TYPED:
        return []
    found = list(case_named(actor, words) or cases_found(actor, words)[:_MOST_SUGGESTED])
    names = unit_names(row.number_path for row in found)
    return [(f"{row.number}/{row.year} {names.get(row.number_path, '')}", row) for row in found]


def place_of(case: Case) -> str:
    """Where a case stands in the line list, for a program that asks for what follows."""
    return f"{case.reported_at.isoformat()}|{case.pk}"


def cases_after(rows: CaseQuerySet, place: str) -> CaseQuerySet:
    """The rows that follow a place in the line list, in its order; all where none is given.

    Refused for a place that `place_of` did not make.
    """
    if not place:
        return rows
    words, _bar, number = place.partition("|")
    try:
        reported_at, pk = datetime.fromisoformat(words), int(number)
    except ValueError as wrong:
        raise Refused(_("The page asked for is none of ours.")) from wrong
    return rows.filter(Q(reported_at__lt=reported_at) | Q(reported_at=reported_at, pk__gt=pk))


def episodes_of(actor: Actor, case: Case) -> list[Case]:
    """All cases in sight of the case's person, the first episode first.

    Over all rows that were found to be one person: a merge may bring episodes together, even two
    open ones, which a person must then settle.
    """
    rows = cases(actor).filter(person__root_id=case.person.root_id)
    return list(rows.order_by("reported_at", "pk"))


def last_episode_of(person_ids: Iterable[int]) -> dict[int, Case]:
    """Root of a person -> the case, of any unit, that the next one follows.

    The open one, where one is open; else the one that ended last. What turned out to be no
    illness (discarded, a refuted re-positive) is passed over: nothing follows it.
    """
    nothing = Q(classification=Classification.DISCARDED) | Q(
        re_positive__state=RePositiveState.REFUTED
    )
    rows = (
        Case.objects.filter(person__root_id__in=set(person_ids))
        .exclude(nothing, closed_at__isnull=False)
        .select_related("person")
        .order_by("person__root_id", F("closed_at").asc(nulls_last=True), "pk")
    )
    return {int(row.person.root_id or row.person_id): row for row in rows}


def ended_episode_at(person_id: int, found_at: datetime) -> Case | None:
    """The ended case, of any unit, whose late result something found at this instant is.

    `person_id` is a root.
    """
    days = limit(LimitName.RE_POSITIVE_DAYS, day_of(found_at)).value
    rows = (
        Case.objects.filter(person__root_id=person_id, closed_at__gt=found_at)
        .exclude(outcome="")
        .exclude(re_positive__state=RePositiveState.REFUTED)
        .select_related("person")
        .order_by("closed_at", "pk")
    )
    return next((row for row in rows if is_within(snapshot_of(row), found_at, days)), None)


def persons_with_cases(person_ids: Iterable[int]) -> list[int]:
    """Which of these persons (roots) have a case of any unit, open or not."""
    rows = Case.objects.filter(person__root_id__in=set(person_ids))
    return [row.person.root_id or row.person_id for row in rows.select_related("person")]


def case_of_result(person_id: int, sampled_at: datetime | None) -> Case | None:
    """The case, of any unit, that a result of this person is about.

    The ended one in whose time the sample was taken; else the open one; else the discarded one of
    that very day of sampling, which the laboratory may have told wrongly. `person_id` is a root.
    """
    ended = ended_episode_at(person_id, sampled_at) if sampled_at else None
    if ended is not None:
        return ended
    of_sample = Q(pk__in=[])
    if sampled_at is not None:
        day = at(day_of(sampled_at), 0)
        of_sample = Q(
            classification=Classification.DISCARDED,
            sampled_at__range=(day, day + timedelta(days=1)),
        )
    rows = Case.objects.filter(
        Q(closed_at__isnull=True) | of_sample, person__root_id=person_id
    ).select_related("person")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-pk").first()


def next_episode(person_id: int) -> int:
    """The number of the next case of a person, over all rows that were found to be it."""
    known = Case.objects.filter(person__root_id=person_id)
    return int(known.aggregate(last=Max("episode"))["last"] or 0) + 1


def snapshot_of(case: Case) -> Episode:
    """What the rules of episodes need of a case."""
    return Episode(
        classification=Classification(case.classification),
        closed_at=case.closed_at,
        outcome=Outcome(case.outcome) if case.outcome else "",
        outcome_at=case.outcome_at,
        began_at=found_at(case),
    )


def evidence_of(case: Case) -> Evidence:
    """What the case's columns say that a definition can ask."""
    return Evidence(
        pcr=Result(case.pcr),
        antigen=Result(case.antigen),
        symptoms=Symptoms(case.symptoms),
        has_link=case.has_link,
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


def as_instant(when: date | datetime) -> datetime:
    """An instant as it is; a day as its first moment in Việt Nam, to put both in one order."""
    return when if isinstance(when, datetime) else at(when, 0)

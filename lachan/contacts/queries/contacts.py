"""Contacts, for those who may read them at the commune that answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lachan.cases.queries.cases import case_named, cases, cases_found
from lachan.contacts.models import Change, Contact, Exposure, LevelSet, ProposalLine
from lachan.contacts.queries.follow_up import is_followed, let_be
from lachan.contacts.rules.words import UNDETERMINED
from lachan.contacts.terms import CURRENT, LET_BE, Answer, Permission, State
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.core.scope import ScopedQuerySet
from lachan.people.models import Person
from lachan.people.queries.persons import persons_named

_CASE_NUMBER = re.compile(r"\s*\d{1,6}\s*/\s*\d{4}\s*")
_MOST_LINES = 50


def contacts(actor: Actor, permission: Permission = Permission.READ) -> ScopedQuerySet[Contact]:
    """Contacts in sight, the nearest first.

    Persons, cases and places are fetched for the rows of a page, not joined: a page far down the
    list would join them for every row that it passes over.
    """
    rows: ScopedQuerySet[Contact] = Contact.objects.visible_to(actor, permission)
    return rows.order_by(F("counted").asc(nulls_last=True), "pk").prefetch_related(
        "person__root", "case__person__root", "venue"
    )


def get_contact(actor: Actor, key: UUID | str, permission: Permission = Permission.READ) -> Contact:
    """One contact by the key of its address, or NotThere."""
    found = contacts(actor, permission).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def ids_of(rows: QuerySet[Contact], keys: Iterable[UUID]) -> list[int]:
    """The ids of these contacts among `rows`; NotThere where one of them is not."""
    wanted = set(keys)
    found = list(rows.filter(key__in=wanted).order_by("pk").values_list("pk", flat=True))
    if len(found) < len(wanted):
        raise NotThere
    return found


def contacts_found(actor: Actor, words: str) -> QuerySet[Contact]:
    """Contacts in sight whose chain begins at the case `12/2021`, or by the person's name, number.

    Of any state: who is searched for is shown also when the follow-up is over.
    """
    rows = contacts(actor)
    if _CASE_NUMBER.fullmatch(words):
        return rows.filter(case__in=cases_found(actor, words).order_by().values("pk"))
    return rows.filter(person__root_id__in=persons_named(actor, words).values("pk"))


def of_case(actor: Actor, rows: QuerySet[Contact], words: str) -> QuerySet[Contact]:
    """Those of the contacts who were exposed to this case in sight, directly or over others.

    words: the case's key; its number, `12/2021`; or, since every commune counts for itself, the
    number with its unit, `12/2021 Xã An Xuyên`.
    """
    try:
        found = [case.pk for case in cases(actor).filter(key=UUID(words))]
    except ValueError:
        found = [case.pk for case in case_named(actor, words)]
    met = Exposure.objects.filter(case__in=found).values("contact_id")
    return rows.filter(Q(case__in=found) | Q(pk__in=met))


def changed_by(rows: QuerySet[Contact], run_key: UUID | str) -> QuerySet[Contact]:
    """Those of the contacts for whom the trace changed something."""
    return rows.filter(pk__in=Change.objects.filter(run__key=run_key).values("contact_id"))


def with_open_proposal(rows: QuerySet[Contact], *, is_there: bool) -> QuerySet[Contact]:
    """Those for whom a proposal waits for its decision, or those without one."""
    waiting = Exists(
        ProposalLine.objects.filter(contact=OuterRef("pk"), proposal__answer=Answer.OPEN)
    )
    return rows.filter(waiting if is_there else ~waiting)


def place_of(contact: Contact) -> str:
    """Where a contact stands in the list, for a program that asks for what follows."""
    return f"{contact.counted or UNDETERMINED}|{contact.pk}"


def contacts_after(rows: QuerySet[Contact], place: str) -> QuerySet[Contact]:
    """The rows that follow a place in the list, in its order; all where none is given.

    Refused for a place that `place_of` did not make.
    """
    if not place:
        return rows
    level, _bar, number = place.partition("|")
    if not level.isdecimal() or not number.isdecimal():
        raise Refused(_("The page asked for is none of ours."))
    if int(level) == UNDETERMINED:
        return rows.filter(counted=None, pk__gt=int(number))
    behind = Q(counted__gt=int(level)) | Q(counted=None)
    return rows.filter(behind | Q(counted=int(level), pk__gt=int(number)))


def at_level(rows: QuerySet[Contact], level: int) -> QuerySet[Contact]:
    """Those who count as this level; 0: undetermined."""
    return rows.filter(counted=level or None)


@dataclass(frozen=True)
class Counted:
    """So many people are contacts in a commune at a level (None: undetermined) now.

    `followed` of them are followed up; of the others no rule in force asks anything.
    """

    path: str
    level: int | None
    number: int
    followed: int


def in_state(rows: QuerySet[Contact], state: str, now: datetime) -> QuerySet[Contact]:
    """Those in a state; CURRENT are those followed up and those let be (LET_BE) together."""
    if state == CURRENT:
        return rows.filter(state=State.FOLLOWED)
    if state == LET_BE:
        return rows.filter(let_be(now), state=State.FOLLOWED)
    return rows.filter(is_followed(now) if state == State.FOLLOWED else Q(state=state))


def counted(actor: Actor, now: datetime) -> list[Counted]:
    """How many people are contacts in each commune in sight at each level: one statement."""
    rows = in_state(Contact.objects.visible_to(actor, Permission.READ), CURRENT, now)
    grouped = (
        rows.order_by()
        .values_list("path", "counted")
        .annotate(number=Count("pk"), followed=Count("pk", filter=is_followed(now)))
    )
    return [Counted(*row) for row in grouped.order_by("path", "counted")]


def exposures_of(contact: Contact) -> QuerySet[Exposure]:
    """Every day on which the contact met a case, the latest first."""
    rows = Exposure.objects.filter(contact=contact).select_related("venue")
    return rows.prefetch_related("case__person__root").order_by("-met_from", "-pk")


def levels_set(contact: Contact) -> QuerySet[LevelSet]:
    """Every level that somebody set by hand or took back, the latest first."""
    return LevelSet.objects.filter(contact=contact)


def proposed_for(actor: Actor, contact: Contact) -> list[ProposalLine]:
    """What is or was proposed for the contact, the latest first, where the proposal is in sight."""
    rows = ProposalLine.objects.filter(contact=contact).select_related("proposal")
    found = rows.order_by("-pk")[:_MOST_LINES]
    return [line for line in found if actor.may(Permission.READ, line.proposal.path)]


def contacts_of(person_ids: Iterable[int]) -> dict[int, Contact]:
    """Root of a person -> the person's contact, of any unit; of merged ones the one that stands."""
    rows: Any = Contact.objects.filter(person__root_id__in=set(person_ids))
    rows = rows.select_related("person__root", "venue", "case__person__root")
    standing = sorted(rows, key=lambda row: (row.state == State.FOLLOWED, row.state != State.FREED))
    return {root_id(row.person): row for row in standing}


def root_id(person: Person) -> int:
    """The row that stands for the person as known now."""
    return int(person.root_id or person.pk)

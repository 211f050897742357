"""Correct what is known of a case: days, isolation, source and origin, the unit that answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases import events
from lachan.cases.actions.locking import lock_case, save_changed
from lachan.cases.models import Case
from lachan.cases.queries.cases import get_case, in_time, sources_above
from lachan.cases.rules.days import Days, faults_of_days
from lachan.cases.rules.sources import SourceWords, obstacles_to_source
from lachan.cases.terms import Permission, Symptoms
from lachan.core.actor import Actor
from lachan.core.refused import refuse_if
from lachan.core.text import normal


@dataclass(frozen=True)
class Facts:
    """What can be corrected: all of it as it is right now."""

    reported_at: datetime
    symptoms: Symptoms
    onset_on: date | None = None
    sampled_at: datetime | None = None
    isolated_at: datetime | None = None
    cleared_at: datetime | None = None
    note: str = ""


def facts_of(case: Case) -> Facts:
    """What stands in the case, to correct a part of it."""
    return Facts(
        reported_at=case.reported_at,
        symptoms=Symptoms(case.symptoms),
        onset_on=case.onset_on,
        sampled_at=case.sampled_at,
        isolated_at=case.isolated_at,
        cleared_at=case.cleared_at,
        note=case.note,
    )


CORRECTED = (
    *("reported_at", "symptoms", "onset_on", "sampled_at", "isolated_at", "cleared_at", "note"),
)


def correct_case(
    actor: Actor,
    key: UUID | str,
    facts: Facts,
    *,
    reason: str,
    seen_at: datetime | None = None,
    now: datetime,
) -> Case:
    """Write what is right; what stood there before is kept in the record, with the reason.

    A day of onset means symptoms. Nothing happens when nothing differs.
    """
    days = Days(
        reported_at=facts.reported_at,
        symptoms=facts.symptoms,
        onset_on=facts.onset_on,
        sampled_at=facts.sampled_at,
        isolated_at=facts.isolated_at,
        cleared_at=facts.cleared_at,
    )
    obstacles = list(dict.fromkeys(faults_of_days(days, now).values()))
    if len(reason.strip()) < 3:
        obstacles.append(_("Say where the correction comes from."))
    with transaction.atomic():
        case = lock_case(actor, key, Permission.OPEN, seen_at=seen_at)
        refuse_if(obstacles)
        after: dict[str, Any] = {name: getattr(facts, name) for name in CORRECTED}
        after["note"] = normal(facts.note)[:500]
        if facts.onset_on:
            after["symptoms"] = Symptoms.PRESENT
        changed = {
            name: [getattr(case, name), value]
            for name, value in after.items()
            if getattr(case, name) != value
        }
        if not changed:
            return case
        for name, value in after.items():
            setattr(case, name, value)
        save_changed(actor, case, now=now)
        record(
            events.Corrected(case.pk, _told(changed), normal(reason)),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case


def _told(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Notes may hold anything: that one changed is recorded, its words are not."""
    return {name: [] if name == "note" else values for name, values in changed.items()}


def isolate(actor: Actor, key: UUID | str, at: datetime, *, now: datetime) -> Case:
    """The person was isolated at this instant; once, later changes are corrections."""
    with transaction.atomic():
        case = lock_case(actor, key, Permission.OPEN)
        obstacles = []
        if case.isolated_at is not None:
            obstacles.append(_("The hour of isolation is on record; correct it with a reason."))
        if at > now:
            obstacles.append(_("This hour lies ahead."))
        refuse_if(obstacles)
        case.isolated_at = at
        save_changed(actor, case, now=now)
        record(events.Isolated(case.pk, at), actor=actor, path=case.path, subject=case)
    return case


def set_source(
    actor: Actor,
    key: UUID | str,
    words: SourceWords,
    *,
    source_key: UUID | str | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> Case:
    """Say from where, and from whom, the infection came.

    `source_key` is the source case's; it must be in the actor's sight. Refused for what cannot be:
    oneself, those whom one infected, a discarded case, one that fell ill later. One source is set
    at a time: of several at once each would see no circle, and together they could make one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cases.source', 0))")
        case = lock_case(actor, key, Permission.OPEN, seen_at=seen_at)
        above = get_case(actor, source_key) if source_key else None
        refuse_if(
            obstacles_to_source(
                words,
                in_time(case),
                in_time(above) if above else None,
                sources_above(above.pk) if above else {},
            )
        )
        before = (
            *(case.origin, case.origin_words, case.source, case.source_case_id),
            case.source_note,
        )
        case.origin, case.source = words.origin, words.source
        case.origin_words = normal(words.origin_words)[:200]
        case.source_case = above
        case.source_note = normal(words.note)[:300]
        after = (
            *(case.origin, case.origin_words, case.source, case.source_case_id),
            case.source_note,
        )
        if before == after:
            return case
        case.changed_at = now
        case.save()
        record(
            events.SourceSet(case.pk, str(case.origin), str(case.source), case.source_case_id),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case


def move_case(actor: Actor, key: UUID | str, path: str, *, reason: str, now: datetime) -> Case:
    """Another unit answers for the case; its number stays. Its protocol may be another one there.

    Who hands a case over need not have rights at the unit that gets it.
    """
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY)
        obstacles = []
        if not path:
            obstacles.append(_("Choose the unit that answers for the case."))
        if len(reason.strip()) < 3:
            obstacles.append(_("Say why."))
        refuse_if(obstacles)
        before = case.path
        if before == path:
            return case
        case.path = path
        save_changed(actor, case, now=now)
        record(
            events.Moved(case.pk, before, path, normal(reason)),
            actor=actor,
            path=path,
            subject=case,
        )
    return case

"""Open, close and open again an investigation; how many days it asks about; who interviews."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases.models import Case
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal
from lachan.tracing import events
from lachan.tracing.models import Interview, Investigation
from lachan.tracing.queries.investigations import get_investigation
from lachan.tracing.queries.limits import limit
from lachan.tracing.rules.limits import BOUNDS
from lachan.tracing.terms import LimitName, Permission, Way


def open_investigation(actor: Actor, case: Case, *, now: datetime, team: str = "") -> Investigation:
    """Look into a case; the investigation that it has already where it has one.

    It asks about as many days as the rule of today says, back from the sample or the report.
    """
    if not actor.may(Permission.INVESTIGATE, case.path):
        raise Refused(_("you may not investigate at this unit"))
    row = limit(LimitName.LOOK_BACK_DAYS, day_of(now))
    with transaction.atomic():
        made, is_new = Investigation.objects.get_or_create(
            case=case,
            defaults={
                "path": case.path,
                "days": row.value,
                "days_by": row.source,
                **_days_of(case),
                "team": normal(team)[:200],
                "opened_at": now,
                "opened_by_id": actor.id,
            },
        )
        if is_new:
            opened = events.InvestigationOpened(made.pk, made.days)
            record(opened, actor=actor, path=made.path, subject=made)
    return made


def follow_case(case: Case) -> None:
    """The investigation goes where the case goes, and asks about the days that the case tells."""
    Investigation.objects.filter(case=case).update(path=case.path, **_days_of(case))


def _days_of(case: Case) -> dict[str, date | None]:
    """From which day one looks back, and the day of the isolation, which ends what is asked."""
    return {
        "zero_on": day_of(case.sampled_at or case.reported_at),
        "last_on": day_of(case.isolated_at) if case.isolated_at else None,
    }


def close_investigation(actor: Actor, key: UUID, *, now: datetime) -> Investigation:
    """Nothing more is asked; closing twice is closing once."""
    with transaction.atomic():
        row = _locked(actor, key)
        if row.closed_at is None:
            row.closed_at = now
            row.save(update_fields=["closed_at"])
            record(events.InvestigationClosed(row.pk), actor=actor, path=row.path, subject=row)
    return row


def reopen_investigation(actor: Actor, key: UUID) -> Investigation:
    """It takes lines again."""
    with transaction.atomic():
        row = _locked(actor, key)
        if row.closed_at is not None:
            row.closed_at = None
            row.save(update_fields=["closed_at"])
            record(events.InvestigationReopened(row.pk), actor=actor, path=row.path, subject=row)
    return row


def set_days(actor: Actor, key: UUID, days: int, source: str) -> Investigation:
    """This investigation looks back another number of days, by this document or order."""
    bounds = BOUNDS[LimitName.LOOK_BACK_DAYS]
    reasons = []
    if not bounds.lowest <= days <= bounds.highest:
        reasons.append(
            _("The number of days must lie between %(lowest)d and %(highest)d.")
            % {"lowest": bounds.lowest, "highest": bounds.highest}
        )
    if not source.strip():
        reasons.append(_("Say by which document or order."))
    refuse_if(reasons)
    with transaction.atomic():
        row = _locked(actor, key)
        if row.days != days:
            before, row.days, row.days_by = row.days, days, normal(source)[:300]
            row.save(update_fields=["days", "days_by"])
            said = events.DaysSet(row.pk, before, days, row.days_by)
            record(said, actor=actor, path=row.path, subject=row)
    return row


def begin_interview(
    actor: Actor, key: UUID, way: Way, *, interview_key: UUID, answered_by: str = "", now: datetime
) -> Interview:
    """Somebody begins to ask; the same key twice is one interview."""
    investigation = get_investigation(actor, key)
    if not actor.may(Permission.INVESTIGATE, investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    with transaction.atomic():
        row, is_new = Interview.objects.get_or_create(
            key=interview_key,
            defaults={
                "investigation": investigation,
                "interviewer_id": actor.id,
                "interviewer_name": actor.name,
                "way": way,
                "answered_by": normal(answered_by)[:200],
                "started_at": now,
                "recorded_at": now,
            },
        )
        if row.investigation_id != investigation.pk:
            raise Refused(_("this interview belongs to another case"))
        if is_new:
            said = events.Interviewed(investigation.pk, row.pk, str(way))
            record(said, actor=actor, path=investigation.path, subject=row)
    return row


def _locked(actor: Actor, key: UUID) -> Investigation:
    seen = get_investigation(actor, key)
    if not actor.may(Permission.INVESTIGATE, seen.path):
        raise Refused(_("you may not investigate at this unit"))
    row: Investigation = Investigation.objects.select_for_update().get(pk=seen.pk)
    return row

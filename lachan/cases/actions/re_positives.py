"""Re-positives: link a case to the episode that it follows, describe it, decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases import events
from lachan.cases.actions.locking import lock_case, save_changed
from lachan.cases.models import Case, RePositive
from lachan.cases.queries.cases import snapshot_of
from lachan.cases.queries.limits import limit
from lachan.cases.queries.protocols import re_positive_ct
from lachan.cases.rules.episodes import obstacles_to_deciding, obstacles_to_linking
from lachan.cases.terms import Circumstance, LimitName, Permission, RePositiveState, Result
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, refuse_if
from lachan.core.text import normal


@dataclass(frozen=True)
class Finding:
    """What 05-CV/BCĐ of 15/9/2021 asks of a re-positive, and what it was found to be."""

    state: RePositiveState
    circumstance: Circumstance = Circumstance.UNKNOWN
    epidemiology: str = ""
    cause: str = ""
    laboratory: str = ""


def link_re_positive(
    actor: Actor, key: UUID | str, previous_key: UUID | str, *, now: datetime
) -> Case:
    """The case follows that episode of the same person and is counted with it.

    Refused for another person's episode, a later one, one that did not end in recovery, and when
    more days than the limit lie between.
    """
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY)
        previous = (
            Case.objects.visible_to(actor, Permission.READ)
            .select_related("person")
            .filter(key=previous_key)
            .first()
        )
        if previous is None or previous.person.root_id != case.person.root_id:
            raise NotThere
        if case.previous_id == previous.pk:
            return case
        found_at = case.sampled_at or case.reported_at
        days = limit(LimitName.RE_POSITIVE_DAYS, day_of(found_at)).value
        obstacles = obstacles_to_linking(snapshot_of(previous), found_at, days)
        if case.previous_id is not None:
            obstacles.append(_("The case is linked to another episode; take that back first."))
        if previous.pk == case.pk:
            obstacles.append(_("A case does not follow itself."))
        refuse_if(obstacles)
        case.previous = previous
        RePositive.objects.get_or_create(case=case)
        save_changed(actor, case, now=now)
        record(
            events.RePositiveLinked(case.pk, previous.pk),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case


def unlink_re_positive(actor: Actor, key: UUID | str, reason: str, *, now: datetime) -> Case:
    """The case stands for itself: a new infection, counted as a new case.

    One that was refuted is open again; Refused where the person has another open case by now.
    """
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY)
        obstacles = []
        if case.previous_id is None:
            obstacles.append(_("The case is not linked to an earlier episode."))
        if len(reason.strip()) < 3:
            obstacles.append(_("Say why."))
        refuse_if(obstacles)
        before = case.previous_id
        assert before is not None
        RePositive.objects.filter(case=case).delete()
        case.previous = None
        save_changed(actor, case, now=now)
        record(
            events.RePositiveUnlinked(case.pk, before, normal(reason)),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case


def decide_re_positive(
    actor: Actor,
    key: UUID | str,
    finding: Finding,
    *,
    seen_at: datetime | None = None,
    now: datetime,
) -> Case:
    """Write down where, how and why, and whether it is one.

    A refuted one is closed and has no window: the person was not ill again. One that is
    suspected or confirmed after that is open again, unless its episode has ended or was discarded;
    Refused where the person has another open case by now.
    """
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY, seen_at=seen_at)
        linked = RePositive.objects.select_for_update().filter(case=case).first()
        if linked is None:
            raise NotThere
        refuse_if(
            obstacles_to_deciding(
                finding.state,
                pcr=Result(case.pcr),
                ct=case.ct,
                ct_figure=re_positive_ct(case.path, day_of(case.reported_at)),
                laboratory=finding.laboratory,
                cause=finding.cause,
                epidemiology=finding.epidemiology,
            )
        )
        before = linked.state
        linked.state, linked.circumstance = finding.state, finding.circumstance
        linked.epidemiology = finding.epidemiology.strip()
        linked.cause = normal(finding.cause)[:500]
        linked.laboratory = normal(finding.laboratory)[:200]
        if finding.state == RePositiveState.SUSPECTED:
            linked.decided_at, linked.decided_by_name = None, ""
        else:
            linked.decided_at, linked.decided_by_name = now, actor.name
        linked.save()
        case.re_positive = linked
        save_changed(actor, case, now=now)
        record(
            events.RePositiveDecided(case.pk, before, str(finding.state)),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case

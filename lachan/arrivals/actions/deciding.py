"""Decide about comings: by the rules in force, with the decision before kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lachan.arrivals.models import Arrival, ArrivalDecision, Rerun, WatchStep
from lachan.arrivals.rules.keeping import (
    from_json,
    last_day_of,
    milder_of,
    phases_of,
    reasons_of,
)
from lachan.arrivals.rules.watching import must_be_sent_again
from lachan.arrivals.terms import Cause, StepKind, WatchState
from lachan.core.actor import Actor
from lachan.policies.queries import rules_in_force
from lachan.policies.rules.decide import decide_further
from lachan.policies.rules.facts import Decision

COLUMNS = [
    *("measure", "since", "until", "test_days", "reasons", "undetermined", "decided_at"),
    *("phases", "milder", "ends_on", "who"),
    *("state", "sent_at", "received_at", "received_by", "told_late_at", "changed_at"),
]


def decide_again(
    actor: Actor,
    arrivals: Sequence[Arrival],
    cause: Cause,
    now: datetime,
    *,
    rerun: Rerun | None = None,
) -> list[ArrivalDecision]:
    """Decide about these comings by the rules of this instant; the decisions that are new.

    The columns of each coming are set but not yet saved; the caller saves `COLUMNS`, inside the
    same transaction. Decisions that say the same as before are not written again; those that order
    the same for other reasons (a clause was added to the rule) are written, and are no change. A
    commune that acknowledged a milder measure gets the person on its list anew.
    """
    decisions: list[ArrivalDecision] = []
    steps: list[WatchStep] = []
    rules = {path: rules_in_force(path, now) for path in {row.path for row in arrivals}}
    for arrival in arrivals:
        decision = decide_further(
            from_json(arrival.facts),
            rules[arrival.path],
            now,
            measure=arrival.measure,
            since=arrival.since,
        )
        before = (arrival.measure, arrival.decided_at)
        if before[1] is not None and _says_the_same(arrival, decision):
            continue
        is_change = before[1] is not None and not _orders_the_same(arrival, decision)
        _set(arrival, decision, now)
        decisions.append(
            ArrivalDecision(
                arrival=arrival,
                measure=arrival.measure,
                since=arrival.since,
                until=arrival.until,
                test_days=arrival.test_days,
                reasons=arrival.reasons,
                undetermined=arrival.undetermined,
                phases=arrival.phases,
                milder=arrival.milder,
                ends_on=arrival.ends_on,
                who=arrival.who,
                facts=arrival.facts,
                cause=cause,
                rerun=rerun,
                decided_at=now,
                measure_before=before[0],
                is_change=is_change,
            )
        )
        if before[1] is not None and must_be_sent_again(before[0], arrival.measure):
            step = _send_again(actor, arrival, now)
            if step is not None:
                steps.append(step)
    ArrivalDecision.objects.bulk_create(decisions, batch_size=1000)
    WatchStep.objects.bulk_create(steps, batch_size=1000)
    return decisions


def _says_the_same(arrival: Arrival, decision: Decision) -> bool:
    return _orders_the_same(arrival, decision) and arrival.reasons == reasons_of(decision)


def _orders_the_same(arrival: Arrival, decision: Decision) -> bool:
    return (
        arrival.measure == (decision.measure or "")
        and arrival.since == decision.since
        and arrival.until == decision.until
        and list(arrival.test_days) == list(decision.test_days)
        and list(arrival.undetermined) == list(decision.undetermined)
        and arrival.phases == phases_of(decision)
        and arrival.milder == milder_of(decision)
    )


def _set(arrival: Arrival, decision: Decision, now: datetime) -> None:
    arrival.measure = decision.measure or ""
    arrival.since = decision.since
    arrival.until = decision.until
    arrival.test_days = list(decision.test_days)
    arrival.reasons = reasons_of(decision)
    arrival.phases = phases_of(decision)
    arrival.milder = milder_of(decision)
    arrival.ends_on = last_day_of(decision)
    arrival.who = decision.who
    arrival.undetermined = [name[:60] for name in decision.undetermined]
    arrival.decided_at = now
    arrival.changed_at = now


def _send_again(actor: Actor, arrival: Arrival, now: datetime) -> WatchStep | None:
    if arrival.state not in (WatchState.RECEIVED, WatchState.ENDED):
        return None
    step = WatchStep(
        arrival=arrival,
        kind=StepKind.SENT_AGAIN,
        state_before=arrival.state,
        path_before=arrival.path,
        path_after=arrival.path,
        taken_at=now,
        taken_by_id=actor.id,
        taken_by_name=actor.name,
    )
    arrival.state = WatchState.SENT
    arrival.sent_at = now
    arrival.received_at = None
    arrival.received_by = None
    arrival.told_late_at = None
    return step

"""What may be done with the watch over one coming, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lachan.arrivals.terms import StepKind, WatchState
from lachan.policies.terms import Measure

_RANK = {measure: rank for rank, measure in enumerate(Measure)}


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """What the rules need to know of one watch."""

    state: WatchState
    sent_at: datetime | None
    first_known_at: datetime
    measure: Measure | None
    until: date | None


def obstacles(watch: WatchFacts, step: StepKind) -> list[str]:
    """Why this step cannot be taken now; empty when it can."""
    state = watch.state
    if step == StepKind.RECEIVED and state == WatchState.RECEIVED:
        return [_("This person was acknowledged already.")]
    if step == StepKind.RECEIVED and state == WatchState.UNPLACED:
        return [_("No commune is known yet: say first where the person is.")]
    if step == StepKind.NOT_HERE and state in (WatchState.UNPLACED, WatchState.NOT_HERE):
        return [_("This person is on no commune's list.")]
    if step == StepKind.ENDED and state == WatchState.ENDED:
        return [_("The watch has ended already.")]
    return []


def state_after(step: StepKind, path_is_commune: object) -> WatchState:
    """Where the watch stands after a step; passed on to what is no commune, nobody watches."""
    if step in (StepKind.SENT, StepKind.SENT_AGAIN, StepKind.PASSED_ON):
        return WatchState.SENT if path_is_commune else WatchState.UNPLACED
    return {
        StepKind.RECEIVED: WatchState.RECEIVED,
        StepKind.NOT_HERE: WatchState.NOT_HERE,
        StepKind.ENDED: WatchState.ENDED,
    }[step]


def is_late(watch: WatchFacts, now: datetime, send: timedelta, receive: timedelta) -> bool:
    """Whether somebody is waited for too long: nobody watches, or the list is unacknowledged."""
    if watch.state in (WatchState.UNPLACED, WatchState.NOT_HERE):
        return watch.first_known_at + send < now
    if watch.state == WatchState.SENT:
        return (watch.sent_at or watch.first_known_at) + receive < now
    return False


def strictness(measure: Measure | str | None) -> int:
    """How strict a measure is; an undetermined one stands above "none" and below all that bind."""
    return _RANK[Measure(measure)] * 2 if measure else 1


def must_be_sent_again(before: Measure | str | None, after: Measure | str | None) -> bool:
    """Whether a new decision asks more of the commune than the one that it acknowledged."""
    return strictness(after) > strictness(before)

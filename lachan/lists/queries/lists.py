"""Lists in sight, one list, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.lists.models import ListRow, Mapping, ReceivedList
from lachan.lists.rules.balance import Balance, balance_of
from lachan.lists.terms import PAPER, RUNNING, ListState, Permission


def visible_lists(actor: Actor) -> Any:
    """The lists of the units in which the actor reads lists."""
    return ReceivedList.objects.visible_to(actor, Permission.READ)


def get_list(actor: Actor, list_id: int) -> ReceivedList:
    """One list, or NotThere."""
    found: ReceivedList = ReceivedList.objects.get_visible(actor, Permission.READ, pk=list_id)
    return found


def may_import(actor: Actor, received: ReceivedList) -> bool:
    """Whether the actor may bring this list in, and answer for its rows."""
    return actor.may(Permission.IMPORT, received.path)


@dataclass(frozen=True)
class Progress:
    """How far a running list is; `rate` is rows a second, `left` seconds, or None while unknown."""

    done: int
    total: int
    rate: float | None
    left: float | None
    is_running: bool
    is_silent: bool


def progress_of(received: ReceivedList, now: datetime) -> Progress:
    """Rows done and to do of the present run, its rate and the time left."""
    is_reading = received.state == ListState.READING
    if is_reading:
        total = max(received.expected, received.received + received.aside)
        done = received.received + received.aside
    else:
        total = received.received
        done = received.received - received.waiting
    since = received.done_at_start
    rate = left = None
    if received.started_at and received.progress_at:
        seconds = (received.progress_at - received.started_at).total_seconds()
        if seconds > 0.5 and done > since:
            rate = (done - since) / seconds
            left = (total - done) / rate
    running = received.state in RUNNING
    last = received.progress_at or received.started_at or received.received_at
    silent = running and (now - last).total_seconds() > 30
    return Progress(done, total, rate, left, running, silent)


def recounted(received: ReceivedList) -> Balance:
    """The balance counted anew from the rows: what the kept one must equal."""
    rows = ListRow.objects.filter(list=received).order_by()
    return balance_of(dict(rows.values_list("outcome").annotate(n=Count("pk"))))


def history(received: ReceivedList) -> list[Entry]:
    """What happened to the list, latest first."""
    return list(Entry.objects.filter(subject=f"lists.receivedlist:{received.pk}")[:100])


def unfinished() -> list[int]:
    """The ids of the lists that are meant to run, whoever sees them: for the worker."""
    return list(
        ReceivedList.objects.filter(state__in=RUNNING).order_by("id").values_list("pk", flat=True)
    )


def visible_mappings(actor: Actor) -> Any:
    """The saved mappings of the units in which the actor reads lists."""
    return Mapping.objects.visible_to(actor, Permission.READ)


def saved_columns(path: str, kind: str, sender: str, signature: str) -> Mapping | None:
    """The mapping saved for this heading: the sender's own before anybody else's, the latest."""
    rows = Mapping.objects.filter(kind=kind, signature=signature).filter(
        Q(path=path) | Q(path=path.split("/")[0] + "/")
    )
    own = rows.filter(sender=sender).order_by("-saved_at").first() if sender else None
    return own or rows.order_by("-saved_at").first()


def is_paper(received: ReceivedList) -> bool:
    """Whether the rows are keyed in beside a picture."""
    return received.file_kind in PAPER

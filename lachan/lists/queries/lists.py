"""Lists in sight, one list, how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from lachan.audit.models import Entry
from lachan.core.actor import Actor, system
from lachan.core.dates import day_of
from lachan.lists.models import ListRow, Mapping, ReceivedList
from lachan.lists.rules.balance import Balance, balance_of
from lachan.lists.rules.words import EVENTS
from lachan.lists.terms import PAPER, RUNNING, ListState, Permission
from lachan.places.queries.organisations import all_organisations
from lachan.places.queries.units import units
from lachan.places.terms import Permission as PlacesPermission


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


def unit_names(wanted: Iterable[str], now: datetime) -> dict[str, str]:
    """Path -> name of units and bodies of the day."""
    day, asked = day_of(now), set(wanted)
    reader = system("lists", PlacesPermission.READ)
    names = dict(units(reader).on(day).filter(path__in=asked).values_list("path", "full_name"))
    bodies = all_organisations(reader).on(day).filter(path__in=asked - names.keys())
    return names | dict(bodies.values_list("path", "name"))


def receiving_units(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """The units for which the actor may bring lists in, the own workplace first."""
    held = [where for where in actor.paths_for(Permission.IMPORT) if where]
    if actor.workplace and actor.may(Permission.IMPORT, actor.workplace):
        held = list(dict.fromkeys([actor.workplace, *held]))
    names = unit_names(held, now)
    return [(where, names.get(where, where)) for where in held]


def history_lines(received: ReceivedList) -> list[dict[str, Any]]:
    """What happened to the list as lines of a history, latest first."""
    lines = []
    for entry in history(received):
        words = EVENTS.get(entry.event)
        text = str(words) % entry.payload if words else entry.event
        lines.append({"at": entry.recorded_at, "by": entry.actor_name, "text": text})
    return lines

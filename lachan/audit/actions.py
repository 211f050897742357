"""The one write: record what has happened, in the transaction of whoever made it happen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app as jobs

from lachan.audit.models import Entry
from lachan.core.actor import Actor

REACT = "react"


def record(
    event: object, *, actor: Actor, path: str = "", subject: models.Model | None = None
) -> Entry:
    """Write one entry and defer the event's listeners, both in the caller's transaction.

    `event` is a frozen dataclass from a domain's `events.py`; its fields become the payload.
    Nothing that happened goes unanswered, and nothing is answered that did not happen: the
    entry and the jobs are rolled back together with the change.

    Raises RuntimeError outside a transaction, because then that promise cannot be kept.
    """
    return record_all([(event, path, subject)], actor=actor)[0]


def record_all(
    happened: Iterable[tuple[object, str, models.Model | None]], *, actor: Actor
) -> list[Entry]:
    """Record several things at once, as `record` does each: event, path, subject."""
    if not connection.in_atomic_block:
        raise RuntimeError("record() must be called inside the transaction of the change")
    now = import_string(settings.CLOCK)()
    entries = Entry.objects.bulk_create(
        Entry(
            recorded_at=now,
            event=name_of(type(event)),
            actor_id=actor.id,
            actor_name=actor.name,
            on_behalf_of=actor.on_behalf_of,
            path=path,
            subject=subject_of(subject) if subject is not None else "",
            payload=payload_of(event),
        )
        for event, path, subject in happened
    )
    reactions, locks = import_string(settings.REACTIONS), import_string(settings.REACTION_LOCKS)
    for entry in entries:
        for reaction in reactions.get(entry.event, ()):
            lock = locks.get(reaction.rpartition(".")[0])
            jobs.configure_task(REACT, lock=lock).defer(entry_id=entry.pk, reaction=reaction)
    return entries


def name_of(event_class: type) -> str:
    """`lachan.directives.events.Approved` is `directives.Approved`."""
    return f"{event_class.__module__.split('.')[1]}.{event_class.__name__}"


def subject_of(row: models.Model) -> str:
    """How an entry points at a row: `directives.document:17`."""
    return f"{row._meta.label_lower}:{row.pk}"


def payload_of(event: object) -> dict[str, Any]:
    """The event's fields as JSON: dates and instants in ISO 8601, sets and tuples as lists."""
    if not dataclasses.is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"an event is an instance of a dataclass, not {event!r}")
    payload: dict[str, Any] = _plain(dataclasses.asdict(event))
    return payload


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    return value

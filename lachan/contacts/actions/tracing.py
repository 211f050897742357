"""Trace the province again, and write what that changes: who is a contact, at which level, why.

One run at a time; all of a run is one transaction. Levels follow the evidence at once. What follows
from them for the people (orders, tests, last days) is proposed, see `proposing`.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.actions import merging, proposing, writing
from lachan.contacts.models import Run
from lachan.contacts.queries.labels import last_cases, last_labels, longest_followed
from lachan.contacts.terms import Cause, Permission
from lachan.core.actor import system
from lachan.tracing.actions.tracing import met_each_day, trace_everyone
from lachan.tracing.rules.relevelling import changes

TRACER = system("contacts", *Permission)
LOCK = "contacts.tracing"

# For these the same answer may ask something else of people.
ALWAYS = frozenset({Cause.BY_HAND, Cause.RULES_CHANGED, Cause.NEW_DAY})


def trace_again(cause: Cause, subject: str, *, asked_at: datetime, now: datetime) -> Run | None:
    """Trace everybody; the run, or None where nothing can have changed since the last one.

    A burst of lines asks for many traces that change nothing.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        began = _wall()
        traced = trace_everyone(now, longest_followed())
        last = Run.objects.first()
        if cause not in ALWAYS and last is not None and last.stamp == traced.stamp:
            return None
        run = Run.objects.create(
            cause=cause,
            subject=subject,
            asked_at=asked_at,
            started_at=began,
            finished_at=began,
            traced_in_ms=round(traced.milliseconds),
            cases=len(traced.windows.case),
            stamp=traced.stamp,
        )
        merging.follow_merges(now)
        before = last_labels()
        changed = changes(before, traced.labels, last_cases(), traced.ill)
        writing.keep_cases(traced)
        run.persons, run.changes = writing.write_trace(run, before, traced, changed, now)
        writing.write_exposures(*met_each_day(traced), traced, now)
        writing.keep_labels(before, traced)
        proposed = proposing.propose(run, now)
        run.finished_at = _wall()
        run.save(update_fields=["persons", "changes", "finished_at"])
        number = sum(run.changes.values())
        told = events.Traced(run.pk, str(cause), run.cases, number, proposed)
        record(told, actor=TRACER, subject=run)
    return run


def trace_day(now: datetime) -> Run | None:
    """The trace with which a day begins: rules that hold from it on, and who moved meanwhile."""
    return trace_again(Cause.NEW_DAY, "", asked_at=now, now=now)


def _wall() -> datetime:
    now: datetime = import_string(settings.CLOCK)()
    return now

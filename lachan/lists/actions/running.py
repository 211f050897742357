"""Read a list and import it, in chunks that are each committed; stopped, killed, taken up again.

1. Whoever holds the list's advisory lock runs it. The lock is the session's: when a worker is
   killed the server lets it go, and the next one to ask goes on.
2. Reading: rows are judged as they come from the file and written, a thousand a transaction. What
   is there already is skipped by its number.
3. Importing: waiting rows are recognised, five hundred a transaction.
4. Between chunks the state is looked at: a list that was stopped is left as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.refused import Refused
from lachan.lists.actions.files import kept, sentence_of
from lachan.lists.actions.locked import lock_list
from lachan.lists.actions.taking import insert_rows, judge_for, recognise_waiting
from lachan.lists.events import Discarded, Imported, Resumed, Stopped
from lachan.lists.kinds import KINDS
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.queries.lists import unfinished
from lachan.lists.rules.judging import Judge, Judged
from lachan.lists.rules.layout import (
    LEAVE,
    columns_of,
    first_row_of,
    missing_fields,
    open_concerns,
)
from lachan.lists.rules.readings import Remark
from lachan.lists.rules.telling import aside_reason
from lachan.lists.sheets import Unreadable, open_book
from lachan.lists.sheets.book import Row, filled
from lachan.lists.terms import RUNNING, Concern, FileKind, ListState, Outcome, Permission, Weight

RUN = "lists.run"
READ_CHUNK = 1_000
_NAMESPACE = 7_200_000
log = logging.getLogger(__name__)


def obstacles_to_reading(received: ReceivedList) -> list[str]:
    """Why a list cannot be read yet; empty when it can."""
    kind = KINDS[received.kind]
    reasons = []
    if open_concerns(received.concerns):
        reasons.append(_("answer the questions about the file first"))
    if not any(sheet["read"] for sheet in received.sheets):
        reasons.append(_("choose at least one sheet to read"))
    for name, missing in missing_fields(received.sheets, kind).items():
        labels = ", ".join(str(kind.field(one).label) for one in missing)
        words = {"sheet": name or _("the only one"), "fields": labels}
        reasons.append(_("sheet %(sheet)s: no column is given for %(fields)s") % words)
    return reasons


@transaction.atomic
def start(
    actor: Actor, list_id: int, *, import_when_read: bool, now: datetime, deferred: bool = True
) -> ReceivedList:
    """Let a list be read (its dry run), or imported when it was read before.

    `import_when_read` goes on to importing without stopping at the counts. With `deferred` a
    worker does it; without, the caller calls `run` after the transaction.
    """
    states = (ListState.RECEIVED, ListState.CHECKED, ListState.STOPPED, ListState.BROKEN)
    received = lock_list(actor, list_id, states)
    if not received.is_read and (reasons := obstacles_to_reading(received)):
        raise Refused(*reasons)
    was_stopped = received.state == ListState.STOPPED
    received.state = ListState.IMPORTING if received.is_read else ListState.READING
    # A list that was stopped while it was imported goes on to where it was going.
    received.import_when_read = import_when_read or (was_stopped and received.import_when_read)
    begin(actor, received, now)
    if was_stopped:
        record(
            Resumed(received.pk, received.waiting),
            actor=actor,
            path=received.path,
            subject=received,
        )
    if deferred:
        defer(received.pk)
    return received


def begin(actor: Actor, received: ReceivedList, now: datetime) -> None:
    """Note who runs the list from now on, and from which row its rate is counted."""
    received.run_by_id = actor.id
    received.run_by_name = actor.name
    received.started_at = now
    received.progress_at = None
    received.trouble = ""
    received.expected = sum(
        max(0, sheet["last_row"] - first_row_of(sheet) + 1)
        for sheet in received.sheets
        if sheet["read"]
    )
    received.done_at_start = (
        received.received - received.waiting
        if received.state == ListState.IMPORTING
        else received.received + received.aside
    )
    received.save()


def defer(list_id: int) -> None:
    """Ask a worker to run the list, in the caller's transaction."""
    jobs.configure_task(RUN).defer(list_id=list_id)


@transaction.atomic
def stop(actor: Actor, list_id: int, *, now: datetime) -> ReceivedList:
    """Stop a running list; the worker sees it before its next chunk, committed rows stay."""
    received = lock_list(actor, list_id, RUNNING)
    received.state = ListState.STOPPED
    received.finished_at = now
    received.save(update_fields=["state", "finished_at"])
    record(
        Stopped(received.pk, received.waiting), actor=actor, path=received.path, subject=received
    )
    return received


@transaction.atomic
def discard(actor: Actor, list_id: int, reason: str, *, now: datetime) -> ReceivedList:
    """Put a list away of which nothing was imported; its file stays, its rows go."""
    received = lock_list(actor, list_id)
    if received.state in RUNNING:
        raise Refused(_("stop the list first"))
    if received.new or received.matched:
        raise Refused(_("persons were made from this list; it cannot be put away any more"))
    ListRow.objects.filter(list=received).delete()
    ReceivedList.objects.filter(pk=received.pk).update(
        state=ListState.DISCARDED, finished_at=now, is_read=False
    )
    record(
        Discarded(received.pk, reason.strip()[:300]),
        actor=actor,
        path=received.path,
        subject=received,
    )
    return received


# 1 · whose turn it is


@contextmanager
def turn(list_id: int) -> Iterator[bool]:
    """Whether this session may run the list now; nobody else does until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_NAMESPACE, list_id])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_NAMESPACE, list_id])


def resume_unfinished(now: datetime) -> int:
    """Ask for the lists that are meant to run and that nobody runs; how many there were.

    When a worker starts and every minute: a worker that was killed let its lock go.
    """
    lost = []
    for list_id in unfinished():
        with turn(list_id) as is_free:
            if is_free:
                lost.append(list_id)
    for list_id in lost:
        with transaction.atomic():
            received = ReceivedList.objects.select_for_update().get(pk=list_id)
            if received.state not in RUNNING:
                continue
            actor = system("lists", Permission.IMPORT)
            record(
                Resumed(list_id, received.waiting),
                actor=actor,
                path=received.path,
                subject=received,
            )
            defer(list_id)
    return len(lost)


def run(list_id: int, clock: Callable[[], datetime]) -> None:
    """Run a list to its end, to its dry run, or until it is stopped."""
    with turn(list_id) as is_ours:
        if not is_ours:
            return
        try:
            if _state(list_id) == ListState.READING:
                _read(list_id, clock)
            if _state(list_id) == ListState.IMPORTING:
                _import(list_id, clock)
        except Unreadable as fault:
            _fail(list_id, ListState.BROKEN, sentence_of(fault))
        except Refused as refused:
            _fail(list_id, ListState.BROKEN, refused.reasons[0])
        except Exception:
            # Said on the page at once; the log has the rest, and the list can be resumed.
            _fail(list_id, ListState.STOPPED, _("The worker met an unexpected error; resume it."))
            log.exception("list %s stopped", list_id)
            raise


def _state(list_id: int) -> str:
    return str(ReceivedList.objects.values_list("state", flat=True).get(pk=list_id))


def _fail(list_id: int, state: ListState, trouble: str) -> None:
    ReceivedList.objects.filter(pk=list_id, state__in=RUNNING).update(
        state=state, trouble=str(trouble)[:300]
    )


def _runner(received: ReceivedList) -> Actor:
    """Whoever started the list: persons made by it are recorded as theirs."""
    return Actor(
        id=received.run_by_id,
        name=received.run_by_name or "lists",
        grants=frozenset({(str(Permission.IMPORT), received.path)}),
        workplace=received.path,
    )


# 2 · reading


def _read(list_id: int, clock: Callable[[], datetime]) -> None:
    received = ReceivedList.objects.get(pk=list_id)
    judge = judge_for(received, clock())
    book = open_book(kept(received), FileKind(received.file_kind))
    for position, sheet in enumerate(received.sheets):
        if not sheet["read"]:
            continue
        rows = ListRow.objects.filter(list=received, sheet=position)
        last = rows.aggregate(last=Max("row"))["last"] or 0
        first = max(first_row_of(sheet), last + 1)
        source = filled(book.rows(position), book.sheets[position])
        chunk: list[tuple[int, int, list[str], Judged]] = []
        for row in source:
            if row.number < first:
                continue
            chunk.append((position, row.number, *_judged(row, judge, received, position)))
            if len(chunk) >= READ_CHUNK:
                if not _write(received, chunk, clock()):
                    return
                chunk = []
        if chunk and not _write(received, chunk, clock()):
            return
    with transaction.atomic():
        received = ReceivedList.objects.select_for_update().get(pk=list_id)
        if received.state != ListState.READING:
            return
        received.is_read = True
        received.progress_at = clock()
        received.state = ListState.IMPORTING if received.import_when_read else ListState.CHECKED
        if received.import_when_read:
            received.started_at, received.done_at_start = (
                clock(),
                received.received - received.waiting,
            )
        received.save()


def _judged(
    row: Row, judge: Judge, received: ReceivedList, position: int
) -> tuple[list[str], Judged]:
    sheet = received.sheets[position]
    mapping = columns_of(sheet)
    hidden = received.concerns.get(Concern.HIDDEN_ROWS, {})
    code = aside_reason(row.cells, sheet["columns"], mapping)
    if not code and row.is_hidden and hidden.get("answer") == LEAVE:
        code = "hidden"
    if code:
        return row.cells, Judged(Outcome.ASIDE, {}, (Remark(code, Weight.NOTE),))
    return row.cells, judge.judge(row.cells, mapping)


def _write(
    received: ReceivedList, chunk: list[tuple[int, int, list[str], Judged]], now: datetime
) -> bool:
    """Write a chunk; False when the list is not to be read any more."""
    with transaction.atomic():
        state = (
            ReceivedList.objects.select_for_update()
            .values_list("state", flat=True)
            .get(pk=received.pk)
        )
        if state != ListState.READING:
            return False
        insert_rows(received, chunk)
        ReceivedList.objects.filter(pk=received.pk).update(progress_at=now)
    return True


# 3 · importing


def _import(list_id: int, clock: Callable[[], datetime]) -> None:
    while import_chunk(list_id, clock()):
        pass


@transaction.atomic
def import_chunk(list_id: int, now: datetime) -> bool:
    """Recognise the next chunk of a list that is being imported; False when it is over.

    When no row waits any more the list is done and `lists.Imported` is recorded.
    """
    received = ReceivedList.objects.select_for_update().get(pk=list_id)
    if received.state != ListState.IMPORTING:
        return False
    actor = _runner(received)
    if recognise_waiting(actor, received, now=now):
        ReceivedList.objects.filter(pk=list_id).update(progress_at=now)
        return True
    finish(actor, received, now)
    return False


def finish(actor: Actor, received: ReceivedList, now: datetime) -> None:
    """The list is done: said once, with its balance."""
    received.refresh_from_db()
    received.state = ListState.DONE
    received.finished_at = received.progress_at = now
    received.save(update_fields=["state", "finished_at", "progress_at"])
    record(
        Imported(
            received.pk,
            received.kind,
            received.received,
            received.new,
            received.matched,
            received.held,
            received.refused,
        ),
        actor=actor,
        path=received.path,
        subject=received,
    )

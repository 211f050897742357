"""Open cases from a list: rows of cases, or positive results of a laboratory, each row once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases.actions.opening import Opening, Report, judge, open_for
from lachan.cases.actions.taking_results import Told, take_result
from lachan.cases.events import ListTaken
from lachan.cases.models import Case, Classified
from lachan.cases.queries.cases import case_of_result, last_episode_of, persons_with_cases
from lachan.cases.rules.listed import ListedCase, case_of_row, told_by_row
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.lists.queries.rows import ImportedRow, imported_rows
from lachan.people.models import Person
from lachan.places.queries.units import provinces

KINDS = frozenset({"cases", "results"})
BATCH = 200


def open_cases_from_list(
    actor: Actor, list_id: int, kind: str, *, path: str, now: datetime
) -> ListTaken:
    """Open a case for every row that is about one, and tell what became of each row.

    A row counts once: run again, after a kill or after corrections, it opens only what is new.
    `path` is the unit that received the list, for rows without a commune. A person whose case is
    open is known: a row of cases overwrites nothing, a laboratory's result classifies the case anew
    where it says something new. A sample from the time of an illness that has ended is a result of
    that case. Batches have a transaction each.
    """
    counts: Counter[str] = Counter()
    refused: list[tuple[int, str]] = []
    waiting = imported_rows(list_id)
    while rows := list(islice(waiting, BATCH)):
        with transaction.atomic():
            _take(actor, kind, list_id, rows, path, now, counts, refused)
    taken = ListTaken(
        list_id=list_id,
        rows=sum(counts.values()),
        opened=counts["opened"],
        updated=counts["updated"],
        known=counts["known"],
        not_cases=counts["not_cases"],
        refused=tuple(refused),
    )
    with transaction.atomic():
        record(taken, actor=actor, path=path)
    return taken


def _take(
    actor: Actor,
    kind: str,
    list_id: int,
    rows: list[ImportedRow],
    path: str,
    now: datetime,
    counts: Counter[str],
    refused: list[tuple[int, str]],
) -> None:
    """One batch.

    Everybody of it is locked first, in one order, and rows go by unit, so that case books are taken
    in one order too: two lists at once wait for each other instead of standing crosswise.
    """
    references = [f"cases.list:{row.id}" for row in rows]
    before = {
        reference
        for model in (Case, Classified)
        for (reference,) in model.objects.filter(reference__in=references).values_list("reference")
    }
    roots = dict(
        Person.objects.filter(pk__in=[row.person_id for row in rows]).values_list("pk", "root_id")
    )
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=set(roots.values()))
    list(locked.order_by("pk").values_list("pk"))
    last = last_episode_of(filter(None, roots.values()))
    is_open: set[int | None] = {root for root, case in last.items() if case.closed_at is None}
    has_case: set[int | None] = (
        set(persons_with_cases(filter(None, roots.values()))) if kind == "results" else set()
    )
    elsewhere = [
        unit.name for unit in provinces(day_of(now)) if not paths.contains(unit.path, path)
    ]
    for row in sorted(rows, key=lambda row: (str(row.values.get("unit") or path), row.id)):
        listed = case_of_row(kind, row.values, now, elsewhere)
        root = roots.get(row.person_id)
        if f"cases.list:{row.id}" in before:
            counts["known"] += 1
            continue
        try:
            if (
                root is not None
                and root in has_case
                and _is_new_to_case(actor, list_id, row, root, now)
            ):
                counts["updated"] += 1
            elif listed is None:
                counts["not_cases"] += 1
            elif root in is_open:
                counts["known"] += 1
            else:
                opened = _open(actor, list_id, row, listed, path, now)
                if opened.was_brought_in:
                    counts["updated" if opened.is_news else "known"] += 1
                    continue
                counts["opened"] += 1
                is_open.add(root)
                has_case.add(root)
        except Refused as why:
            counts["refused"] += 1
            refused.append((row.id, "; ".join(why.reasons)))


def _is_new_to_case(actor: Actor, list_id: int, row: ImportedRow, root: int, now: datetime) -> bool:
    """Bring a result into the case that it is about; False where it is about none or says no more
    than is known."""
    told = told_by_row(row.values, now)
    case = case_of_result(root, told.sampled_at)
    if case is None:
        return False
    return take_result(
        actor,
        case,
        Told(told.evidence, told.ct, told.sampled_at),
        basis=_("List %(list)d, row %(row)d") % {"list": list_id, "row": row.row},
        reference=f"cases.list:{row.id}",
        now=now,
    )


def _open(
    actor: Actor, list_id: int, row: ImportedRow, listed: ListedCase, path: str, now: datetime
) -> Opening:
    unit = str(row.values.get("unit") or path)
    report = Report(
        reported_at=listed.reported_at,
        classification=listed.classification,
        basis=_("List %(list)d, row %(row)d") % {"list": list_id, "row": row.row},
        evidence=listed.evidence,
        ct=listed.ct,
        onset_on=listed.onset_on,
        sampled_at=listed.sampled_at,
        isolated_at=listed.isolated_at,
        origin=listed.origin,
        origin_words=listed.origin_words,
        source=listed.source,
        source_note=listed.source_note,
        note=listed.note,
    )
    judged = judge(actor, report, unit, now)
    with transaction.atomic():
        return open_for(
            actor, row.person_id, judged, path=unit, reference=f"cases.list:{row.id}", now=now
        )

"""Rows judged and rows recognised, a chunk at a time: what all ways of bringing rows in share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.rows import update_rows
from lachan.lists.kinds import KINDS
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.queries.gazetteer import gazetteer
from lachan.lists.rules.judging import Judge, Judged, claim_of
from lachan.lists.rules.layout import columns_of
from lachan.lists.terms import PAPER, Outcome
from lachan.people.actions.recognising import recognise
from lachan.people.rules.claims import PersonClaim

CHUNK = 500


def judge_for(received: ReceivedList, now: datetime) -> Judge:
    """The judge of a list, with the units of the day."""
    today = day_of(now)
    return Judge(KINDS[received.kind], gazetteer(received.path, today), today, received.path)


def judge_again(judge: Judge, received: ReceivedList, rows: Iterable[ListRow]) -> list[ListRow]:
    """Set what each row says now, from its corrected cells and its answers; nothing is saved."""
    mappings = [columns_of(sheet) for sheet in received.sheets]
    changed = []
    for row in rows:
        apply(row, judge.judge(row.cells, mappings[row.sheet], row.answers))
        changed.append(row)
    return changed


def apply(row: ListRow, judged: Judged) -> None:
    """Write a judgement into a row that has no person."""
    row.outcome = judged.outcome
    row.values = judged.values
    row.remarks = [remark.as_json() for remark in judged.remarks]
    row.question = judged.question if judged.outcome == Outcome.HELD else ""


def save_judged(rows: Sequence[ListRow]) -> None:
    """Save what people and judgement changed in these rows, in one statement."""
    update_rows(rows, ["corrected", "answers", "values", "outcome", "remarks", "question"])


def recognise_waiting(actor: Actor, received: ReceivedList, *, now: datetime) -> int:
    """Recognise the next chunk of waiting rows, in the caller's transaction; how many there were.

    The list is locked by the caller, so that a row is taken once.
    """
    rows = list(
        ListRow.objects.filter(list=received, outcome=Outcome.WAITING).order_by("pk")[:CHUNK]
    )
    if not rows:
        return 0
    kind = KINDS[received.kind]
    claims: list[PersonClaim] = []
    for row in rows:
        headings = received.sheets[row.sheet]["columns"]
        claims.append(
            claim_of(
                kind,
                row.values,
                reference=f"lists.Row:{row.pk}",
                path=received.path,
                said_at=received.received_at,
                content=content_of(headings, row.cells),
                batch=f"lists.List:{received.pk}",
                is_keyed=received.file_kind in PAPER,
            )
        )
    answers = recognise(actor, claims, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE lists_listrow AS r SET outcome = v.outcome, person_id = v.person,
                      remarks = CASE WHEN v.warnings = '[]'::jsonb THEN r.remarks
                                     ELSE r.remarks || v.warnings END
               FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::jsonb[])
                    AS v(id, outcome, person, warnings)
               WHERE r.id = v.id""",
            [
                [row.pk for row in rows],
                [str(Outcome.NEW if one.is_new else Outcome.MATCHED) for one in answers],
                [one.person_id for one in answers],
                [_warnings(one.warnings) for one in answers],
            ],
        )
    return len(rows)


def _warnings(words: Sequence[str]) -> str:
    """What recognition says about a row, as notes without a code of ours."""
    return json.dumps(
        [
            {"code": str(text), "weight": "note", "field": "", "value": "", "options": []}
            for text in words
        ],
        ensure_ascii=False,
    )


def content_of(headings: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """The row word for word, by its headings; columns without one by their number."""
    content: dict[str, Any] = {}
    for position, words in enumerate(cells):
        if not words:
            continue
        heading = headings[position] if position < len(headings) and headings[position] else ""
        key = heading or f"{position + 1}"
        content[f"{key} ({position + 1})" if key in content else key] = words
    return content


COPY_COLUMNS = 'list_id, sheet, row, received, answers, "values", outcome, remarks, question'


def insert_rows(received: ReceivedList, rows: Iterable[tuple[int, int, list[str], Judged]]) -> None:
    """Write new rows (sheet, number, cells, judgement) by one COPY."""
    # Table and columns are ours; what comes from the file goes through the protocol of COPY.
    statement = f"COPY lists_listrow ({COPY_COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for sheet, number, cells, judged in rows:
            copy.write_row(
                (
                    received.pk,
                    sheet,
                    number,
                    _json(cells),
                    "{}",
                    _json(judged.values),
                    str(judged.outcome),
                    _json([remark.as_json() for remark in judged.remarks]),
                    judged.question if judged.outcome == Outcome.HELD else "",
                )
            )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")

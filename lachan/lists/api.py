"""`/api/v1/lists`: bring lists in, see how far they are, answer, fetch and send back errors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from lachan.core.http import Request
from lachan.core.listing import XLSX
from lachan.lists.actions.answering import Answer, RowAnswer, Verdict, answer_question, answer_row
from lachan.lists.actions.choosing import Choice, SheetChoice, choose_columns
from lachan.lists.actions.correcting import correct_rows, fetch_errors
from lachan.lists.actions.keying import finish_keying, key_row
from lachan.lists.actions.receiving import Incoming, SameFile, receive_list
from lachan.lists.actions.running import discard, start, stop
from lachan.lists.queries import lists as queries
from lachan.lists.queries.rows import questions_of, rows_of
from lachan.lists.rules.words import reason_of
from lachan.people.actions.reading import log_many

router = Router()
MOST_ROWS = 500


class BalanceOut(Schema):
    """received = new + matched + held + refused + waiting; `aside` are rows about nobody."""

    received: int
    new: int
    matched: int
    held: int
    refused: int
    waiting: int
    aside: int
    holds: bool


class ListOut(Schema):
    """One list. `again` says that the file was there before and nothing was added."""

    id: int
    path: str
    kind: str
    sender: str
    file_name: str
    state: str
    trouble: str
    encoding: str
    received_at: datetime
    sheets: list[dict[str, Any]]
    concerns: dict[str, Any]
    balance: BalanceOut
    again: str = ""


class ProgressOut(Schema):
    """Rows done of all; `rate` in rows a second, `left` in seconds."""

    state: str
    done: int
    total: int
    rate: float | None
    left: float | None


class UploadIn(Schema):
    """What is sent beside the file."""

    kind: str
    to: str
    sender: str = ""
    note: str = ""


class SheetIn(Schema):
    """Whether a sheet is read; `columns` maps the column's index to a field of the kind."""

    read: bool = True
    columns: dict[int, str] | None = None


class ColumnsIn(Schema):
    """Choices by the position of the sheet; answers by the name of the concern."""

    sheets: dict[int, SheetIn] = {}
    answers: dict[str, str] = {}


class StartIn(Schema):
    """`import_when_read` goes on to importing; without, the list is only checked."""

    import_when_read: bool = False


class QuestionOut(Schema):
    """Held rows with the same trouble; `options` are paths of units to choose from."""

    key: str
    code: str
    reason: str
    field: str
    value: str
    rows: int
    example_id: int
    options: list[str]


class AnswerIn(Schema):
    """`verdict`: unit (words: its path), value, nothing, refuse, aside."""

    key: str
    verdict: Verdict
    words: str = ""


class RowAnswerIn(Schema):
    """What the fields of one row should say; `unit` is the path of a commune or hamlet."""

    values: dict[str, str] = {}
    unit: str = ""


class RowOut(Schema):
    """One row: word for word as received, as read, and what became of it."""

    id: int
    sheet: int
    row: int
    outcome: str
    received: list[str]
    values: dict[str, Any]
    remarks: list[dict[str, Any]]
    person_id: int | None


class KeyIn(Schema):
    """Words by field of the kind, as typed."""

    values: dict[str, str]


class ReasonIn(Schema):
    reason: str = ""


def _shown(received: Any, again: str = "") -> ListOut:
    return ListOut(
        id=received.pk,
        path=received.path,
        kind=received.kind,
        sender=received.sender,
        file_name=received.file_name,
        state=received.state,
        trouble=received.trouble,
        encoding=received.encoding,
        received_at=received.received_at,
        # The preview holds words of persons: it is for the page on which columns are chosen.
        sheets=[{k: v for k, v in sheet.items() if k != "preview"} for sheet in received.sheets],
        concerns=received.concerns,
        balance=BalanceOut(**received.balance.as_json()),
        again=again,
    )


def _one(request: Any, list_id: int) -> ListOut:
    return _shown(queries.get_list(request.actor, list_id))


@router.get("/lists", response=list[ListOut])
def list_lists(request: Request, kind: str = "", state: str = "", limit: int = 100) -> Any:
    """Lists in sight, latest first, 500 at most."""
    rows = queries.visible_lists(request.actor)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    return [_shown(row) for row in rows[: max(1, min(limit, 500))]]


@router.post("/lists", response=ListOut)
def upload(request: Any, told: Form[UploadIn], file: File[UploadedFile]) -> Any:
    """Take a file in; the same file again gives the list that it became, with `again` set."""
    incoming = Incoming(file.read(), file.name or "", told.kind, told.to, told.sender, told.note)
    try:
        return _shown(receive_list(request.actor, incoming, now=request.now))
    except SameFile as same:
        return _shown(same.earlier, again=str(same.reasons[0]))


@router.get("/lists/{list_id}", response=ListOut)
def one_list(request: Any, list_id: int) -> Any:
    """One list with its sheets, open concerns and balance."""
    return _one(request, list_id)


@router.get("/lists/{list_id}/progress", response=ProgressOut)
def progress(request: Any, list_id: int) -> Any:
    """How far a running list is."""
    received = queries.get_list(request.actor, list_id)
    found = queries.progress_of(received, request.now)
    return ProgressOut(
        state=received.state, done=found.done, total=found.total, rate=found.rate, left=found.left
    )


@router.put("/lists/{list_id}/columns", response=ListOut)
def set_columns(request: Any, list_id: int, told: ColumnsIn) -> Any:
    """Say what the columns mean and answer what is asked about the file."""
    sheets = {position: SheetChoice(one.read, one.columns) for position, one in told.sheets.items()}
    choose_columns(request.actor, list_id, Choice(sheets, told.answers), now=request.now)
    return _one(request, list_id)


@router.post("/lists/{list_id}/start", response=ListOut)
def start_list(request: Any, list_id: int, told: StartIn) -> Any:
    """Read a list, import one that was read, or go on with one that was stopped."""
    start(request.actor, list_id, import_when_read=told.import_when_read, now=request.now)
    return _one(request, list_id)


@router.post("/lists/{list_id}/stop", response=ListOut)
def stop_list(request: Any, list_id: int) -> Any:
    """Stop a running list; committed rows stay."""
    stop(request.actor, list_id, now=request.now)
    return _one(request, list_id)


@router.post("/lists/{list_id}/discard", response=ListOut)
def discard_list(request: Any, list_id: int, told: ReasonIn) -> Any:
    """Put a list away of which nothing was imported."""
    discard(request.actor, list_id, told.reason, now=request.now)
    return _one(request, list_id)


@router.get("/lists/{list_id}/rows", response=list[RowOut])
def list_rows(
    request: Any, list_id: int, outcome: str = "", after: int = 0, limit: int = 100
) -> Any:
    """Rows in the order of their ids, 500 at most; that they were looked at is kept."""
    received = queries.get_list(request.actor, list_id)
    rows = rows_of(received).filter(pk__gt=after).order_by("pk")
    if outcome:
        rows = rows.filter(outcome=outcome)
    found = list(rows[: max(1, min(limit, MOST_ROWS))])
    log_many(request.actor, len(found), "lists:api_rows", request.now)
    return found


@router.get("/lists/{list_id}/questions", response=list[QuestionOut])
def list_questions(request: Any, list_id: int) -> Any:
    """What is asked about held rows, the most frequent first."""
    received = queries.get_list(request.actor, list_id)
    return [
        QuestionOut(
            key=one.key,
            code=one.code,
            reason=reason_of(one.code),
            field=one.field,
            value=one.value,
            rows=one.rows,
            example_id=one.example_id,
            options=list(one.options),
        )
        for one in questions_of(received)
    ]


@router.post("/lists/{list_id}/questions", response=ListOut)
def answer(request: Any, list_id: int, told: AnswerIn) -> Any:
    """Answer a question for all rows that share it."""
    answer_question(
        request.actor, list_id, told.key, Answer(told.verdict, told.words), now=request.now
    )
    return _one(request, list_id)


@router.post("/list-rows/{row_id}", response=RowOut)
def correct_row(request: Any, row_id: int, told: RowAnswerIn) -> Any:
    """Say what fields of one held or refused row should say; it is judged again."""
    return answer_row(request.actor, row_id, RowAnswer(told.values, told.unit), now=request.now)


@router.post("/lists/{list_id}/rows", response=RowOut)
def key(request: Any, list_id: int, told: KeyIn) -> Any:
    """Key one row of a paper list in."""
    return key_row(request.actor, list_id, told.values, now=request.now)


@router.post("/lists/{list_id}/finish", response=ListOut)
def finish(request: Any, list_id: int) -> Any:
    """All rows of a paper list are keyed."""
    finish_keying(request.actor, list_id, now=request.now)
    return _one(request, list_id)


@router.get("/lists/{list_id}/errors")
def errors(request: Any, list_id: int) -> HttpResponse:
    """The held and refused rows with their reasons, as .xlsx."""
    content, count = fetch_errors(request.actor, list_id)
    log_many(request.actor, count, "lists:errors", request.now)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="dong-loi-{list_id}.xlsx"'
    response["Cache-Control"] = "no-store, private"
    return response


@router.post("/lists/{list_id}/corrections", response=ListOut)
def corrections(request: Any, list_id: int, file: File[UploadedFile]) -> Any:
    """Send a corrected file of errors back: its rows stand in the place of those received."""
    correct_rows(request.actor, list_id, file.read(), file.name or "", now=request.now)
    return _one(request, list_id)

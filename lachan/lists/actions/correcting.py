"""The file of rows that could not be used goes out, comes back corrected, and replaces just those.

Each row carries its key in a hidden last column: a key names the list and the row, so that a file
of another list, or rows that were added, are told apart.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from tempfile import NamedTemporaryFile
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.lists.actions.files import digest_of, keep, path_of, sentence_of
from lachan.lists.actions.locked import lock_list
from lachan.lists.actions.running import begin, defer
from lachan.lists.actions.taking import judge_again, judge_for, save_judged
from lachan.lists.events import ErrorsFetched, RowsCorrected
from lachan.lists.models import Correction, ListRow, ReceivedList
from lachan.lists.queries.lists import get_list
from lachan.lists.rules.headers import column_letter
from lachan.lists.rules.layout import KEY_HEADING, columns_of
from lachan.lists.rules.words import advice_of, reason_of
from lachan.lists.sheets import Unreadable, kind_of, open_book
from lachan.lists.terms import BAD, RUNNING, FileKind, ListState

_REASON_WIDTH = 46


@transaction.atomic
def fetch_errors(actor: Actor, list_id: int) -> tuple[bytes, int]:
    """The held and refused rows as .xlsx, in the sender's own layout with reasons; how many.

    The fetching is recorded: the file holds personal data.
    """
    received = get_list(actor, list_id)
    rows = list(ListRow.objects.filter(list=received, outcome__in=BAD).order_by("sheet", "row"))
    if not rows:
        raise Refused(_("no row of this list is held or refused"))
    content = _workbook(received, rows)
    record(ErrorsFetched(received.pk, len(rows)), actor=actor, path=received.path, subject=received)
    return content, len(rows)


def _workbook(received: ReceivedList, rows: list[ListRow]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "head": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "bad": book.add_format(
            {"num_format": "@", "valign": "top", "text_wrap": True, "bg_color": "#FDE2E0"}
        ),
        "why": book.add_format({"valign": "top", "text_wrap": True, "font_color": "#9B1C1C"}),
    }
    used: set[str] = set()
    for position, sheet in enumerate(received.sheets):
        own = [row for row in rows if row.sheet == position]
        if own:
            _write_sheet(book, formats, received, sheet, own, _title(sheet["name"], used))
    book.close()
    return out.getvalue()


def _title(name: str, used: set[str]) -> str:
    """A name that Excel takes: 31 characters, none of []:*?/\\ , used once."""
    plain = (
        "".join(letter for letter in name if letter not in "[]:*?/\\").strip("'")[:26] or "Dòng lỗi"
    )
    title, number = plain, 2
    while title.lower() in used:
        title, number = f"{plain} ({number})", number + 1
    used.add(title.lower())
    return title


def _write_sheet(
    book: Any,
    formats: dict[str, Any],
    received: ReceivedList,
    sheet: dict[str, Any],
    rows: list[ListRow],
    title: str,
) -> None:
    made = book.add_worksheet(title)
    by_field = {name: column for column, name in columns_of(sheet).items()}
    width = max(len(sheet["columns"]), *(len(row.cells) for row in rows))
    made.write_string(
        0,
        0,
        _(
            "%(count)d rows of “%(file)s” to correct. Correct the marked cells and upload this"
            " file; leave the last column as it is."
        )
        % {"count": len(rows), "file": received.file_name},
    )
    headings = sheet["columns"] + [""] * (width - len(sheet["columns"]))
    extra = [_("Row"), _("Reason"), _("What to do"), KEY_HEADING]
    for column, heading in enumerate([*headings, *extra]):
        made.write_string(2, column, str(heading), formats["head"])
    for number, row in enumerate(rows, start=3):
        remarks = [remark for remark in row.remarks if remark["weight"] != "note"]
        bad = {by_field.get(remark["field"], -1) for remark in remarks}
        for column in range(width):
            words = row.cells[column] if column < len(row.cells) else ""
            style = formats["bad"] if column in bad else formats["text"]
            made.write_string(number, column, words, style)
        reasons = "\n".join(_reason(remark, by_field) for remark in remarks)
        advice = "\n".join(dict.fromkeys(advice_of(remark["code"]) for remark in remarks))
        made.write_string(number, width, str(row.row))
        made.write_string(number, width + 1, reasons, formats["why"])
        made.write_string(number, width + 2, advice, formats["why"])
        made.write_string(number, width + 3, f"{received.key}:{row.pk}")
    made.set_column(0, width - 1, 18)
    made.set_column(width + 1, width + 2, _REASON_WIDTH)
    made.set_column(width + 3, width + 3, None, None, {"hidden": True})
    made.freeze_panes(3, 0)
    made.set_landscape()
    made.set_paper(9)
    made.fit_to_pages(1, 0)


def _reason(remark: dict[str, Any], by_field: dict[str, int]) -> str:
    """ "Cột D: …": the column's letter, what is wrong, and what stood there."""
    words = reason_of(remark["code"])
    if remark["field"] in by_field:
        words = _("Column %(letter)s: %(reason)s") % {
            "letter": column_letter(by_field[remark["field"]]),
            "reason": words,
        }
    return f"{words} (“{remark['value']}”)" if remark["value"] else words


def correct_rows(
    actor: Actor,
    list_id: int,
    content: bytes,
    file_name: str,
    *,
    now: datetime,
    deferred: bool = True,
) -> int:
    """Put corrected rows in the place of those received; how many changed.

    The received words stay on record beside them. Rows whose cells are as before, that are not of
    this list, or that became persons meanwhile are left alone. Refused when the same file was taken
    before or holds no key of this list. With `deferred` a worker imports them.
    """
    sha256 = digest_of(content)
    _sha, path = keep(content)
    try:
        kind = kind_of(path)
        if kind not in (FileKind.XLSX, FileKind.XLS):
            raise Refused(_("send the file of errors back as .xlsx"))
        sent = dict(_keyed_rows(path_of(sha256), kind))
    except Unreadable as fault:
        raise Refused(sentence_of(fault)) from fault
    with transaction.atomic():
        received = lock_list(actor, list_id)
        if received.state in RUNNING:
            raise Refused(_("wait until the list is imported, or stop it first"))
        if Correction.objects.filter(list=received, sha256=sha256).exists():
            raise Refused(_("this corrected file was taken before; nothing was added"))
        own = {
            int(pk): cells
            for key, cells in sent.items()
            for owner, _colon, pk in [key.partition(":")]
            if owner == str(received.key) and pk.isdecimal()
        }
        if not own:
            raise Refused(
                _("the file holds no row of this list; use the file of errors of this list")
            )
        rows = list(
            ListRow.objects.filter(list=received, outcome__in=BAD, pk__in=own).order_by("pk")
        )
        changed = []
        for row in rows:
            width = max(len(received.sheets[row.sheet]["columns"]), len(row.cells))
            cells = [*own[row.pk][:width]]
            while cells and not cells[-1]:
                cells.pop()
            if cells != _trimmed(row.cells):
                row.corrected, row.answers = cells, {}
                changed.append(row)
        Correction.objects.create(
            list=received,
            file_name=file_name[-255:],
            sha256=sha256,
            rows=len(changed),
            corrected_at=now,
            corrected_by_id=actor.id,
        )
        take_again(actor, received, changed, now=now, deferred=deferred)
        record(
            RowsCorrected(received.pk, len(changed), sha256),
            actor=actor,
            path=received.path,
            subject=received,
        )
    return len(changed)


def _trimmed(cells: list[str]) -> list[str]:
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _keyed_rows(path: Any, kind: FileKind) -> Iterator[tuple[str, list[str]]]:
    """The keys and cells of the rows below a heading that ends with our key column."""
    book = open_book(path, kind)
    for position in range(len(book.sheets)):
        key = width = -1
        for row in book.rows(position):
            if KEY_HEADING in row.cells:
                key = row.cells.index(KEY_HEADING)
                width = key - 3
            elif key >= 0 and len(row.cells) > key and row.cells[key]:
                yield row.cells[key], row.cells[:width]


def list_of_errors_file(content: bytes) -> str:
    """The key of the list whose file of errors this is, or empty."""
    with NamedTemporaryFile(suffix=".xlsx") as draft:
        draft.write(content)
        draft.flush()
        try:
            from pathlib import Path

            file = Path(draft.name)
            kind = kind_of(file)
            if kind is not FileKind.XLSX:
                return ""
            return next((key.partition(":")[0] for key, _cells in _keyed_rows(file, kind)), "")
        except Unreadable:
            return ""


def take_again(
    actor: Actor, received: ReceivedList, rows: list[ListRow], *, now: datetime, deferred: bool
) -> None:
    """Judge changed rows again and let those that can be used be imported, if the list was.

    In the caller's transaction, the list locked. A list that is only checked keeps them waiting.
    """
    goes_on = received.state == ListState.DONE
    if goes_on:
        # First the state: a list that is done has no waiting rows.
        received.state = ListState.IMPORTING
        begin(actor, received, now)
    if rows:
        save_judged(judge_again(judge_for(received, now), received, rows))
    if goes_on and deferred:
        defer(received.pk)

"""Lists to begin with: small ones written cell by cell, and the machinery to take them in."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from lachan.lists.actions.choosing import Choice, choose_columns
from lachan.lists.actions.receiving import Incoming, receive_list
from lachan.lists.actions.running import run, start
from lachan.lists.models import ReceivedList
from tests.cast import NOW

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Điện thoại", "Địa chỉ nơi đến")
ADDRESS = "ấp 7, xã An Xuyên, TP Cà Mau"
COMMUNE = "96/964/32025/"


def at_nine():
    """The clock of these tests."""
    return NOW


def person(number: int, **fields: str) -> list[str]:
    """A row of an invented person; each number is another person."""
    told = {
        "name": f"Nguyễn Văn {'ABCDEGHIKLMNOPQRSTUVXY'[number % 22]}",
        "birth": f"{number % 28 + 1:02}/07/1990",
        "sex": "Nam",
        "card": f"0960900{number:05}",
        "phone": f"09012{number:05}",
        "address": ADDRESS,
    } | fields
    return [
        str(number),
        *(told[key] for key in ("name", "birth", "sex", "card", "phone", "address")),
    ]


def sheet_of(
    rows: Sequence[Sequence[str]], *, hidden: Sequence[int] = (), name: str = "DS"
) -> bytes:
    """A workbook of these rows, as text; `hidden` are positions of hidden rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    for position, row in enumerate(rows):
        sheet.write_row(position, 0, row)
        if position in hidden:
            sheet.set_row(position, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    return "\r\n".join(";".join(row) for row in rows).encode()


@pytest.fixture(autouse=True)
def the_day(settings, tmp_path):
    """Nine o'clock, and files of their own."""
    settings.CLOCK = "lachan.lists.tests.conftest.at_nine"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def take(cast):
    """Receive a list of the province: `take([person(1)], kind=…, by=…, path=…)`."""

    def _take(
        rows=(),
        *,
        content=None,
        by="synthesist",
        path="96/",
        kind="returnees",
        name="ds.xlsx",
        **told,
    ):
        content = content if content is not None else sheet_of([HEAD, *rows])
        incoming = Incoming(content, name, kind, path, told.get("sender", ""))
        return receive_list(cast.actor(by), incoming, now=NOW)

    return _take


@pytest.fixture
def bring(cast, take):
    """Receive, read and import a list; the list as it is afterwards."""

    def _bring(
        rows=(), *, by="synthesist", import_when_read=True, answers=None, **told
    ) -> ReceivedList:
        received = take(rows, by=by, **told)
        actor = cast.actor(by)
        choose_columns(actor, received.pk, Choice(answers=answers or {}), now=NOW)
        start(actor, received.pk, import_when_read=import_when_read, now=NOW, deferred=False)
        run(received.pk, at_nine)
        received.refresh_from_db()
        return received

    return _bring

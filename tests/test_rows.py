"""`update_rows` writes what Django's own `bulk_update` writes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lachan.arrivals.actions.joining import join_arrivals
from lachan.arrivals.models import Arrival
from lachan.arrivals.terms import WatchState
from lachan.arrivals.tests.examples import words
from lachan.core.rows import update_rows
from tests.cast import NOW

FIELDS = [
    *("measure", "since", "test_days", "reasons", "undetermined", "decided_at", "state"),
    *("is_placed_by_hand", "hamlet", "received_by", "facts", "joined_into"),
]


@pytest.fixture
def arrivals(cast):
    made = [
        words(f"r:{i}", name=f"Nguyễn Văn Số {i}", number=f"09609000{i:04}", symptoms="ho")
        for i in range(3)
    ]
    return join_arrivals(cast.synthesist, made, now=NOW)


def changed(arrivals, cast) -> list[Arrival]:
    first, second, _third = arrivals
    first.measure, first.since, first.test_days = "declare", date(2021, 9, 1), [date(2021, 9, 2)]
    first.reasons = [{"words": 'lời "trong ngoặc", \\ và \n ; %s', "clause": "khoản 1"}]
    first.undetermined = ["đến lúc nào", 'một "tên"']
    first.decided_at = NOW + timedelta(microseconds=123457)
    first.state, first.is_placed_by_hand, first.hamlet = WatchState.ENDED, True, "Ấp 'Bảy'"
    first.received_by, first.facts = cast.users["commune"], {"doses": 2, "none": None}
    second.since, second.test_days, second.reasons, second.decided_at = None, [], [], None
    second.joined_into = first
    return [first, second]


def as_kept() -> list[dict[str, object]]:
    return list(Arrival.objects.order_by("pk").values())


def test_it_writes_what_bulk_update_writes_and_leaves_other_rows(arrivals, cast):
    rows = changed(arrivals, cast)
    before = as_kept()
    Arrival.objects.bulk_update(rows, FIELDS)
    expected = as_kept()
    Arrival.objects.bulk_update([Arrival(**row) for row in before], FIELDS)
    assert as_kept() == before
    assert update_rows(rows, FIELDS) == len(rows)
    assert as_kept() == expected
    assert expected != before
    assert expected[2] == before[2]


def test_it_is_one_statement_and_none_for_no_rows(arrivals, cast):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert update_rows([], FIELDS) == 0
        update_rows(arrivals, FIELDS)
    assert len(asked) == 1

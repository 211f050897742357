"""When a message goes out; no database."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from lachan.core.dates import VIETNAM
from lachan.notifications.rules import (
    MOST_TRIES,
    QuietHours,
    goes_out_at,
    pause_before_try,
    shortened,
)
from lachan.notifications.terms import Urgency

NIGHT = QuietHours(time(22), time(6))
NOON = QuietHours(time(11, 30), time(13))


def at(hour: int, minute: int = 0, day: int = 15) -> datetime:
    return datetime(2021, 9, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "quiet", "expected"),
    [
        (at(9), None, at(9)),
        (at(9), NIGHT, at(9)),
        (at(22), NIGHT, at(6, day=16)),
        (at(23, 59), NIGHT, at(6, day=16)),
        (at(0), NIGHT, at(6)),
        (at(5, 59), NIGHT, at(6)),
        (at(6), NIGHT, at(6)),
        (at(12), NOON, at(13)),
        (at(13), NOON, at(13)),
        (at(11, 29), NOON, at(11, 29)),
    ],
)
def test_a_message_waits_until_the_quiet_hours_end(now, quiet, expected):
    assert goes_out_at(now, quiet, Urgency.URGENT) == expected
    assert goes_out_at(now, quiet, Urgency.EXPRESS) == now


def test_the_pauses_grow_and_end():
    pauses = [pause_before_try(tries) for tries in range(1, MOST_TRIES + 1)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses[-1] is None


def test_a_long_title_is_cut_with_an_ellipsis():
    assert shortened("Quá hạn") == "Quá hạn"
    assert len(shortened("x" * 500)) == 200
    assert shortened("x" * 500).endswith("…")

"""Where contacts stand after calls: the examples shared with the app (vectors/follow_up.json)."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lachan.contacts.rules.follow_up import Patience, Try, day_of_follow_up, standing
from lachan.contacts.terms import Outcome, Way

VECTORS = json.loads((Path(__file__).resolve().parents[3] / "vectors/follow_up.json").read_text())
COUNTS = {"own_tries", "other_tries", "visit_tries"}


def instant(words):
    return datetime.fromisoformat(words) if words else None


@pytest.mark.parametrize("row", VECTORS["standing"], ids=lambda row: row["why"])
def test_a_contact_stands_where_the_app_says(row):
    patience = Patience(
        **{
            name: value if name in COUNTS else timedelta(minutes=value)
            for name, value in row["patience"].items()
        }
    )
    tries = [
        Try(
            datetime.fromisoformat(one["at"]),
            Way(one["way"]),
            Outcome(one["outcome"]),
            instant(one["next_try_at"]),
        )
        for one in row["tries"]
    ]
    found = standing(datetime.fromisoformat(row["named_at"]), tries, patience)
    expected = row["expected"]
    assert (found.rung, found.tries, found.has_symptoms) == (
        *(expected["rung"], expected["tries"], expected["has_symptoms"]),
    )
    assert found.due_at == instant(expected["due_at"])
    assert found.seen_at == instant(expected["seen_at"])


@pytest.mark.parametrize("row", VECTORS["days"], ids=lambda row: row["why"])
def test_days_of_follow_up_are_counted_as_in_the_app(row):
    until = date.fromisoformat(row["until"]) if row["until"] else None
    since, today = date.fromisoformat(row["since"]), date.fromisoformat(row["today"])
    assert list(day_of_follow_up(since, until, today)) == row["expected"]

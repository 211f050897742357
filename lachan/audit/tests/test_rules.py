"""What an entry says; no database."""

from __future__ import annotations

import re
from pathlib import Path

from lachan.audit.rules import Change, changes, plain_event_name, shown


def test_an_event_without_a_name_is_told_from_its_own():
    assert plain_event_name("tasks.DeadlineMoved") == "tasks: deadline moved"


def test_two_maps_are_set_side_by_side():
    found = changes({"user_id": 3, "before": {"phone": ""}, "after": {"phone": "0913"}})
    assert found == [Change("phone", "", "0913", True), Change("user_id", None, 3, False)]


def test_a_map_of_what_was_before_stands_beside_the_fields():
    found = changes({"task_id": 7, "state": "received", "before": {"state": "given"}})
    assert found == [
        Change("state", "given", "received", True),
        Change("task_id", None, 7, False),
    ]


def test_what_was_before_is_taken_from_the_earlier_entry_when_it_differs():
    found = changes({"role": "clerk", "id": 4}, {"role": "officer", "id": 4})
    assert found == [Change("role", "officer", "clerk", True), Change("id", None, 4, False)]


def test_a_field_that_is_called_before_and_is_no_map_is_a_field():
    assert changes({"before": "12:00"}) == [Change("before", None, "12:00", False)]


def test_values_are_shown_as_they_are_written_here():
    assert shown("2021-09-05") == "5/9/2021"
    assert shown("2021-09-15T02:05:00+00:00") == "09:05 15/9/2021"
    assert shown(["a", 2]) == "a, 2"
    assert shown(None) == shown([]) == "–"
    assert shown("05-CV/BCĐ") == "05-CV/BCĐ"


def test_every_part_of_the_system_that_acts_has_a_name_in_vietnamese():
    house = Path(__file__).resolve().parents[2]
    written = "".join(path.read_text() for path in house.rglob("*.py") if "tests" not in path.parts)
    actors = set(re.findall(r'\bsystem\(\s*"([^"]+)"', written))
    catalogue = (house.parent / "locale" / "fragments" / "audit.po").read_text()
    named = set(re.findall(r'msgctxt "system"\nmsgid "([^"]+)"', catalogue))
    # These only read: nothing is recorded in their name.
    assert actors - named == {"names of areas", "declaration", "arrivals"}

"""How two records are weighed, and which of two stands for both."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from lachan.people.actions.weighing import compared
from lachan.people.rules import linking
from lachan.people.rules.comparing import AGREEMENT
from lachan.people.rules.merging import obstacles_to_undo, standing

LEARNT = json.loads(files("lachan.people").joinpath("data/linking.json").read_text())["levels"]
PERSON = {
    "name": "nguyen thi bich lan",
    "birth": "1985-03-07",
    "birth_year": 1985,
    "sex": "female",
    "citizen": "096185001234",
    "phone": "0912345678",
    "path": "96/964/32025/",
    "address": "so 5, ap 7",
}


def weighed(tmp_path, *people, changed=(), changed_only=False):
    """The pairs found among these people, with what agreed; strangers are put beside them."""
    strangers = [
        {"name": f"tran van {word}", "birth": f"19{60 + n}-05-1{n % 10}", "birth_year": 1960 + n}
        for n, word in enumerate(("hung", "dung", "nam", "tuan", "hai", "long", "phuc", "khang"))
    ]
    rows = [*people, *strangers]
    target = tmp_path / "rows.csv"
    with target.open("w", newline="") as file:
        out = csv.writer(file)
        for number, row in enumerate(rows, start=1):
            made = {
                "unique_id": number,
                "root": row.get("root", number),
                "is_changed": int(number in changed or not changed_only),
                **{key: value for key, value in row.items() if key != "root"},
            }
            out.writerow([made.get(column, "") for column in linking.SOURCE_COLUMNS])
    _, pairs = compared(target, LEARNT, changed_only=changed_only)
    return {
        (left, right): linking.words_of(json.loads(agreement))
        for left, right, _, _, agreement in pairs
    }


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"name": "nguyen bich lan", "citizen": ""}, "name", "a middle name missing"),
        ({"name": "lan nguyen thi bich"}, "name", "same words, other order"),
        ({"birth": "1985-07-03", "citizen": ""}, "birth", "day and month swapped"),
        ({"birth": "", "citizen": ""}, "birth", "same year, day not known"),
        ({"birth": "1986-03-07", "birth_year": 1986}, "birth", "same day, year off by one"),
        ({"citizen": "096185001235"}, "citizen", "one digit differs"),
        ({"address": "", "phone": "0999999999"}, "household", "same commune"),
    ],
)
def test_one_person_written_twice_is_found_and_it_is_said_what_differs(
    tmp_path, change, column, words
):
    found = weighed(tmp_path, PERSON, PERSON | change)
    assert found[1, 2][column] == words


@pytest.mark.parametrize(
    "change",
    [
        # A sister of the same house and the same phone.
        {"name": "nguyen thi bich ngan", "birth": "1988-11-20", "birth_year": 1988, "citizen": ""},
        # Mother and daughter who write the mother's number.
        {"name": "tran ngoc my", "birth": "2010-02-01", "birth_year": 2010},
        # A namesake elsewhere, of another year.
        {
            "birth": "1971-01-30",
            "birth_year": 1971,
            "citizen": "095171000001",
            "phone": "",
            "path": "79/760/26740/",
            "address": "",
        },
    ],
)
def test_people_who_share_a_house_a_number_or_a_name_are_not_one(tmp_path, change):
    assert (1, 2) not in weighed(tmp_path, PERSON, PERSON | change)


def test_rows_of_one_root_are_not_proposed_to_each_other(tmp_path):
    assert (1, 1) not in weighed(tmp_path, PERSON, PERSON | {"root": 1})
    assert weighed(tmp_path, PERSON, PERSON | {"root": 1}) == {}


def test_when_only_changes_are_compared_what_did_not_change_is_left_alone(tmp_path):
    twins = (PERSON, PERSON | {"name": "nguyen bich lan"})
    assert weighed(tmp_path, *twins, changed_only=True) == {}
    assert (1, 2) in weighed(tmp_path, *twins, changed={2}, changed_only=True)


def test_the_record_that_knows_more_stands_for_both_then_the_older():
    now = datetime(2021, 9, 15, tzinfo=UTC)

    def key(*, number=False, birth=False, age=0, row=1):
        return standing(
            has_citizen_number=number,
            has_birth_date=birth,
            recorded_at=now - timedelta(days=age),
            row=row,
        )

    assert key(number=True) < key(birth=True, age=9)
    assert key(birth=True) < key(age=9)
    assert key(age=9) < key()
    assert key(row=1) < key(row=2)


def test_a_merge_is_taken_back_once_and_in_the_order_of_the_steps():
    assert obstacles_to_undo(was_undone=False, later_merges=0) == []
    assert len(obstacles_to_undo(was_undone=True, later_merges=0)) == 1
    assert len(obstacles_to_undo(was_undone=False, later_merges=1)) == 1


def test_each_level_has_its_learnt_figures_and_words():
    assert set(LEARNT) == set(linking.LEVELS)
    for column, levels in linking.LEVELS.items():
        assert len(LEARNT[column]) == len(levels)
        assert {level.words for level in levels} <= set(AGREEMENT)

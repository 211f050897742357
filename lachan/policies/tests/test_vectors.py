"""The examples shared with the posts' app, and that two readings of the rules agree on them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from lachan.policies.rules.decide import decide
from lachan.policies.rules.reading import answer_of, facts_of, instant_of, line_of
from lachan.policies.rules.ruleset import RuleSet
from lachan.policies.tests import oracle

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
DOCUMENT = json.loads((VECTORS / "rules.json").read_text())
RULES = RuleSet.from_json(DOCUMENT)
ROWS = json.loads((VECTORS / "decide.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_an_example_is_decided_as_written(row):
    answer = answer_of(decide(facts_of(row["facts"]), RULES, instant_of(row["at"])))
    assert answer == row["expected"]
    told = {
        **answer,
        "rule": answer["reasons"][0]["rule"] if answer["reasons"] else "",
        "not_met": sorted(line["why"] for line in answer["not_met"]),
    }
    assert {key: told[key] for key in row["hand"]} == row["hand"]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["by"] == "oracle"], ids=lambda row: row["why"]
)
def test_a_second_reading_of_the_rules_says_the_same(row):
    if "stays" in row["facts"]:  # without them the second reading takes a second each
        assert oracle.answer(DOCUMENT, row["facts"], row["at"]) == row["hand"]


def test_there_are_enough_examples_of_every_kind():
    assert len(ROWS) >= 150
    measures = {row["expected"]["measure"] for row in ROWS}
    assert measures >= {
        *("none", "declare", "health_monitoring"),
        *("home_quarantine", "centralised_quarantine"),
    }
    missing = {name for row in ROWS for name in row["expected"]["undetermined"]}
    assert missing >= {
        *("stays", "stays[0].area", "arrived_at", "vaccinations", "recovered_on", "tests"),
        *("tests[0].result_at", "contact_level", "last_exposure_at"),
    }


def test_the_order_of_rules_and_areas_changes_nothing():
    shuffled = json.loads(json.dumps(DOCUMENT))
    for key in ("rules", "areas", "provinces"):
        random.Random(7).shuffle(shuffled[key])
    rules = RuleSet.from_json(shuffled)
    for row in ROWS:
        answer = answer_of(decide(facts_of(row["facts"]), rules, instant_of(row["at"])))
        assert answer == row["expected"], row["why"]


def test_rules_and_facts_come_back_as_they_were():
    assert RuleSet.from_json(json.loads(json.dumps(RULES.to_json()))) == RULES
    for row in ROWS:
        facts = facts_of(row["facts"])
        assert facts_of(json.loads(json.dumps(line_of(facts)))) == facts

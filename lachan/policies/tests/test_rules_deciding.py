"""What holds for every person and every set of rules; and refusals that say where."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lachan.policies.rules.decide import decide, decide_further
from lachan.policies.rules.facts import Dose, Facts, Stay, Test
from lachan.policies.rules.ranking import RANKS, holding, strictness
from lachan.policies.rules.reading import NotFacts, NotRules, facts_of
from lachan.policies.rules.ruleset import (
    Authority,
    Conditions,
    Phase,
    Rule,
    RuleSet,
    Source,
    Topic,
    Vaccinated,
)
from lachan.policies.terms import Measure

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
RULES = RuleSet.from_json(json.loads((VECTORS / "rules.json").read_text()))
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
DAYS = st.dates(date(2020, 6, 1), date(2022, 6, 1))
INSTANTS = st.integers(0, 24 * 730).map(
    lambda hours: datetime(2020, 6, 1, tzinfo=UTC) + timedelta(hours=hours)
)
AREAS = st.sampled_from(["79/", "TP HCM", "95/", "96/964/32053/", "abroad/KH/", "Xóm Mới", "75/"])
VACCINATIONS = st.lists(st.builds(Dose, DAYS), max_size=3).map(tuple)
TESTS = st.lists(
    st.builds(
        Test,
        kind=st.sampled_from(["pcr", "rapid"]),
        result=st.sampled_from(["negative", "positive", ""]),
        taken_at=st.none() | INSTANTS,
        result_at=INSTANTS,
    ),
    max_size=2,
).map(tuple)
STAYS = st.builds(Stay, AREAS, st.none(), st.none() | DAYS)
FACTS = st.builds(
    Facts,
    stays=st.none() | st.lists(STAYS, max_size=2).map(tuple),
    arrived_at=st.none() | INSTANTS,
    vaccinations=st.none() | VACCINATIONS,
    recovered_on=st.none() | DAYS,
    has_recovered=st.none() | st.booleans(),
    tests=st.none() | TESTS,
    contact_level=st.none() | st.integers(0, 4),
    last_exposure_at=st.none() | INSTANTS,
)


@given(FACTS)
@settings(max_examples=60, deadline=None)
def test_the_answer_is_the_same_whenever_it_is_asked(facts):
    first = decide(facts, RULES, NOW)
    turned = replace(RULES, rules=RULES.rules[::-1], areas=RULES.areas[::-1])
    assert decide(facts, turned, NOW) == first
    assert decide(facts, RULES, NOW + timedelta(days=400)) == first


@given(FACTS, VACCINATIONS, st.none() | DAYS, TESTS)
@settings(max_examples=60, deadline=None)
def test_a_fact_that_becomes_known_leaves_no_more_questions(facts, doses, recovered, tests):
    before = decide(facts, RULES, NOW)
    for name, value in (
        ("vaccinations", doses),
        ("tests", tests),
        ("has_recovered", False),
        ("recovered_on", recovered),
    ):
        if getattr(facts, name) is not None or value is None:
            continue
        if name == "has_recovered" and facts.recovered_on:
            continue
        known = replace(facts, **{name: value})
        after = decide(known, RULES, NOW)
        assert set(after.undetermined) <= set(before.undetermined), name
        # What is known now can only be as strict as the strictest that was possible.
        assert RANKS[after.measure] <= RANKS[before.measure]
        if name not in before.undetermined and name != "has_recovered":
            assert told(after) == told(before)


def told(decision):
    return (decision.measure, decision.since, decision.until, decision.test_days, decision.then)


@given(FACTS)
@settings(max_examples=60, deadline=None)
def test_nothing_is_asked_that_is_known(facts):
    missing = decide(facts, RULES, NOW).undetermined
    for name in ("stays", "vaccinations", "tests", "contact_level", "last_exposure_at"):
        if getattr(facts, name) is not None:
            assert name not in missing
    assert list(missing) == sorted(set(missing))


@given(FACTS)
@settings(max_examples=60, deadline=None)
def test_a_measure_with_days_ends_after_it_began_and_says_why(facts):
    decision = decide(facts, RULES, NOW)
    if decision.since and decision.until:
        assert decision.since <= decision.until
    assert bool(decision.reasons) or decision.measure is Measure.NONE


def rule(code, measure, **other):
    conditions = other.pop("conditions", Conditions())
    day = datetime(2021, 1, 1, tzinfo=UTC)
    return Rule(code, 1, code, day, measure, Source("CV"), conditions=conditions, **other)


def codes(*rules):
    return [kept.code for kept in holding(rules)]


HOME, CENTRE = Measure.HOME_QUARANTINE, Measure.CENTRALISED_QUARANTINE
ORIGIN = Conditions(origins=("hcm",))


@given(FACTS, st.dates(date(2021, 6, 1), date(2021, 12, 1)))
def test_a_measure_that_goes_on_keeps_its_first_day_or_is_decided_as_for_anybody(facts, since):
    anew = decide(facts, RULES, NOW)
    further = decide_further(facts, RULES, NOW, measure=anew.measure or "", since=since)
    assert further.measure == anew.measure
    if further != anew:
        assert further.since == since < anew.since
    assert decide_further(facts, RULES, NOW, measure="", since=None) == anew


def test_of_two_rules_the_stricter_stands_first():
    a = rule("a", HOME, days=14, conditions=ORIGIN)
    b = rule("b", CENTRE, days=7, conditions=Conditions(vaccinated=Vaccinated(met=False)))
    assert codes(a, b) == ["b", "a"]
    assert strictness(rule("c", HOME, days=14, then=(Phase(HOME, 1),))) > strictness(a)
    assert strictness(rule("d", HOME)) > strictness(a), "until further notice is longest"


def test_the_province_displaces_the_ministry_on_the_same_topic_only():
    ours = rule("ours", HOME, authority=Authority.PROVINCE)
    theirs = rule("theirs", CENTRE)
    assert codes(ours, theirs) == ["ours"]
    assert codes(ours, replace(theirs, topic=Topic.CONTACT)) == ["theirs", "ours"]


def test_a_rule_with_more_conditions_may_be_milder():
    general = rule("general", CENTRE, conditions=ORIGIN)
    vaccinated = rule("v", HOME, conditions=replace(ORIGIN, vaccinated=Vaccinated()))
    assert codes(general, vaccinated) == ["v"]
    elsewhere = replace(vaccinated, conditions=replace(vaccinated.conditions, origins=("hn",)))
    assert codes(general, elsewhere) == ["general", "v"]


def test_lacking_something_never_makes_it_milder():
    general = rule("general", CENTRE, conditions=ORIGIN)
    lacking = Conditions(origins=("hcm",), vaccinated=Vaccinated(met=False))
    assert codes(general, rule("lacking", HOME, conditions=lacking)) == ["general", "lacking"]


def test_replacing_each_other_displaces_nobody():
    a = rule("a", HOME, replaces=("b",))
    b = rule("b", CENTRE, replaces=("a",))
    assert codes(a, b) == ["b", "a"]
    assert codes(a, replace(b, replaces=())) == ["a"]


def test_too_many_open_questions_are_all_named_and_the_strictest_given():
    rules = tuple(
        rule(f"r{i}", HOME, days=i + 1, conditions=Conditions(origins=(f"area{i}",)))
        for i in range(12)
    )
    decision = decide(Facts(arrived_at=NOW), RuleSet(rules), NOW)
    assert decision.undetermined == ("stays",)
    assert decision.reasons[0].rule == "r11@1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 2}, "format: 2"),
        ({"rules": [{"code": "x"}]}, r"rules\[0\] x.version: missing"),
        ({"areas": [{"key": 1, "name": ""}]}, r"areas\[0\].key: 1 is not text"),
        ({"colour": 1}, "unknown colour"),
    ],
)
def test_rules_that_cannot_be_read_say_where(change, says):
    with pytest.raises(NotRules, match=says):
        RuleSet.from_json({**RULES.to_json(), **change})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ([], "not an object"),
        ({"stays": "79/"}, "stays: not a list"),
        ({"stays": [{}]}, r"stays\[0\].area: missing"),
        ({"arrived_at": "hôm qua"}, "arrived_at: 'hôm qua' is no datetime"),
        ({"contact_level": True}, "contact_level: True is not int"),
        ({"tests": [{"kind": "pcr"}]}, r"tests\[0\].result: missing"),
        ({"vaccinations": ["31/12/2021"]}, r"vaccinations\[0\].given_on"),
    ],
)
def test_facts_that_cannot_be_read_say_where(line, says):
    with pytest.raises(NotFacts, match=says):
        facts_of(line)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_line_of_facts_raises_anything_else(value):
    for name in ("stays", "arrived_at", "vaccinations", "tests", "recovered_on"):
        try:
            decide(facts_of({name: value}), RULES, NOW)
        except NotFacts:
            continue

"""A second, slow reading of the rules, for tests: it knows no third truth value.

What is unknown it fills in with every concrete answer that could make a difference, decides each
of these fully known persons by plain rules, and compares. It works on the JSON, and shares no code
with `lachan/policies/rules/`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import combinations, product
from typing import Any

VN = timezone(timedelta(hours=7))
MEASURES = [
    *("none", "declare", "test", "health_monitoring"),
    *("home_quarantine", "centralised_quarantine"),
]
Json = dict[str, Any]


def answer(document: Json, facts: Json, at: str) -> Json:
    """Measure, first and last day, test days, deciding rule and the facts that matter."""
    ways = [(way, decided(document, way["facts"], at)) for way in _ways(document, facts)]
    missing = set()
    for name in ways[0][0]["filled"]:
        told: dict[str, set[tuple[Any, ...]]] = {}
        for way, outcome in ways:
            told.setdefault(_rest(way, name), set()).add(_told(outcome))
        if any(len(outcomes) > 1 for outcomes in told.values()):
            missing.add(name)
    worst = max((outcome for _, outcome in ways), key=lambda outcome: outcome["weight"])
    return {
        **{key: worst[key] for key in ("measure", "from", "until", "test_days", "rule")},
        "undetermined": sorted(missing),
    }


def _rest(way: Json, name: str) -> str:
    return repr([value for key, value in way["filled"].items() if key != name])


def _told(outcome: Json) -> tuple[Any, ...]:
    keys = ("measure", "from", "until", "test_days", "then", "who")
    return tuple(repr(outcome[key]) for key in keys)


def _ways(document: Json, facts: Json) -> list[Json]:
    day = _day(facts.get("last_exposure_at") or facts.get("arrived_at"))
    instant = _instant(facts.get("arrived_at") or facts.get("last_exposure_at"))
    choices: dict[str, list[Any]] = {}
    if facts.get("vaccinations") is None:
        given = [(n, ago) for n in (1, 2) for ago in (1, 20, 200, 400)]
        choices["vaccinations"] = [[]] + [
            [(day - timedelta(ago)).isoformat()] * n for n, ago in given
        ]
    if facts.get("recovered_on") is None and facts.get("has_recovered") is None:
        choices["recovered_on"] = [False] + [
            (day - timedelta(ago)).isoformat() for ago in (30, 120, 300)
        ]
    if facts.get("tests") is None:
        choices["tests"] = [[]] + [
            [{"kind": "pcr", "result": "negative", "result_at": _ago(instant, hours)}]
            for hours in (10, 100)
        ]
    if facts.get("stays") is None and facts.get("arrived_at"):
        last = (_day(facts["arrived_at"])).isoformat()
        areas = [path for area in document["areas"] for path in area["before"][:1]]
        one = [[{"area": path, "until": last}] for path in areas]
        two = [[*a, *b] for a, b in combinations(one, 2)]
        choices["stays"] = [[], *one, *two]
    if facts.get("contact_level") is None and facts.get("last_exposure_at"):
        choices["contact_level"] = [1, 2, 9]
    filled = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    return [{"filled": values, "facts": {**facts, **values}} for values in filled]


def _ago(instant: datetime, hours: int) -> str:
    return (instant - timedelta(hours=hours)).isoformat()


def decided(document: Json, facts: Json, at: str) -> Json:
    """The outcome for a person of whom everything is known."""
    met = {}
    for rule in sorted(document["rules"], key=lambda rule: (rule["code"], rule["version"])):
        if document["path"].startswith(rule["territory"]) and _runs(rule, facts, at):
            met[rule["code"]] = rule
    rules = [
        rule
        for rule in met.values()
        if not rule["when"].get("cohort") and _meets(document, rule, facts)
    ]
    rules = [rule for rule in rules if _days(document, rule, facts) is not None]
    topics = {rule["topic"] for rule in rules if rule["authority"] == "province"}
    rules = [r for r in rules if r["authority"] == "province" or r["topic"] not in topics]
    named = {code for rule in rules for code in rule["replaces"]}
    rules = [rule for rule in rules if rule["code"] not in named]
    rules = [rule for rule in rules if not any(_beats(by, rule) for by in rules)]
    if not rules:
        nothing = {"measure": "none", "from": None, "until": None, "test_days": [], "then": []}
        return {**nothing, "rule": "", "who": "person", "weight": (-1,)}
    best = min(rules, key=lambda rule: ([-n for n in _strict(rule)], rule["code"]))
    since, until, tests = _days(document, best, facts) or (None, None, [])
    return {
        "measure": best["measure"],
        "from": since and since.isoformat(),
        "until": until and until.isoformat(),
        "test_days": tests,
        "then": best["then"],
        "who": best["who"],
        "rule": f"{best['code']}@{best['version']}",
        "weight": (*_strict(best), str(until or "")),
    }


def _event(rule: Json, facts: Json) -> str:
    return facts["last_exposure_at"] if rule["topic"] == "contact" else facts["arrived_at"]


def _runs(rule: Json, facts: Json, at: str) -> bool:
    key = "last_exposure_at" if rule["topic"] == "contact" else "arrived_at"
    if not facts.get(key):
        return False
    event = _instant(facts[key])
    since = _instant(rule["reaches_back_to"] or rule["valid_from"])
    until = rule["valid_until"]
    return (
        _instant(rule["valid_from"]) <= _instant(at)
        and since <= event
        and (not until or event < _instant(until))
    )


def _meets(document: Json, rule: Json, facts: Json) -> bool:
    asked = rule["when"]
    event = _instant(_event(rule, facts))
    if rule["topic"] == "contact" and facts.get("contact_level") not in asked["contact_levels"]:
        return False
    wants_stay = {"origins", "stayed_since", "stayed_within_days", "from_abroad"} & set(asked)
    if wants_stay and not any(_fits(document, asked, facts, s) for s in facts.get("stays") or []):
        return False
    if "arrived_from" in asked and not (
        _instant(asked["arrived_from"]) <= event < _instant(asked["arrived_until"])
    ):
        return False
    answers = {
        "vaccinated": lambda term: _vaccinated(term, facts["vaccinations"], event.date()),
        "recovered": lambda term: _recovered(term, facts, event.date()),
        "tested": lambda term: _tested(term, facts["tests"], event),
    }
    return all(answers[key](asked[key]) == asked[key]["met"] for key in answers if key in asked)


def _fits(document: Json, asked: Json, facts: Json, stay: Json) -> bool:
    came = _day(facts["arrived_at"])
    last = _day(stay.get("until") or facts["arrived_at"])
    if "stayed_since" in asked and last < _day(asked["stayed_since"]):
        return False
    if (came - last).days > asked.get("stayed_within_days", 10_000):
        return False
    if asked.get("from_abroad"):
        return stay["area"].startswith("abroad/")
    paths = [
        path
        for area in document["areas"]
        if area["key"] in asked.get("origins", ())
        for path in (*area["before"], *area["after"])
    ]
    return any(stay["area"].startswith(path) for path in paths)


def _vaccinated(term: Json, doses: list[str], day: date) -> bool:
    ages = [(day - _day(dose)).days for dose in doses if _day(dose) <= day]
    ripe = sum(age >= term["min_days"] for age in ages)
    return ripe >= term["doses"] and min(ages) <= term.get("max_days", 10_000)


def _recovered(term: Json, facts: Json, day: date) -> bool:
    since = facts.get("recovered_on")
    if facts.get("has_recovered") is False or not since:
        return False
    return 0 <= (day - _day(since)).days <= term["within_days"]


def _tested(term: Json, tests: list[Json], event: datetime) -> bool:
    return any(
        test["result"] == "negative"
        and event - _instant(test["result_at"]) <= timedelta(hours=term["max_hours"])
        for test in tests
    )


def _days(document: Json, rule: Json, facts: Json) -> tuple[date, date | None, list[str]] | None:
    start = max(_instant(_event(rule, facts)), _instant(rule["valid_from"])).date()
    zeros = {
        "measure_start": lambda: start,
        "arrival": lambda: _day(facts["arrived_at"]),
        "last_exposure": lambda: _day(facts["last_exposure_at"]),
        "left_area": lambda: max(
            _day(stay.get("until") or facts["arrived_at"])
            for stay in facts["stays"]
            if _fits(document, rule["when"], facts, stay)
        ),
    }
    count, tests = rule["count"], rule["test_count"]
    until = None
    if rule["days"] is not None:
        until = zeros[count["zero"]]() + timedelta(rule["days"] - count["first_day"])
        if until < start:
            return None
    zero = zeros[tests["zero"]]() if rule["test_days"] else start
    return (
        start,
        until,
        [(zero + timedelta(n - tests["first_day"])).isoformat() for n in rule["test_days"]],
    )


def _strict(rule: Json) -> list[int]:
    days = [10**5 if rule["days"] is None else rule["days"], *(p["days"] for p in rule["then"])]
    household = int(rule["who"] == "household")
    measure = MEASURES.index(rule["measure"])
    return [measure, days[0], sum(days), len(rule["test_days"]), household]


def _beats(by: Json, rule: Json) -> bool:
    if by["topic"] != rule["topic"] or not set(by["when"]) >= set(rule["when"]):
        return False
    narrower = len(by["when"]) > len(rule["when"])
    for key in ("origins", "contact_levels"):
        mine, theirs = set(by["when"].get(key, ())), set(rule["when"].get(key, ()))
        if theirs and not mine <= theirs:
            return False
        narrower = narrower or mine < theirs
    lacks = any(isinstance(term, dict) and not term["met"] for term in by["when"].values())
    return narrower and (not lacks or _strict(by) >= _strict(rule))


def _instant(words: str | datetime | None) -> datetime:
    assert words
    if isinstance(words, datetime):
        return words
    instant = datetime.fromisoformat(words)
    return (instant if instant.tzinfo else instant.replace(tzinfo=VN)).astimezone(VN)


def _day(words: str | date | None) -> date:
    if isinstance(words, str) and len(words) == 10:
        return date.fromisoformat(words)
    return _instant(words).date()  # type: ignore[arg-type]

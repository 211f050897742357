"""The yardstick itself: its truth is about its documents, and it tells right from wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from bench.reader.comparison import Comparison
from bench.reader.likeness import origin, same_identifier, same_name
from bench.reader.truth import HERE, cases, place
from lachan.directives.reader.sources import Unreadable, load_source

CORPUS = list(cases(None))
READABLE = [case for case in CORPUS if "refused" not in case.truth]
NAMES = [case.path.stem for case in READABLE]


def text_of(path: Path) -> str:
    return load_source(path.read_bytes(), path.name).text


def perfect(text: str, truth: dict[str, Any]) -> dict[str, Any]:
    """What a reader without fault would print."""

    def first(name: str) -> Any:
        return truth[name][0]

    def span(thing: dict[str, Any]) -> list[int]:
        return list(place(text, thing["at"]))

    tasks = [
        {
            "span": span(task),
            "lead": [body.split("|")[0] for body in task["lead"]],
            "support": [body.split("|")[0] for body in task.get("support", [])],
            "report_to": [body.split("|")[0] for body in task.get("report_to", [])],
            "due": {
                key: value[0] if isinstance(value, list) else value
                for key, value in task["due"].items()
            }
            if "due" in task
            else None,
            "repeats": {
                key: value[0] if isinstance(value, list) else value
                for key, value in task["repeats"].items()
            }
            if "repeats" in task
            else None,
        }
        for task in truth["tasks"]
    ]
    return {
        **{name: first(name) for name in ("kind", "world", "identifier", "number", "symbol")},
        **{name: first(name) for name in ("issuer", "place", "issued_on", "urgency")},
        "addressees": [name.split("|")[0] for name in truth["addressees"]],
        "signers": [{"name": name} for name in truth.get("signers", [])],
        "cites": [
            {
                "identifier": cite["identifier"].split("|")[0],
                "issued_on": cite["issued_on"][0]
                if isinstance(cite["issued_on"], list)
                else cite["issued_on"],
            }
            for cite in truth["cites"]
        ],
        "tasks": tasks,
        "rules": [rule | {"span": span(rule)} for rule in truth["rules"]],
        "figures": truth["figures"],
        "questions": [
            {"about": question["about"][0], "span": span(question) if "at" in question else None}
            for question in truth["questions"]
        ],
    }


def test_there_are_enough_documents_and_a_third_are_held_out() -> None:
    assert len(CORPUS) >= 33
    assert sum(case.group == "held out" for case in CORPUS) == 13
    assert len(list((HERE / "truth").glob("*.json"))) == 5


@pytest.mark.parametrize("case", READABLE, ids=NAMES)
def test_a_reader_without_fault_has_full_marks(case: Any) -> None:
    text = text_of(case.path)
    marks = Comparison(text, case.truth, perfect(text, case.truth)).marked()
    assert marks.remarks == []
    assert marks.wrong == []


@pytest.mark.parametrize("case", READABLE, ids=NAMES)
def test_a_reader_that_reads_nothing_misses_everything_and_guesses_nothing(case: Any) -> None:
    marks = Comparison(text_of(case.path), case.truth, {}).marked()
    assert marks.wrong == []
    assert sum(tally.hits + tally.surplus for tally in marks.tallies.values()) == 0


def test_spoilt_documents_are_refused() -> None:
    for case in CORPUS:
        if "refused" in case.truth:
            with pytest.raises(Unreadable) as refused:
                text_of(case.path)
            assert refused.value.code == case.truth["refused"]


def case_named(start: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    case = next(case for case in READABLE if case.path.name.startswith(start))
    text = text_of(case.path)
    return text, copy.deepcopy(case.truth), perfect(text, case.truth)


def test_a_date_where_none_can_be_told_is_counted_as_guessed() -> None:
    text, truth, got = case_named("14")
    got["issued_on"] = "2021-07-01"
    got["tasks"][1]["due"] = {"at": "2021-07-02T10:00:00+07:00"}
    marks = Comparison(text, truth, got).marked()
    assert len(marks.wrong) == 2


def test_a_negated_measure_read_as_a_rule_is_counted_as_guessed() -> None:
    text, truth, got = case_named("09")
    got["rules"].append(
        {
            "span": list(place(text, "2. Người từ")),
            "measure": "centralised_quarantine",
            "origins": ["Bình Dương"],
            "since": None,
            "until": None,
        }
    )
    assert len(Comparison(text, truth, got).marked().wrong) == 1


def test_a_wrong_lead_and_a_deadline_off_by_a_day_cost_both_ways() -> None:
    text, truth, got = case_named("01")
    got["tasks"][0]["lead"] = ["Sở Tài chính"]
    got["tasks"][1]["due"]["at"] = "2021-07-10T23:59:59+07:00"
    tallies = Comparison(text, truth, got).marked().tallies
    assert (tallies["leads"].missed, tallies["leads"].surplus) == (1, 1)
    assert (tallies["deadlines"].missed, tallies["deadlines"].surplus) == (1, 1)


@pytest.mark.parametrize(
    ("truth", "got", "same"),
    [
        ("Ủy ban nhân dân tỉnh", "UBND tỉnh", True),
        ("Ủy ban nhân dân tỉnh", "Uỷ ban nhân dân  Tỉnh", True),
        ("UBND xã Thới Hòa", "Ủy ban nhân dân xã Thới Hoà", True),
        ("Các huyện ủy", "huyện uỷ", True),
        ("Sở Y tế", "Sở Công Thương", False),
        ("Công an tỉnh", "Công an huyện", False),
        ("Sở Y tế|Ngành y tế", "ngành Y tế", True),
        ("Sở Y tế", "", False),
    ],
)
def test_names_are_compared_leniently(truth: str, got: str, same: bool) -> None:
    assert same_name(truth, got) is same


def test_numbers_are_compared_strictly() -> None:
    assert same_identifier("07-CV/BCĐ", "07 -CV/BCĐ")
    assert not same_identifier("07-CV/BCĐ", "7-CV/BCĐ")
    assert not same_identifier("16/CT-TTg", None)


def test_areas_are_compared_without_their_rank() -> None:
    assert origin("Thành phố Hồ Chí Minh") == origin("TP.HCM") == "ho chi minh"
    assert origin("tỉnh Đồng Nai") == "dong nai"
    assert origin("các vùng có dịch") is None


def test_no_sentence_of_the_real_documents_is_kept() -> None:
    for file in (HERE / "truth").glob("*.json"):

        def strings(thing: Any) -> list[str]:
            if isinstance(thing, dict):
                return [text for value in thing.values() for text in strings(value)]
            if isinstance(thing, list):
                return [text for value in thing for text in strings(value)]
            return [thing] if isinstance(thing, str) else []

        truth = json.loads(file.read_text(encoding="utf-8"))
        assert max(len(text.split("|")[0]) for text in strings(truth)) < 140

"""The doors of cases for programs."""

from __future__ import annotations

import json

import pytest

from lachan.cases.actions.correcting import move_case
from lachan.cases.models import Case
from tests.browsing import signed_in, text
from tests.cast import NOW

from .examples import COMMUNE, a_case

pytestmark = pytest.mark.usefixtures("the_day")

WARD = "96/964/31999/"


@pytest.fixture
def browser(cast):
    return signed_in(cast, "synthesist")


def posted(browser, url, body):
    return browser.post(url, json.dumps(body), content_type="application/json")


BODY = {
    "reference": "x1",
    "path": COMMUNE,
    "full_name": "Nguyễn Văn Máy",
    "reported_at": "2021-09-15T08:00:00+07:00",
    "pcr": "positive",
    "onset_on": "2021-09-12",
}


def test_a_program_opens_a_case_once_and_reads_it_without_a_name(browser):
    first = posted(browser, "/api/v1/cases", BODY).json()
    assert not first["was_repeated"]
    assert posted(browser, "/api/v1/cases", BODY).json()["was_repeated"]
    listed = browser.get("/api/v1/cases").json()
    assert [row["key"] for row in listed["cases"]] == [first["case"]["key"]]
    assert "Máy" not in json.dumps(listed)
    one = browser.get(f"/api/v1/cases/{first['case']['key']}").json()
    assert one["infectious_from"].startswith("2021-09-08T17:00:00")


def test_two_units_may_give_the_same_reference_for_their_own_patients(cast):
    ward = posted(signed_in(cast, "synthesist"), "/api/v1/cases", BODY | {"path": WARD}).json()
    other = BODY | {"full_name": "Trần Thị Khác"}
    answer = posted(signed_in(cast, "commune"), "/api/v1/cases", other)
    assert answer.status_code == 200
    assert not answer.json()["was_repeated"]
    opened = Case.objects.exclude(key=ward["case"]["key"]).get()
    assert (opened.path, opened.person.full_name) == (COMMUNE, "Trần Thị Khác")


@pytest.mark.parametrize(
    "other",
    [
        {"full_name": "Trần Thị Khác"},
        {"birth_year": 1950},
        {"citizen": "096080099999"},
    ],
)
def test_a_reference_that_was_given_for_another_person_is_refused(browser, other):
    body = BODY | {"birth_year": 1981, "citizen": "096080012345"}
    posted(browser, "/api/v1/cases", body)
    answer = posted(browser, "/api/v1/cases", body | other)
    assert answer.status_code == 409
    assert "another person" in answer.json()["reasons"][0]
    assert Case.objects.count() == 1


def test_long_references_that_begin_alike_are_two_reports(browser):
    for number in (1, 2):
        said = {"reference": f"{'x' * 90}{number}", "full_name": f"Lê Văn {'AB'[number - 1]}"}
        assert posted(browser, "/api/v1/cases", BODY | said).status_code == 200
    assert Case.objects.count() == 2


def test_a_repeated_report_of_a_case_that_went_out_of_sight_gets_no_case(cast):
    commune = signed_in(cast, "commune")
    key = posted(commune, "/api/v1/cases", BODY).json()["case"]["key"]
    move_case(cast.synthesist, key, WARD, reason="chuyển nơi ở", now=NOW)
    answer = posted(commune, "/api/v1/cases", BODY)
    assert answer.status_code == 409
    assert key not in text(answer)


def test_a_program_s_unit_is_a_unit_of_today_however_its_path_is_closed(browser):
    assert posted(browser, "/api/v1/cases", BODY | {"path": "96/964/1/"}).status_code == 409
    for path in (COMMUNE, COMMUNE.rstrip("/"), "32025"):
        answer = posted(browser, "/api/v1/cases", BODY | {"path": path})
        assert answer.json()["case"]["path"] == COMMUNE
    case = Case.objects.get()
    assert (case.path, case.number_path) == (COMMUNE, COMMUNE)


def test_an_instant_without_its_offset_is_refused(browser, cast):
    naive = "2021-09-15T08:00:00"
    for name in ("reported_at", "sampled_at", "isolated_at"):
        assert posted(browser, "/api/v1/cases", BODY | {name: naive}).status_code == 422
    isolation = f"/api/v1/cases/{a_case(cast).key}/isolation"
    assert posted(browser, isolation, {"at": naive}).status_code == 422


def test_a_program_is_told_why_it_was_refused(browser):
    answer = posted(browser, "/api/v1/cases", BODY | {"pcr": "unknown", "onset_on": None})
    assert answer.status_code == 409
    assert answer.json()["reasons"]


def test_a_program_classifies_isolates_and_sets_the_source(browser):
    key = posted(browser, "/api/v1/cases", BODY).json()["case"]["key"]
    isolated = posted(
        browser, f"/api/v1/cases/{key}/isolation", {"at": "2021-09-15T08:30:00+07:00"}
    ).json()
    assert isolated["infectious_until"] is not None
    source = {"origin": "imported", "origin_words": "Bình Dương", "source": "inquiry"}
    assert posted(browser, f"/api/v1/cases/{key}/source", source).json()["origin"] == "imported"
    judgement = {
        "classification": "discarded",
        "pcr": "negative",
        "antigen": "unknown",
        "symptoms": "present",
        "has_link": False,
    }
    done = posted(browser, f"/api/v1/cases/{key}/classification", judgement).json()
    assert (done["classification"], done["infectious_from"]) == ("discarded", None)


def test_a_program_pages_through_the_line_list(browser, cast, monkeypatch):
    monkeypatch.setattr("lachan.cases.api.MOST", 2)
    keys = {str(a_case(cast, number).key) for number in range(1, 6)}
    found, after = [], ""
    while after is not None:
        page = browser.get("/api/v1/cases", {"after": after}).json()
        found += [row["key"] for row in page["cases"]]
        after = page["after"]
    assert set(found) == keys
    assert len(found) == 5


def test_figures_and_definitions_are_told_to_programs(browser, cast):
    a_case(cast)
    told = {row["name"]: row for row in browser.get("/api/v1/cases/figures").json()}
    assert (told["confirmed"]["numerator"], told["confirmed"]["denominator"]) == (1, 1)
    held = browser.get("/api/v1/cases/definitions?on=2022-04-15").json()
    assert "confirmed@5" in {row["definition"] for row in held}


def test_the_neighbour_s_program_finds_nothing(cast):
    case = a_case(cast)
    browser = signed_in(cast, "neighbour")
    assert browser.get("/api/v1/cases").json()["cases"] == []
    assert browser.get(f"/api/v1/cases/{case.key}").status_code == 404

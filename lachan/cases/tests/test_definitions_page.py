"""Setting the next version of a case definition from its page."""

from __future__ import annotations

import pytest

from lachan.cases.models import CaseDefinition
from tests.browsing import signed_in, text

PAGE = "/cases/definitions/new/"
TOLD = {
    "code": "confirmed",
    "alternative_1": ["pcr_positive"],
    "alternative_3": ["antigen_positive", "link"],
    "words": "PCR dương tính, hoặc test nhanh dương tính và có dịch tễ",
    "valid_from": "20/9/2021",
    "source": "cần xác nhận: Công văn 1/BYT",
}


@pytest.fixture(autouse=True)
def the_day(settings, db):
    settings.CLOCK = "tests.cast.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def browser(cast):
    return signed_in(cast, "synthesist")


def test_a_version_is_set_from_the_page_and_holds_from_its_day(browser):
    assert browser.post(PAGE, TOLD).status_code == 302
    made = CaseDefinition.objects.get()
    assert made.criteria == [["pcr_positive"], ["antigen_positive", "link"]]
    assert (made.version, made.is_confirmed) == (6, False)


def test_the_criteria_are_read_in_words_before_they_are_saved(browser):
    page = text(browser.post(PAGE, TOLD | {"preview": "1"}))
    assert "PCR positive; or rapid antigen test positive and epidemiological link" in page
    assert not CaseDefinition.objects.exists()


def test_pressed_twice_it_is_one_version(browser):
    browser.post(PAGE, TOLD)
    again = browser.post(PAGE, TOLD)
    assert again.status_code == 422
    assert "nothing was added" in text(again)
    assert CaseDefinition.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"alternative_1": [], "alternative_3": []},
        {"valid_from": "1/9/2021"},
        {"words": ""},
        {"words": "x" * 10_000},
        {"source": ""},
        {"code": "nothing"},
        {"alternative_1": ["rich"]},
        {"words": "a\x00b"},
    ],
)
def test_what_cannot_be_a_definition_is_refused_beside_the_form(browser, wrong):
    assert browser.post(PAGE, TOLD | wrong).status_code == 422
    assert not CaseDefinition.objects.exists()


def test_who_may_not_set_numbers_may_not_set_definitions(cast):
    official = signed_in(cast, "commune")
    assert official.get(PAGE).status_code == 409
    assert official.post(PAGE, TOLD).status_code == 409


def test_what_holds_today_stands_above_what_held(browser):
    page = text(browser.get("/cases/definitions/"))
    assert page.index("confirmed@3") < page.index("confirmed@2") < page.index("confirmed@1")
    assert page.index("suspected@3") < page.index("confirmed@5") < page.index("confirmed@1")


def test_the_form_begins_with_what_holds_today_and_not_with_what_is_to_come(browser):
    page = text(browser.get(PAGE))
    # The version of 15/4/2022 knows rapid tests; that of July 2021 asks for a PCR alone.
    assert page.count(" checked") == 1


def test_the_words_are_told_before_the_document_is_typed(browser):
    page = text(browser.post(PAGE, TOLD | {"preview": "1", "source": ""}))
    assert "PCR positive; or rapid antigen test positive and epidemiological link" in page
    assert "formnovalidate" in page

"""The pages of cases and the doors for programs."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from lachan.audit.models import Entry
from lachan.cases.actions.classifying import end_episode
from lachan.cases.actions.correcting import isolate, set_source
from lachan.cases.models import Case, LineListColumns, SavedLineList
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import Classification, Origin, Outcome, RePositiveState, SourceState
from lachan.people.models import Person, Reading
from tests.browsing import signed_in, text
from tests.cast import NOW

from .examples import COMMUNE, DAY, HOUR, a_case, recovered

pytestmark = pytest.mark.usefixtures("the_day")

WARD = "96/964/31999/"


@pytest.fixture
def browser(cast):
    return signed_in(cast, "synthesist")


TYPED = {
    "full_name": "Nguyễn Văn Mẫu",
    "birth": "1987",
    "citizen": "096087000123",
    "unit": COMMUNE,
    "pcr": "positive",
    "antigen": "unknown",
    "symptoms": "unknown",
    "onset_on": "12/9/2021",
    "sampled_at": "16:00 14/9/2021",
    "reported_at": "08:30 15/9/2021",
    "origin": "unknown",
    "form_id": "a1b2",
}


def test_a_case_is_opened_by_hand_and_shown(browser):
    page = browser.post(reverse("cases:open"), TYPED)
    case = Case.objects.get()
    assert page.headers["Location"] == reverse("cases:case", args=[case.key])
    shown = text(browser.get(page.headers["Location"]))
    assert "Nguyễn Văn Mẫu" in shown
    assert "QĐ 5053/QĐ-BYT" in shown
    assert "not yet confirmed" in shown


def test_the_same_form_twice_is_one_case(browser):
    for _ in range(2):
        browser.post(reverse("cases:open"), TYPED)
    assert Case.objects.count() == 1


def test_a_form_that_is_refused_keeps_what_was_typed_and_says_why(browser):
    page = browser.post(reverse("cases:open"), TYPED | {"pcr": "unknown", "onset_on": ""})
    assert page.status_code == 422
    assert "Nguyễn Văn Mẫu" in text(page)
    assert "name the document" in text(page)
    assert not Person.objects.exists()


def test_a_case_of_somebody_on_record_asks_only_for_the_illness(browser, cast):
    case = a_case(cast)
    end_episode(cast.synthesist, case.key, Outcome.RECOVERED, NOW, now=NOW)
    person = Person.objects.get()
    url = f"{reverse('cases:open')}?person={person.key}"
    assert 'name="full_name"' not in text(browser.get(url))
    illness = {key: value for key, value in TYPED.items() if key not in ("full_name", "birth")}
    browser.post(url, illness | {"sampled_at": "", "reported_at": "09:00 15/9/2021"})
    assert Case.objects.count() == 2
    assert Person.objects.count() == 1


def test_the_line_list_filters_by_its_address(browser, cast):
    a_case(cast, 1)
    a_case(cast, 2, path="96/966/", reported_at=NOW - 9 * DAY, sampled_at=None, onset_on=None)
    everybody = text(browser.get(reverse("cases:line_list")))
    assert "Bệnh A" in everybody
    assert "Bệnh B" in everybody
    for query, wanted in (
        ("unit=96/966/", "B"),
        ("since=10/9/2021", "A"),
        ("until=10/9/2021", "B"),
        ("classification=suspected", ""),
        ("attention=not_isolated&unit=96/964/", "A"),
    ):
        page = text(browser.get(f"{reverse('cases:line_list')}?{query}"))
        shown = {letter for letter in "AB" if f"Bệnh {letter}" in page}
        assert shown == set(wanted), query


def test_a_name_searched_for_stands_in_no_address_and_that_one_searched_is_kept(browser, cast):
    a_case(cast, 1)
    a_case(cast, 2)
    page = text(browser.post(reverse("cases:line_list"), {"q": "benh a"}))
    assert "Bệnh A" in page
    assert "Bệnh B" not in page
    assert Reading.objects.filter(page="cases:search", person=None).exists()


def logged(page):
    return set(Reading.objects.filter(page=page).values_list("person", flat=True))


def test_looking_at_a_case_is_logged(browser, cast):
    case = a_case(cast)
    browser.get(reverse("cases:case", args=[case.key]))
    assert logged("cases:case") == {case.person_id}


def test_the_source_and_everybody_infected_whom_a_case_names_are_logged_too(browser, cast):
    first = a_case(cast, 1, onset_on=NOW.date() - 9 * DAY)
    second, third = a_case(cast, 2, onset_on=NOW.date() - 5 * DAY), a_case(cast, 3)
    local = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    set_source(cast.synthesist, second.key, local, source_key=first.key, now=NOW)
    set_source(cast.synthesist, third.key, local, source_key=second.key, now=NOW)
    browser.get(reverse("cases:case", args=[second.key]))
    assert logged("cases:case") == {case.person_id for case in (first, second, third)}


def test_whose_case_is_to_be_opened_is_logged_as_looked_at(browser, cast):
    person = recovered(cast).person
    page = browser.get(reverse("cases:open"), {"person": person.key})
    assert person.full_name in text(page)
    assert logged("cases:open") == {person.pk}


def test_columns_are_chosen_and_stay_chosen_for_that_user_alone(browser, cast):
    a_case(cast)
    browser.post(reverse("cases:columns"), {"column": ["ct", "episode"], "kept": "origin=unknown"})
    assert LineListColumns.objects.get().columns == ["ct", "episode"]
    page = text(browser.get(reverse("cases:line_list")))
    assert ">CT value<" in page
    other = text(signed_in(cast, "leader").get(reverse("cases:line_list")))
    assert 'data-label="CT value"' not in other


def test_a_list_is_kept_under_a_name_and_opens_with_its_filters_and_columns(browser, cast):
    a_case(cast)
    kept = "origin=unknown&columns=name,ct"
    browser.post(reverse("cases:save"), {"name": "Chưa rõ nguồn", "query": kept + "&export=xlsx"})
    row = SavedLineList.objects.get()
    assert "export" not in row.query
    page = text(browser.get(f"{reverse('cases:line_list')}?{row.query}"))
    assert "Chưa rõ nguồn" in page
    assert 'data-label="CT value"' in page
    signed_in(cast, "leader").post(reverse("cases:forget", args=[row.pk]))
    assert SavedLineList.objects.exists(), "somebody else's list is not there"
    browser.post(reverse("cases:forget", args=[row.pk]))
    assert not SavedLineList.objects.exists()


def export(browser, **values):
    told = {"reason": "báo cáo giao ban sáng", "in_full": "no", "kind": "csv", **values}
    return browser.post(reverse("cases:export") + "?columns=birth,classification,origin,note", told)


def test_a_file_is_masked_with_its_reason_and_on_record(browser, cast):
    a_case(cast, note="gặp ông Tám")
    content = b"".join([export(browser).content]).decode("utf-8-sig")
    assert "N. V. B. A" in content
    assert "Nguyễn Văn" not in content
    assert "ông Tám" not in content
    assert "báo cáo giao ban sáng" in content.splitlines()[0]
    assert Entry.objects.get(event="cases.Exported").payload["masked"] is True


def test_a_masked_file_tells_no_free_words_of_where_somebody_was_infected(browser, cast):
    a_case(cast)
    Case.objects.update(origin=Origin.IMPORTED, origin_words="F1 của bà Chín")
    assert "bà Chín" in export(browser, in_full="yes").content.decode("utf-8-sig")
    masked = export(browser).content.decode("utf-8-sig")
    assert "bà Chín" not in masked
    assert "imported" in masked


def test_a_file_in_full_says_so_and_excel_opens_it(browser, cast):
    a_case(cast)
    full = export(browser, in_full="yes", kind="xlsx")
    with zipfile.ZipFile(io.BytesIO(full.content)) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert "Nguyễn Văn Bệnh A" in strings
    assert "IN FULL" in strings


def test_a_file_without_a_reason_is_not_made(browser, cast):
    a_case(cast)
    assert export(browser, reason="ngắn").status_code == 422
    assert not Entry.objects.filter(event="cases.Exported").exists()


def test_the_button_of_the_list_leads_to_the_export_with_its_filters(browser, cast):
    page = browser.get(reverse("cases:line_list") + "?origin=local&export=xlsx")
    assert page.headers["Location"] == f"{reverse('cases:export')}?origin=local"


def test_a_cell_that_looks_like_a_formula_is_text(browser, cast):
    a_case(cast, note="=HYPERLINK(1)")
    assert "'=HYPERLINK" in export(browser, in_full="yes").content.decode("utf-8-sig")


def change(browser, case, name, **values):
    return browser.post(reverse(f"cases:{name}", args=[case.key]), values)


def seen(case):
    case.refresh_from_db()
    return case.changed_at.isoformat()


def test_a_case_is_classified_with_the_definitions_beside_the_form(browser, cast):
    case = a_case(cast)
    assert "QĐ 3638" in text(browser.get(reverse("cases:classify", args=[case.key])))
    values = {
        "classification": "discarded",
        "pcr": "negative",
        "antigen": "unknown",
        "symptoms": "present",
        "seen": seen(case),
    }
    assert change(browser, case, "classify", **values).status_code == 302
    case.refresh_from_db()
    assert case.classification == Classification.DISCARDED


def test_a_classification_without_its_tests_comes_back_with_the_reason(browser, cast):
    case = a_case(cast)
    values = {
        "classification": "discarded",
        "pcr": "positive",
        "antigen": "unknown",
        "symptoms": "present",
        "seen": seen(case),
    }
    page = change(browser, case, "classify", **values)
    assert page.status_code == 422
    assert "name the document" in text(page)


def test_days_are_corrected_and_the_history_says_from_what_to_what(browser, cast):
    case = a_case(cast)
    values = {
        "symptoms": "present",
        "onset_on": "10/9/2021",
        "sampled_at": "09:00 14/9/2021",
        "reported_at": "08:00 15/9/2021",
        "reason": "hỏi lại người bệnh",
        "seen": seen(case),
    }
    assert change(browser, case, "correct", **values).status_code == 302
    page = text(browser.get(reverse("cases:case", args=[case.key])))
    assert "Onset: 12/9/2021 → 10/9/2021" in page
    assert "Sampled" not in page[page.index("hỏi lại") - 200 : page.index("hỏi lại")]


def test_a_source_case_is_found_by_its_number(browser, cast):
    first = a_case(cast, 1, onset_on=NOW.date() - 9 * DAY)
    second = a_case(cast, 2)
    values = {"origin": "local", "source": "known", "source_case": "1/2021", "seen": seen(second)}
    assert change(browser, second, "source", **values).status_code == 302
    second.refresh_from_db()
    assert second.source_case == first
    shown = text(browser.get(reverse("cases:case", args=[first.key])))
    assert "Nguyễn Văn Bệnh B" in shown


def test_what_is_typed_for_a_source_case_is_asked_by_post_and_stands_in_no_address(browser, cast):
    case = a_case(cast, 1)
    offered = text(browser.post(reverse("cases:options"), {"source_case": "benh a"}))
    assert "1/2021 Xã An Xuyên" in offered
    assert browser.get(reverse("cases:options"), {"source_case": "benh a"}).status_code == 405
    page = text(browser.get(reverse("cases:source", args=[case.key])))
    assert f'hx-post="{reverse("cases:options")}"' in page
    assert f'hx-get="{reverse("cases:options")}' not in page


def test_of_two_cases_with_one_number_the_unit_tells_which(browser, cast):
    a_case(cast, 1, onset_on=NOW.date() - 9 * DAY)
    far = a_case(cast, 2, path="96/966/", onset_on=NOW.date() - 9 * DAY)
    third = a_case(cast, 3)
    values = {"origin": "local", "source": "known", "source_case": "1/2021", "seen": seen(third)}
    assert change(browser, third, "source", **values).status_code == 422
    values["source_case"] = "1/2021 huyen u minh"
    assert change(browser, third, "source", **values).status_code == 302
    third.refresh_from_db()
    assert third.source_case == far


def test_a_case_goes_its_way(browser, cast):
    case = a_case(cast, reported_at=NOW - DAY)
    change(browser, case, "isolate", at="07:00 15/9/2021")
    change(browser, case, "end", outcome="recovered", at="08:00 15/9/2021", seen=seen(case))
    case.refresh_from_db()
    assert (case.outcome, case.closed_at) == (Outcome.RECOVERED, NOW - HOUR)
    change(browser, case, "reopen", reason="ghi nhầm")
    change(browser, case, "move", unit="96/966/", reason="về quê")
    case.refresh_from_db()
    assert (case.outcome, case.path) == ("", "96/966/")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("source", {"origin": "unknown", "source": "inquiry"}),
        ("end", {"outcome": "recovered", "at": "08:00 15/9/2021"}),
        ("re_positive", {"state": "suspected", "circumstance": "unknown"}),
    ],
)
def test_an_older_form_overwrites_nothing(browser, cast, name, values):
    recovered(cast)
    case = a_case(cast, reported_at=NOW - HOUR)
    form = text(browser.get(reverse(f"cases:{name}", args=[case.key])))
    assert f'name="seen" value="{seen(case)}"' in form
    values |= {"seen": seen(case)}
    isolate(cast.synthesist, case.key, NOW, now=NOW + HOUR)
    page = change(browser, case, name, **values)
    assert page.status_code == 422
    assert "Somebody changed this case meanwhile" in text(page)
    assert change(browser, case, name, **values | {"seen": seen(case)}).status_code == 302


def test_a_re_positive_is_described_and_decided(browser, cast):
    first = a_case(cast, reported_at=NOW - 40 * DAY, sampled_at=None, onset_on=None)
    end_episode(cast.synthesist, first.key, Outcome.RECOVERED, NOW - 20 * DAY, now=NOW)
    again = a_case(cast, reported_at=NOW)
    values = {
        "state": "confirmed",
        "circumstance": "after_home_treatment",
        "epidemiology": "ở nhà",
        "cause": "chưa rõ",
        "seen": seen(again),
    }
    assert change(browser, again, "re_positive", **values).status_code == 422
    assert change(browser, again, "re_positive", laboratory="CDC", **values).status_code == 302
    again = Case.objects.select_related("re_positive").get(pk=again.pk)
    assert again.re_positive.state == RePositiveState.CONFIRMED
    assert "confirmed re-positive" in text(browser.get(reverse("cases:line_list")))
    change(browser, again, "unlink", reason="nhiễm mới")
    url = reverse("cases:link", args=[again.key, first.key])
    assert url in text(browser.get(reverse("cases:case", args=[again.key])))
    browser.post(url)
    again.refresh_from_db()
    assert again.previous == first


def test_two_records_of_one_person_with_open_cases_are_shown_as_such(browser, cast):
    first, second = a_case(cast, 1), a_case(cast, 2)
    Person.objects.filter(pk=second.person_id).update(root=first.person)
    page = text(browser.get(reverse("cases:case", args=[first.key])))
    assert "two open cases" in page


def test_an_officer_of_a_commune_sees_no_button_that_would_be_refused(cast):
    case = a_case(cast)
    browser = signed_in(cast, "commune")
    page = text(browser.get(reverse("cases:case", args=[case.key])))
    assert reverse("cases:correct", args=[case.key]) in page
    assert reverse("cases:classify", args=[case.key]) not in page
    assert browser.get(reverse("cases:export")).status_code in (403, 409)


def test_a_duration_is_set_on_its_page_beside_the_definitions(browser):
    url = reverse("cases:limits")
    assert "CV 1909/BYT-DP" in text(browser.get(url))
    values = {
        "name": "re_positive_days",
        "value": "60",
        "valid_from": "15/9/2021",
        "source": "Văn bản thử",
    }
    assert browser.post(url, values).status_code == 302
    assert "60" in text(browser.get(url))


def test_the_person_at_the_form_is_told_that_a_late_result_opened_nothing(browser, cast):
    first = recovered(cast, days=5)
    typed = TYPED | {
        "full_name": first.person.full_name,
        "birth": "1980",
        "citizen": "096080000001",
        "onset_on": "",
        "sampled_at": "09:00 5/9/2021",
        "reported_at": "09:00 5/9/2021",
    }
    page = text(browser.post(reverse("cases:open"), typed, follow=True))
    assert "Nothing was opened" in page
    assert Case.objects.count() == 1

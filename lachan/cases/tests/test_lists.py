"""Lists of cases and of laboratory results open cases: each row once, every row accounted for."""

from __future__ import annotations

import pytest

from lachan.audit.models import Entry
from lachan.cases.actions.classifying import end_episode
from lachan.cases.actions.taking_lists import open_cases_from_list
from lachan.cases.models import Case, Classified
from lachan.cases.reactions import LISTS
from lachan.cases.terms import Classification, Origin, Outcome, Result, Symptoms
from lachan.lists.models import ListRow
from lachan.lists.tests.conftest import bring, sheet_of, take, the_day  # noqa: F401
from tests.cast import NOW

from .examples import DAY, figures

HEAD = (
    *("STT", "Họ và tên", "Năm sinh", "CCCD", "Địa chỉ", "Phân loại ca", "Ngày báo cáo"),
    *("Ngày khởi phát", "Ngày lấy mẫu", "Phương pháp", "Kết quả", "Giá trị CT", "Dịch tễ"),
)
RESULT_HEAD = (
    *("STT", "Họ và tên", "Năm sinh", "CCCD", "Địa chỉ"),
    *("Ngày lấy mẫu", "Loại xét nghiệm", "Kết quả"),
)
ADDRESS = "ấp 7, xã An Xuyên, TP Cà Mau"


@pytest.fixture(autouse=True)
def protocol(db):
    figures()


def row(number, **words):
    told = {
        "classification": "Ca xác định",
        "reported": "14/9/2021",
        "onset": "11/9/2021",
        "sampled": "13/9/2021",
        "test": "RT-PCR",
        "result": "Dương tính",
        "ct": "21,4",
        "epidemiology": "F1",
    } | words
    name = f"Trần Văn {'ABCDEGHIK'[number]}"
    return [str(number), name, "1980", f"0960700{number:05}", ADDRESS, *told.values()]


def result(number, outcome, test="RT-PCR"):
    name = f"Lê Thị {'ABCDEGHIK'[number]}"
    return [
        str(number),
        name,
        "1985",
        f"0960600{number:05}",
        ADDRESS,
        "14/9/2021",
        test,
        outcome,
    ]


def brought(bring, head, rows, kind):  # noqa: F811
    return bring(content=sheet_of([head, *rows]), kind=kind)


def test_rows_of_cases_open_cases_with_what_they_say(bring):  # noqa: F811
    imported = brought(bring, HEAD, [row(1), row(2, onset="", result="Dương tính")], "cases")
    taken = open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    assert (taken.rows, taken.opened) == (2, 2)
    case = Case.objects.order_by("pk").first()
    assert case.classification == Classification.CONFIRMED
    assert (case.pcr, str(case.ct)) == (Result.POSITIVE, "21.4")
    assert case.symptoms == Symptoms.PRESENT
    assert case.path.startswith("96/964/32025/")
    assert case.infectious_from is not None


def test_a_case_from_another_province_is_imported_and_one_from_the_own_is_not(bring):  # noqa: F811
    words = ("Về từ Bạc Liêu", "Chợ Cà Mau, tỉnh Cà Mau", "F1")
    rows = [row(number, origin=told) for number, told in enumerate(words, 1)]
    imported = brought(bring, (*HEAD, "Nguồn lây"), rows, "cases")
    open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    told = Case.objects.order_by("pk").values_list("origin", "origin_words")
    assert list(told) == [
        (Origin.IMPORTED, words[0]),
        (Origin.UNKNOWN, words[1]),
        (Origin.UNKNOWN, words[2]),
    ]


def test_a_list_taken_again_opens_nothing_twice(bring):  # noqa: F811
    imported = brought(bring, HEAD, [row(1), row(2)], "cases")
    open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    again = open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    assert (again.opened, again.known) == (0, 2)
    assert Case.objects.count() == 2


def test_every_row_is_accounted_for(bring):  # noqa: F811
    rows = [
        row(1),
        row(2, classification="Loại trừ", result="Âm tính"),
        row(3, onset="30/9/2021"),
    ]
    imported = brought(bring, HEAD, rows, "cases")
    taken = open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    usable = ListRow.objects.filter(list_id=imported.pk, person__isnull=False).count()
    assert taken.rows == usable
    assert taken.rows == taken.opened + taken.known + taken.not_cases + len(taken.refused)
    assert taken.not_cases == 1


def test_a_list_confirms_what_no_test_in_it_does_and_is_named(bring):  # noqa: F811
    imported = brought(bring, HEAD, [row(1, test="", ct="")], "cases")
    open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    made = Classified.objects.get()
    assert made.classification == Classification.CONFIRMED
    assert str(imported.pk) in made.basis
    assert made.definition == ""


def test_positive_results_open_cases_and_negative_ones_do_not(bring):  # noqa: F811
    rows = [result(1, "Dương tính"), result(2, "Âm tính"), result(3, "Dương tính", "Test nhanh")]
    imported = brought(bring, RESULT_HEAD, rows, "results")
    taken = open_cases_from_list(LISTS, imported.pk, "results", path="96/", now=NOW)
    assert (taken.opened, taken.not_cases) == (2, 1)
    found = set(Case.objects.values_list("classification", flat=True))
    assert found == {Classification.CONFIRMED, Classification.PROBABLE}


def test_the_import_itself_opens_the_cases(bring, run_jobs):  # noqa: F811
    brought(bring, HEAD, [row(1)], "cases")
    run_jobs()
    assert Case.objects.count() == 1
    assert Entry.objects.filter(event="cases.ListTaken").count() == 1


def laboratory(bring, rows):  # noqa: F811
    imported = brought(bring, RESULT_HEAD, rows, "results")
    return imported, open_cases_from_list(LISTS, imported.pk, "results", path="96/", now=NOW)


def test_a_result_confirms_the_case_that_was_only_probable(bring):  # noqa: F811
    laboratory(bring, [result(1, "Dương tính", "Test nhanh")])
    _list, taken = laboratory(bring, [result(1, "Dương tính")])
    assert (taken.opened, taken.updated) == (0, 1)
    case = Case.objects.get()
    assert (case.classification, case.pcr, case.antigen) == (
        Classification.CONFIRMED,
        Result.POSITIVE,
        Result.POSITIVE,
    )


def test_a_positive_that_the_laboratory_takes_back_discards_and_says_why(bring):  # noqa: F811
    laboratory(bring, [result(1, "Dương tính")])
    imported, taken = laboratory(bring, [result(1, "Âm tính")])
    assert taken.updated == 1
    case = Case.objects.get()
    assert case.classification == Classification.DISCARDED
    assert case.closed_at is not None
    assert (case.infectious_from, case.infectious_until) == (None, None)
    made = case.classifications.first()
    assert (made.before, made.definition) == (Classification.CONFIRMED, "discarded@1")
    assert str(imported.pk) in made.basis


def test_a_negative_of_a_later_sample_unsays_nothing(bring):  # noqa: F811
    laboratory(bring, [result(1, "Dương tính")])
    later = result(1, "Âm tính")
    later[5] = "15/9/2021"
    _list, taken = laboratory(bring, [later])
    assert (taken.updated, taken.not_cases) == (0, 1)
    assert Case.objects.get().classification == Classification.CONFIRMED


def test_a_sample_that_is_positive_after_all_opens_the_discarded_case_again(bring):  # noqa: F811
    # A stranger in each list: the very same file is not taken twice.
    for other, outcome in enumerate(("Dương tính", "Âm tính", "Dương tính"), start=2):
        laboratory(bring, [result(1, outcome), result(other, "Âm tính")])
    case = Case.objects.get()
    assert (case.classification, case.closed_at) == (Classification.CONFIRMED, None)


def test_a_correction_stands_when_the_first_list_is_taken_again(bring):  # noqa: F811
    laboratory(bring, [result(1, "Dương tính", "Test nhanh")])
    first, _taken = laboratory(bring, [result(1, "Dương tính")])
    laboratory(bring, [result(1, "Âm tính")])
    again = open_cases_from_list(LISTS, first.pk, "results", path="96/", now=NOW)
    assert (again.updated, again.known) == (0, 1)
    assert Case.objects.get().classification == Classification.DISCARDED


def test_a_result_brings_the_day_of_sampling_from_which_the_window_is_counted(bring):  # noqa: F811
    unsampled = row(1, onset="", sampled="", test="", ct="", classification="Nghi ngờ")
    imported = brought(bring, HEAD, [unsampled], "cases")
    open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    before = Case.objects.get()
    told = result(1, "Dương tính")
    told[1:4] = row(1)[1:4]
    laboratory(bring, [told])
    case = Case.objects.get()
    assert before.sampled_at is None
    assert case.sampled_at is not None
    assert case.window_basis == "sample"


def recovered_since(days):
    """The case of the last laboratory list has ended so many days ago."""
    case = Case.objects.get()
    at = NOW - days * DAY
    end_episode(LISTS, case.key, Outcome.RECOVERED, at, now=NOW)
    return case


@pytest.mark.parametrize("kind", ["results", "cases"])
def test_a_late_row_of_an_ended_illness_opens_no_second_case(bring, kind):  # noqa: F811
    before = row(1, reported="1/9/2021", sampled="1/9/2021", onset="")
    imported = brought(bring, HEAD, [before], "cases")
    open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    recovered_since(5)
    late = [*row(1, reported="14/9/2021", sampled="5/9/2021", onset="", ct="19,0")]
    if kind == "results":
        late = [*late[:5], late[8], late[9], late[10]]
    imported = brought(bring, HEAD if kind == "cases" else RESULT_HEAD, [late], kind)
    taken = open_cases_from_list(LISTS, imported.pk, kind, path="96/", now=NOW)
    assert (taken.opened, taken.known, taken.updated, taken.refused) == (0, 1, 0, ())
    assert Case.objects.count() == 1


def test_a_late_result_that_says_more_is_brought_into_the_ended_case(bring):  # noqa: F811
    rapid = row(1, reported="1/9/2021", sampled="1/9/2021", onset="", test="Test nhanh", ct="")
    rapid[5] = ""
    imported = brought(bring, HEAD, [rapid], "cases")
    open_cases_from_list(LISTS, imported.pk, "cases", path="96/", now=NOW)
    case = recovered_since(5)
    late = [*rapid[:5], "5/9/2021", "RT-PCR", "Dương tính"]
    _list, taken = laboratory(bring, [late])
    assert (taken.opened, taken.updated) == (0, 1)
    case.refresh_from_db()
    assert (case.classification, case.outcome) == (Classification.CONFIRMED, Outcome.RECOVERED)

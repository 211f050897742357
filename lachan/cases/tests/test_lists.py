"""Lists of cases and of laboratory results open cases: each row once, every row accounted for."""

from __future__ import annotations

import pytest

from lachan.audit.models import Entry
from lachan.cases.actions.taking_lists import open_cases_from_list
from lachan.cases.models import Case, Classified
from lachan.cases.reactions import LISTS
from lachan.cases.terms import Classification, Result, Symptoms
from lachan.lists.models import ListRow
from lachan.lists.tests.conftest import bring, sheet_of, take, the_day  # noqa: F401
from tests.cast import NOW

from .examples import figures

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

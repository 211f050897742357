"""Hours, figures, sums, balance and signatures, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.command.rules.balance import Balance, summed, unbalanced
from lachan.command.rules.figures import (
    Change,
    Definition,
    Entry,
    NotAFigure,
    mistakes,
    parse,
    questions,
    reporter_of,
)
from lachan.command.rules.signing import authority_lines
from lachan.command.rules.sums import difference, total
from lachan.command.rules.windows import (
    ReportFacts,
    obstacles_to_adjust,
    obstacles_to_return,
    obstacles_to_sign,
    obstacles_to_submit,
    standing,
    window,
)
from lachan.command.rules.wording import change, written
from lachan.command.terms import Reporter, ReportState, Standing, Window
from lachan.core.dates import at
from tests.cast import TODAY

OPENS, CUT_OFF = at(TODAY, 16), at(TODAY, 17)
DRAFT = ReportFacts(ReportState.DRAFT, OPENS, CUT_OFF)
SECOND = timedelta(seconds=1)


def sent(moment, state=ReportState.SUBMITTED):
    return ReportFacts(state, OPENS, CUT_OFF, moment)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - SECOND, Window.NOT_OPEN),
        (OPENS, Window.OPEN),
        (CUT_OFF, Window.OPEN),
        (CUT_OFF + SECOND, Window.LATE),
    ],
)
def test_the_window_opens_and_closes_to_the_second(now, expected):
    assert window(DRAFT, now, is_consolidated=False) is expected


def test_a_signed_consolidation_closes_the_window():
    assert window(DRAFT, OPENS, is_consolidated=True) is Window.CLOSED


@pytest.mark.parametrize(
    ("report", "now", "expected"),
    [
        (None, CUT_OFF, Standing.AWAITED),
        (None, CUT_OFF + SECOND, Standing.MISSING),
        (DRAFT, CUT_OFF + SECOND, Standing.MISSING),
        (sent(CUT_OFF), CUT_OFF + SECOND, Standing.SUBMITTED),
        (sent(CUT_OFF + SECOND), CUT_OFF + SECOND, Standing.LATE),
        (sent(CUT_OFF + SECOND), CUT_OFF, Standing.AWAITED),
        (sent(OPENS, ReportState.RETURNED), CUT_OFF + SECOND, Standing.RETURNED),
    ],
)
def test_how_a_unit_stands(report, now, expected):
    assert standing(report, CUT_OFF, now) is expected


def test_lateness_is_no_obstacle_but_earliness_is():
    late = CUT_OFF + timedelta(hours=3)
    assert obstacles_to_submit(DRAFT, late, unanswered=0, invalid=[]) == []
    assert len(obstacles_to_submit(DRAFT, OPENS - SECOND, unanswered=2, invalid=["Sai"])) == 3
    assert obstacles_to_submit(sent(OPENS), OPENS, unanswered=0, invalid=[])


def test_only_a_sent_report_is_returned_with_a_reason_before_signing():
    report = sent(OPENS)
    assert obstacles_to_return(report, is_consolidated=False, reason="Thiếu") == []
    assert obstacles_to_return(report, is_consolidated=False, reason=" ")
    assert obstacles_to_return(report, is_consolidated=True, reason="Thiếu")
    assert obstacles_to_return(DRAFT, is_consolidated=False, reason="Thiếu")


def test_a_slip_changes_something_and_says_why():
    assert obstacles_to_adjust(sent(OPENS), changed=1, reason="Đếm sót") == []
    assert len(obstacles_to_adjust(DRAFT, changed=0, reason="")) == 3


def test_missing_units_hold_the_signature_only_until_the_cut_off():
    common = {"is_signed": False, "cut_off_at": CUT_OFF, "is_balanced": True}
    assert obstacles_to_sign(now=CUT_OFF, missing=1, **common)
    assert obstacles_to_sign(now=CUT_OFF + SECOND, missing=1, **common) == []
    assert obstacles_to_sign(now=OPENS, missing=0, **common) == []


def test_an_unbalanced_day_is_not_signed():
    assert obstacles_to_sign(
        is_signed=False, now=CUT_OFF + SECOND, cut_off_at=CUT_OFF, missing=0, is_balanced=False
    )


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("12", 12),
        ("1.204", 1204),
        ("1 204", 1204),
        ("1.204.567", 1204567),
    ],
)
def test_whole_numbers_are_read_as_offices_write_them(typed, value):
    assert parse(typed) == value


@pytest.mark.parametrize(
    "typed", ["-1", "−1", "1,5", "1.2", "12.04", "mười", "1e3", "٣", "=1", "9" * 30, "+5"]
)
def test_anything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(NotAFigure) as refused:
        parse(typed)
    assert str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_a_number_unknown_or_refused(typed):
    try:
        value = parse(typed)
    except NotAFigure:
        return
    assert value is None or value >= 0


def entry(value, before=None, note="", **definition):
    described = Definition(definition.pop("code", "f"), "Chỉ tiêu", **definition)
    return Entry(described, value, note, before)


def test_a_part_is_not_more_than_its_total():
    entries = {"all": entry(5, code="all"), "part": entry(6, code="part", total_code="all")}
    assert set(mistakes(entries)) == {"part"}
    entries["all"] = entry(None, code="all")
    assert mistakes(entries) == {}


def test_a_cumulative_figure_falls_only_with_a_note():
    assert mistakes({"f": entry(9, 10, is_cumulative=True)})
    assert mistakes({"f": entry(9, 10, "Trừ một ca", is_cumulative=True)}) == {}
    assert mistakes({"f": entry(9, 10)}) == {}
    assert mistakes({"f": entry(None, 10, is_cumulative=True)}) == {}


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        (100, 130, False),
        (100, 131, True),
        (100, 70, False),
        (100, 69, True),
        (0, 3, True),
        (0, 2, False),
        (1, 3, False),
        (10, 0, True),
        (None, 50, False),
        (50, None, False),
    ],
)
def test_a_change_of_more_than_thirty_percent_is_asked_about(before, after, asks):
    found = questions({"f": entry(after, before)}, Change(percent=30, least=3))
    assert bool(found) is asks


def test_a_note_answers_and_computed_figures_ask_nothing():
    assert questions({"f": entry(90, 10, "Xét nghiệm diện rộng")}, Change()) == {}
    assert questions({"f": entry(90, 10, is_typed=False)}, Change()) == {}


def test_the_unknown_is_counted_apart_from_the_sum():
    found = total({"a": 3, "b": None, "c": 0}, owing=5)
    assert (found.value, found.known, found.unknown, found.not_sent) == (3, 2, 1, 2)
    assert not found.is_complete
    assert total({"a": None}, owing=1).value is None


values = st.dictionaries(st.sampled_from("abcdefghi"), st.none() | st.integers(0, 10**9))


@given(values, st.integers(0, 20))
def test_every_unit_is_counted_once(reported, more):
    found = total(reported, owing=len(reported) + more)
    assert found.known + found.unknown + found.not_sent == found.owing == len(reported) + more
    assert (found.value is None) == (found.known == 0)


@given(values, values)
def test_a_difference_is_taken_over_the_same_units(today, yesterday):
    both = [u for u in today if today[u] is not None and yesterday.get(u) is not None]
    found = difference(today, yesterday)
    assert found.of == len(both)
    if both:
        assert found.value == sum(today[u] - yesterday[u] for u in both)


def test_a_unit_that_did_not_send_yesterday_is_no_rise():
    assert difference({"a": 5, "b": 100}, {"a": 4}).value == 1


def test_what_does_not_add_up_is_found():
    right = Balance("reports", 16, received=3, accepted=1, duplicate=1, held=1)
    wrong = Balance("documents", 9, received=3, accepted=1)
    assert unbalanced([right, wrong]) == [wrong]
    assert wrong.difference == 2
    assert summed([right, right], "reports").received == 6


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Chủ tịch UBND", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Phó Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Chánh Văn phòng", ("TM. ỦY BAN NHÂN DÂN", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("Bí thư kiêm Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "BÍ THƯ KIÊM CHỦ TỊCH")),
    ],
)
def test_on_whose_authority_one_signs(title, lines):
    assert authority_lines("TM. Ủy ban nhân dân", "Chủ tịch", title) == lines


def test_a_chief_who_signs_alone_has_no_authority_line():
    assert authority_lines("", "Giám đốc", "Giám đốc") == ("GIÁM ĐỐC",)


@pytest.mark.parametrize(
    ("organisation", "unit", "kind"),
    [
        ("peoples_committee", "district", Reporter.DISTRICT),
        ("steering_committee", "commune", Reporter.COMMUNE),
        ("health", "province", Reporter.HEALTH),
        ("union", "province", Reporter.FRONT),
        ("peoples_committee", "province", Reporter.OTHER),
    ],
)
def test_as_what_a_body_reports(organisation, unit, kind):
    assert reporter_of(organisation, unit) is kind


def test_numbers_on_paper():
    assert (written(1204), written(None), change(-3), change(0), change(None)) == (
        "1.204", "…", "−3", "0", "",
    )  # fmt: skip

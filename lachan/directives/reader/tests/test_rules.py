"""Rules for people: from where, since when, which measure; what is denied is no rule."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.reader.figures import figures_in
from lachan.directives.reader.model import Rule
from lachan.directives.reader.rules import rules_in

ISSUED = date(2021, 7, 20)


def rules(text: str) -> tuple[Rule, ...]:
    return rules_in(text, (0, len(text)), issued_on=ISSUED)


def test_origin_first_day_and_measure_make_a_rule() -> None:
    (rule,) = rules("1. Người về từ tỉnh Long An từ ngày 02/7/2021 phải cách ly y tế tập trung.")
    assert rule.origins == ("Long An",)
    assert (rule.since, rule.until) == (date(2021, 7, 2), None)
    assert (rule.measure, rule.who) == ("centralised_quarantine", "person")


def test_a_whole_family_is_a_household() -> None:
    (rule,) = rules(
        "Người về từ Đồng Nai từ ngày 02/7/2021 thì cách ly cả gia đình tại nơi cư trú."
    )
    assert (rule.measure, rule.who) == ("home_quarantine", "household")


def test_two_measures_make_two_rules() -> None:
    found = rules("Người đến từ Hà Nam từ ngày 02/7/2021 phải khai báo y tế và xét nghiệm.")
    assert [rule.measure for rule in found] == ["declare", "test"]


def test_a_period_has_both_ends() -> None:
    (rule,) = rules(
        "Người về từ Bắc Giang từ ngày 02/7/2021 đến hết ngày 09/7/2021 phải khai báo y tế."
    )
    assert (rule.since, rule.until) == (date(2021, 7, 2), date(2021, 7, 9))


@pytest.mark.parametrize(
    "text",
    [
        "Người về từ Long An từ ngày 02/7/2021 không phải cách ly y tế tập trung.",
        "Trước đây, người về từ Long An từ ngày 02/7/2021 phải cách ly y tế tập trung.",
        "Dừng cách ly tập trung đối với người từ Long An từ ngày 02/7/2021.",
        "Người từ Long An về từ ngày 02/7/2021 được miễn cách ly tập trung.",
        "Công an huyện phải xử lý người từ Long An trốn cách ly tập trung.",
        "Sở Tài chính hướng dẫn chi phí cách ly tập trung đối với người từ Long An.",
        "Đã có 12 người về từ Long An từ ngày 02/7/2021.",
        "Sở Y tế xét nghiệm 200 mẫu.",
    ],
)
def test_what_is_denied_or_only_told_is_no_rule(text: str) -> None:
    assert rules(text) == ()


def test_what_is_denied_leaves_what_is_ordered() -> None:
    (rule,) = rules(
        "Người từ Long An về từ ngày 02/7/2021 không phải cách ly tập trung nhưng phải khai báo."
    )
    assert rule.measure == "declare"


def test_the_span_of_a_rule_holds_its_words() -> None:
    text = "1. Mở đầu.\n2. Người về từ Long An từ ngày 02/7/2021 phải khai báo y tế."
    (rule,) = rules(text)
    assert " ".join(text[slice(*rule.span)].split()) == rule.words


def test_figures_are_counted_with_their_first_day() -> None:
    text = "Từ ngày 06/7/2021 đến nay, toàn tỉnh ghi nhận 1.236 ca dương tính, 3 ca tử vong."
    found = figures_in(text, (0, len(text)), issued_on=ISSUED)
    assert [(figure.what, figure.value) for figure in found] == [("cases", 1236), ("deaths", 3)]
    assert found[0].since == date(2021, 7, 6)


def test_a_figure_may_stand_before_or_after_what_it_counts() -> None:
    text = "Đã điều trị khỏi 180 ca, tử vong 02 ca, còn 32 ca điều trị."
    found = figures_in(text, (0, len(text)), issued_on=ISSUED)
    assert [(figure.what, figure.value) for figure in found][:2] == [
        ("recovered", 180),
        ("deaths", 2),
    ]


def test_people_who_do_a_measure_are_told_to_do_it_unless_they_did() -> None:
    (rule,) = rules("Công dân về từ Long An từ ngày 02/7/2021 thực hiện cách ly tập trung 14 ngày.")
    assert rule.measure == "centralised_quarantine"
    assert rules("Có 5 người về từ Long An từ ngày 02/7/2021 đã thực hiện cách ly tập trung.") == ()

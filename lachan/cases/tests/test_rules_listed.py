"""Rows of lists: what they say about a case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lachan.cases.rules.listed import case_of_row
from lachan.cases.terms import Classification, Origin, Result, Symptoms
from lachan.core.dates import at
from tests.cast import NOW

ROW = {
    "name": "Trần Thị Bé",
    "classification": "Ca xác định",
    "reported": "2021-09-14",
    "onset": "2021-09-11",
    "sampled": "2021-09-13",
    "test": "Realtime RT-PCR",
    "result": "positive",
    "ct": "18,5",
    "origin": "TP Hồ Chí Minh",
    "epidemiology": "F1 của BN 12",
    "isolated": "2021-09-14",
}


OTHERS = ("Hồ Chí Minh", "Bình Dương", "Hòa Bình", "Hà Giang", "An Giang", "Bạc Liêu")


def listed(kind="cases", **changes):
    return case_of_row(kind, ROW | changes, NOW, OTHERS)


def test_a_row_of_cases_says_what_when_and_from_where():
    case = listed()
    assert case.classification == Classification.CONFIRMED
    assert (case.evidence.pcr, case.ct) == (Result.POSITIVE, Decimal("18.5"))
    assert case.onset_on == date(2021, 9, 11)
    assert case.reported_at == at(date(2021, 9, 14), 12)
    assert (case.origin, case.origin_words) == (Origin.IMPORTED, "TP Hồ Chí Minh")
    assert case.evidence.has_link


def test_a_negative_or_discarded_row_is_about_no_case():
    assert listed(classification="", result="negative") is None
    assert listed(classification="Loại trừ") is None
    assert listed("results", classification="", result="negative") is None
    assert listed("results", classification="", result="undetermined") is None


def test_a_community_case_is_local_and_unclear_words_say_nothing():
    assert listed(origin="Ca cộng đồng").origin == Origin.LOCAL
    assert listed(origin="Chưa rõ").origin == Origin.UNKNOWN
    assert not listed(epidemiology="Không").evidence.has_link


@pytest.mark.parametrize(
    "words",
    [
        *("Bình Dương", "về từ tỉnh Bình Dương", "Đi từ TPHCM về ngày 3/9", "TP.HCM", "Sài Gòn"),
        *("Tài xế, tp. Hồ Chí Minh", "Nhập cảnh từ Campuchia", "Ngoại tỉnh", "Ca xâm nhập"),
    ],
)
def test_a_case_is_imported_where_the_words_name_somewhere_else(words):
    assert (listed(origin=words).origin, listed(origin=words).origin_words) == (
        Origin.IMPORTED,
        words,
    )


@pytest.mark.parametrize(
    "words",
    [
        *("F1", "F1 của BN 12 (về từ Bình Dương)", "Khu phong tỏa", "khu cách ly", "Chợ nổi"),
        *("Ấp Hòa Bình", "BN Lê Hà Giang", "Tiếp xúc người TP HCM", "Tuấn Giang", "TP Cà Mau"),
    ],
)
def test_a_person_or_an_area_named_as_the_source_imports_nothing_and_is_kept_in_words(words):
    assert (listed(origin=words).origin, listed(origin=words).origin_words) == (
        Origin.UNKNOWN,
        words,
    )


def test_a_rapid_test_is_no_pcr_and_an_unnamed_test_is_neither():
    assert listed(test="Test nhanh", ct="").evidence.antigen == Result.POSITIVE
    unnamed = listed(test="", ct="").evidence
    assert (unnamed.pcr, unnamed.antigen) == (Result.UNKNOWN, Result.UNKNOWN)


def test_symptoms_follow_the_onset_or_the_words():
    assert listed().evidence.symptoms == Symptoms.PRESENT
    assert listed(onset="", symptoms="Không triệu chứng").evidence.symptoms == Symptoms.NONE
    assert listed(onset="", symptoms="Sốt, ho").evidence.symptoms == Symptoms.PRESENT
    assert listed(onset="", symptoms="").evidence.symptoms == Symptoms.UNKNOWN

"""Addresses as people write them, in the units of a day: an answer or a question, no guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.lists.rules.addresses import Gazetteer, Spot, pieces_of

OLD = date(2021, 9, 15)
NEW = date(2026, 1, 15)
BORN, REFORM = date(1900, 1, 1), date(2025, 7, 1)


def old(path, kind, name, became=(), *, split=False):
    return Spot(path, kind, name, BORN, REFORM, tuple(became), split)


SPOTS = (
    Spot("96/", "province", "Tỉnh Cà Mau", BORN),
    Spot("79/", "province", "Thành phố Hồ Chí Minh", BORN),
    Spot("74/", "province", "Tỉnh Bình Dương", BORN),
    Spot("79/777/", "district", "Quận Bình Tân", BORN),
    old("96/964/", "district", "Thành phố Cà Mau"),
    old("96/966/", "district", "Huyện U Minh"),
    old("96/967/", "district", "Huyện Thới Bình"),
    old("96/964/32002/", "commune", "Phường 4", ["96/32002/"]),
    old("96/964/31999/", "commune", "Phường 9", ["96/32014/", "96/32002/"], split=True),
    old("96/964/32023/", "commune", "Xã An Xuyên", ["96/32002/"]),
    old("96/964/32025/", "commune", "Phường Tân Thành", ["96/32025/"]),
    old("96/964/32026/", "commune", "Xã Tân Thành", ["96/32025/"]),
    old("96/966/32044/", "commune", "Thị trấn U Minh", ["96/32044/"]),
    old("96/966/32059/", "commune", "Xã Khánh An", ["96/32059/"]),
    old("96/967/32065/", "commune", "Thị trấn Thới Bình", ["96/32065/"]),
    old("96/967/32077/", "commune", "Xã Thới Bình", ["96/32065/"]),
    Spot("96/32002/", "commune", "Phường An Xuyên", REFORM),
    Spot("96/32014/", "commune", "Phường Lý Văn Lâm", REFORM),
    Spot("96/32025/", "commune", "Phường Tân Thành", REFORM),
    Spot("96/32044/", "commune", "Xã Nguyễn Phích", REFORM),
    Spot("96/32059/", "commune", "Xã Khánh An", REFORM),
    Spot("96/32065/", "commune", "Xã Thới Bình", REFORM),
    Spot("96/966/32059/32059a/", "hamlet", "Ấp 11", BORN, REFORM),
)


@pytest.fixture(scope="module")
def then():
    return Gazetteer(SPOTS, OLD, "96/")


@pytest.fixture(scope="module")
def now():
    return Gazetteer(SPOTS, NEW, "96/")


@pytest.mark.parametrize(
    ("words", "commune", "hamlet"),
    [
        ("ấp 7, xã An Xuyên, TP Cà Mau", "96/964/32023/", "ấp 7"),
        ("ap 7 xa an xuyen tp ca mau", "96/964/32023/", "ap 7"),
        ("P.4, TP.CM", "96/964/32002/", ""),
        ("P4", "96/964/32002/", ""),
        ("F4 CM", "96/964/32002/", ""),
        ("phường 04, Tp. Cà Mau", "96/964/32002/", ""),
        ("Số 12/5 Nguyễn Trãi, khóm 3, P. 9", "96/964/31999/", "khóm 3"),
        ("TT. U Minh, H. U Minh", "96/966/32044/", ""),
        ("Khánh An - U Minh - Cà Mau", "96/966/32059/", ""),
        ("ấp 12 khánh an u minh", "96/966/32059/", "ấp 12"),
        ("X.An Xuyên-TP.Cà Mau", "96/964/32023/", ""),
        ("đường Tân Thành, phường 4", "96/964/32002/", ""),
        ("xã Tân Thành", "96/964/32026/", ""),
    ],
)
def test_a_commune_is_found_by_whatever_names_it(then, words, commune, hamlet):
    place = then.read(words)
    assert (place.path, place.commune, place.hamlet, place.code) == (commune, commune, hamlet, "")


def test_a_hamlet_that_is_on_record_is_found(then):
    place = then.read("Ấp 11, xã Khánh An, huyện U Minh")
    assert (place.path, place.commune) == ("96/966/32059/32059a/", "96/966/32059/")


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("Thới Bình", {"96/967/32065/", "96/967/32077/"}),
        ("Tân Thành, Cà Mau", {"96/964/32025/", "96/964/32026/"}),
    ],
)
def test_several_communes_that_fit_are_asked_about(then, words, options):
    place = then.read(words)
    assert place.code == "address-ambiguous"
    assert place.commune == ""
    assert set(place.options) == options


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("xã Tân Hòa Lạc", "address-unknown"),
        ("huyện U Minh", "address-no-commune"),
        ("xã An Xuyên, huyện U Minh", "address-unknown"),
        ("đâu đó", "address-unknown"),
    ],
)
def test_what_names_no_commune_is_asked_about(then, words, code):
    place = then.read(words)
    assert (place.commune, place.code) == ("", code)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("TP.HCM", "79/"),
        ("Q. Bình Tân, TPHCM", "79/777/"),
        ("Bình Dương", "74/"),
        ("sài gòn", "79/"),
    ],
)
def test_other_provinces_are_known_by_name(then, words, path):
    place = then.read(words)
    assert (place.path, place.commune, place.code) == (path, "", "")


def test_old_names_lead_to_what_they_became(now):
    assert now.read("ấp 7, xã An Xuyên, TP Cà Mau").commune == "96/32002/"
    assert now.read("P.4, TP.CM").commune == "96/32002/"
    assert now.read("xã Khánh An, huyện U Minh").commune == "96/32059/"
    assert now.read("thị trấn U Minh").commune == "96/32044/"


def test_a_unit_that_was_divided_is_asked_about(now):
    place = now.read("phường 9, TP Cà Mau")
    assert place.code == "address-ambiguous"
    assert set(place.options) == {"96/32014/", "96/32002/"}


def test_new_names_are_not_yet_known_in_the_old_world(then):
    assert then.read("Phường An Xuyên").commune == "96/964/32023/"


@given(st.text(max_size=80))
def test_no_words_break_the_reading_and_no_question_has_an_answer_beside_it(words):
    pieces_of(words)
    place = Gazetteer(SPOTS, OLD, "96/").read(words)
    assert not (place.code and place.commune)

"""Whose claim it is: the judgement alone, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.core.text import folded
from lachan.people.rules.households import address_key
from lachan.people.rules.recognition import (
    Known,
    additions,
    birth_keys,
    names_agree,
    number_keys,
    obstacles_to_joining,
    path_after,
    warnings_about,
)
from lachan.people.terms import IdentifierKind, ResidenceKind, Sex
from lachan.people.tests.conftest import COMMUNE, WARD, claim
from tests.cast import NOW

CITIZEN = "096087000123"
WORDS = st.lists(
    st.sampled_from(["nguyen", "van", "thi", "anh", "an", "minh", "le"]), min_size=1, max_size=5
)


def known(**fields) -> Known:
    values = {"id": 1, "path": COMMUNE, "full_name": "Nguyễn Văn Mẫu", "nationality": "VN"} | fields
    return Known(**{"folded_name": folded(values["full_name"])} | values)


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("nguyen thi anh", "anh nguyen thi", True),
        ("nguyen thi anh", "thi anh", True),
        ("nguyen thi anh", "anh", False),
        ("nguyen thi anh", "nguyen thi an", False),
        ("nguyen van van", "nguyen van", True),
        ("nguyen van an", "nguyen van van", False),
        ("", "nguyen van an", True),
        ("anh", "anh", True),
    ],
)
def test_names_agree_when_the_words_of_one_are_among_the_others(left, right, agree):
    assert names_agree(left, right) is agree


@given(WORDS, WORDS)
def test_agreement_of_names_has_no_direction(left, right):
    assert names_agree(" ".join(left), " ".join(right)) == names_agree(
        " ".join(right), " ".join(left)
    )


@given(WORDS, st.randoms())
def test_a_name_agrees_with_itself_in_any_order(words, random):
    mixed = list(words)
    random.shuffle(mixed)
    assert names_agree(" ".join(words), " ".join(mixed))


@given(WORDS, WORDS)
def test_a_name_with_a_foreign_word_of_its_own_on_each_side_never_agrees(left, right):
    assert not names_agree(" ".join([*left, "xuan"]), " ".join([*right, "dong"]))


def test_a_claim_with_another_year_of_birth_is_not_the_same_person():
    there = known(birth_on=date(1987, 3, 4))
    assert obstacles_to_joining(there, claim(birth_on=date(1988, 3, 4)), there.folded_name)
    assert not obstacles_to_joining(there, claim(birth_on=date(1987, 4, 3)), there.folded_name)
    assert not obstacles_to_joining(there, claim(birth_on=None), there.folded_name)


def test_another_citizen_number_is_another_person_whatever_else_agrees():
    there = known(numbers={"citizen": {CITIZEN}, "old_card": {"381234567"}})
    other = claim(citizen="096087000999", old_card="381234567")
    assert obstacles_to_joining(there, other, there.folded_name)
    assert not obstacles_to_joining(there, claim(old_card="381234567"), there.folded_name)


def test_a_phone_alone_is_no_key_and_a_name_alone_neither():
    phone = ((IdentifierKind.PHONE, "0912345678"),)
    assert number_keys(phone, "VN") == []
    assert birth_keys(phone, "nguyen van mau", None) == []
    assert birth_keys((), "nguyen van mau", date(1987, 3, 4)) == []
    assert birth_keys(phone, "mau", date(1987, 3, 4)) == []
    assert birth_keys(phone, "nguyen van mau", date(1987, 3, 4))


def test_a_passport_names_a_person_within_a_nationality():
    passport = ((IdentifierKind.PASSPORT, "N1234567"),)
    assert number_keys(passport, "KH") != number_keys(passport, "LA")


def test_the_citizen_number_is_believed_before_the_old_card():
    both = ((IdentifierKind.OLD_CARD, "381234567"), (IdentifierKind.CITIZEN, CITIZEN))
    assert [kind for kind, *_ in number_keys(both, "VN")] == ["citizen", "old_card"]


def test_what_was_unknown_is_filled_in():
    there = known(full_name="NGUYEN VAN MAU", birth_year=1987)
    changed = additions(there, claim(), "nguyen van mau")
    assert changed["full_name"] == "Nguyễn Văn Mẫu"
    assert changed["birth_on"] == date(1987, 3, 4)
    assert changed["sex"] == "male"
    assert "contradictions" not in changed


def test_what_contradicts_is_flagged_and_never_overwritten():
    there = known(birth_on=date(1987, 4, 3), sex="male")
    changed = additions(there, claim(birth_on=date(1987, 3, 4)), there.folded_name)
    assert changed == {"contradictions": ("birth_on",)}


def test_papers_that_do_not_ask_for_the_nationality_contradict_no_foreigner():
    assert additions(known(nationality="KH", sex="male"), claim(birth_on=None), "") == {}


@given(st.dates(date(1920, 1, 1), date(2020, 1, 1)), st.dates(date(1920, 1, 1), date(2020, 1, 1)))
def test_a_known_day_of_birth_is_never_replaced(before, after):
    there = known(birth_on=before, sex="male")
    changed = additions(there, claim(birth_on=after), there.folded_name)
    assert "birth_on" not in changed
    assert ("contradictions" in changed) == (before != after)


def test_the_last_word_about_a_stay_says_who_is_responsible():
    there = known(path_as_of=NOW)
    later, earlier = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    assert path_after(there, claim(residence_path=WARD, said_at=later)) == WARD
    assert path_after(there, claim(residence_path=WARD, said_at=earlier)) is None
    assert path_after(there, claim(said_at=later)) is None


def test_a_registered_residence_does_not_move_who_stays_elsewhere():
    home = claim(
        residence_path=WARD,
        residence_kind=ResidenceKind.PERMANENT,
        said_at=NOW + timedelta(hours=1),
    )
    assert path_after(known(path_as_of=NOW), home) is None
    assert path_after(known(), home) == WARD


def test_a_residence_in_another_province_leaves_the_responsibility_here():
    assert path_after(known(), claim(residence_path="79/760/", path=COMMUNE)) is None


def test_a_citizen_number_that_tells_another_birth_or_sex_is_warned_of():
    assert warnings_about(claim(citizen=CITIZEN)) == []
    assert len(warnings_about(claim(citizen=CITIZEN, birth_on=date(1990, 3, 4)))) == 1
    assert len(warnings_about(claim(citizen=CITIZEN, sex=Sex.FEMALE))) == 1
    assert len(warnings_about(claim(citizen="96087000123"))) == 1
    assert len(warnings_about(claim(full_name=" "))) == 1


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Số 12/3, đường Lý Bôn, P. 4, TP Cà Mau", "12/3 ly bon"),
        ("12/3 Lý Bôn, Phường 4", "12/3 ly bon"),
        ("số nhà 5A Phan Ngọc Hiển, khóm 1, phường 9", "5a phan ngoc hien khom 1"),
        ("ấp 3, xã An Xuyên", ""),
        ("Khóm 2", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_an_address_without_a_house_names_no_household(words, key):
    assert address_key(words) == key


@given(st.text(max_size=60))
def test_any_words_of_an_address_can_be_read(words):
    assert address_key(words) == address_key(f" {words} ")

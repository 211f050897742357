"""What is read from cards, names, births, telephones: the examples shared with the posts' app."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.people.rules.cards import LONGEST, read_card
from lachan.people.rules.identifiers import citizen_doubts, phone_key, read_birth
from lachan.people.rules.names import may_be_same, name_keys, shown

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
CARDS = json.loads((VECTORS / "cards.json").read_text())
NAMES = json.loads((VECTORS / "names.json").read_text())
SCANNED = st.text() | st.lists(
    st.sampled_from(["096090001234", "381234567", "01011990", "1990-01-01", "0", "1", "Nam"])
    | st.text(max_size=8)
).map("|".join)


@pytest.mark.parametrize("row", CARDS, ids=lambda row: row["why"])
def test_a_card_is_read_as_written(row):
    card = read_card(row["text"])
    assert (str(card.kind), card.text, card.fields) == (row["kind"], row["text"], row["fields"])
    assert list(card.warnings) == row["warnings"]


@given(SCANNED)
def test_whatever_is_scanned_is_kept_and_shown_without_hidden_signs(text):
    card = read_card(text)
    assert card.text == text[:LONGEST]
    for value in card.fields.values():
        assert value
        assert shown(value) == value


@pytest.mark.parametrize("row", NAMES["names"], ids=lambda row: row["why"])
def test_names_that_may_be_one_persons(row):
    assert may_be_same(row["one"], row["other"]) is row["same"]
    assert may_be_same(row["other"], row["one"]) is row["same"]
    assert asdict(name_keys(row["one"])) == row["keys"]


@pytest.mark.parametrize("row", NAMES["births"], ids=lambda row: row["words"])
def test_a_birth_is_read_as_written(row):
    birth = read_birth(row["words"])
    assert (birth.on and birth.on.isoformat(), birth.year) == (row["on"], row["year"])


@pytest.mark.parametrize("row", NAMES["phones"], ids=lambda row: row["words"])
def test_a_telephone_is_brought_to_todays_form(row):
    assert phone_key(row["words"]) == row["key"]


@given(st.text())
def test_no_number_raises(words):
    assert citizen_doubts(words) is not None
    phone_key(words)
    read_birth(words)
    name_keys(words)

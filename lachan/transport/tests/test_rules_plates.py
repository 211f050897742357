"""Plates as people write them; the examples shared with the posts' app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.transport.rules.plates import LONGEST, read_plate

ROWS = json.loads((Path(__file__).resolve().parents[3] / "vectors" / "plates.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_a_plate_is_read_as_written(row):
    plate = read_plate(row["text"])
    assert (plate.key, plate.words, str(plate.kind)) == (row["key"], row["words"], row["kind"])


@given(st.text())
def test_a_plate_is_read_again_from_its_own_words(text):
    plate = read_plate(text)
    assert len(plate.key) <= LONGEST
    assert read_plate(plate.words) == plate

"""Paths: what lies below what."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.core import path as paths

codes = st.text("0123456789abcdefxyz-", min_size=1, max_size=6)
trails = st.lists(codes, max_size=4).map(lambda parts: paths.join(*parts) if parts else "")


def test_a_code_that_begins_another_code_does_not_contain_it():
    assert not paths.contains("96/96/", "96/964/")
    assert paths.contains("96/", "96/964/")


@pytest.mark.parametrize("part", ["", "96/964"])
def test_a_part_is_one_code(part):
    with pytest.raises(ValueError, match="not a path part"):
        paths.join(part)


def test_an_unclosed_path_has_no_bounds():
    with pytest.raises(ValueError, match="closed"):
        paths.bounds("96")


@given(trails.filter(bool), trails)
def test_the_range_scan_finds_exactly_what_the_path_contains(outer, inner):
    low, high = paths.bounds(outer)
    assert (low <= inner < high) == paths.contains(outer, inner)


@given(trails.filter(bool))
def test_ancestors_go_up_one_code_at_a_time(path):
    above = paths.ancestors(path)
    assert above[0] == path
    assert len(above) == len(paths.parts(path))
    assert all(paths.parent(low) == high for low, high in itertools.pairwise(above))


@given(trails, codes)
def test_the_parent_of_a_child_is_the_path_itself(path, code):
    assert paths.parent(paths.child(path, code)) == path

"""What can be a boundary, and how it is drawn: without a database."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.places.rules.geometry import (
    TOLERANCE,
    BadGeometry,
    boundary_of,
    code_property,
    crosses_itself,
    drawn,
    frame_around,
    simplified,
)

SQUARE = [[105.0, 9.0], [105.1, 9.0], [105.1, 9.1], [105.0, 9.1], [105.0, 9.0]]


def polygon(ring):
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_polygon_becomes_a_small_multipolygon():
    middle = [[105.0, 9.0], [105.05, 9.00001], *SQUARE[1:]]
    found = boundary_of(polygon(middle))
    assert found["type"] == "MultiPolygon"
    assert found["coordinates"] == [[SQUARE]]


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": [105, 9]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        polygon(SQUARE[:3]),
        polygon(SQUARE[:-1]),
        polygon([[9.0, 105.0], [9.0, 105.1], [9.1, 105.1], [9.0, 105.0]]),
        polygon([[500000, 1000000]] * 5),
        polygon([[105, math.nan]] * 5),
        polygon([[105, "9"]] * 5),
        polygon([[105.0, 9.0]] * 5),
        polygon([[105, 9], [105.1, 9.1], [105.1, 9], [105, 9.1], [105, 9]]),
    ],
)
def test_what_is_no_boundary_is_refused_in_words(geometry):
    with pytest.raises(BadGeometry) as refusal:
        boundary_of(geometry)
    assert str(refusal.value)


def test_the_property_that_holds_codes_is_found():
    features = [{"properties": {"name": "An Xuyên", "ma_la": code}} for code in ("32002", "32005")]
    assert code_property(features, {"32002", "32005"}) == "ma_la"
    assert code_property(features, {"1"}) is None
    assert code_property([{"id": 32002, "properties": None}], {"32002"}) == "id"


def test_a_map_is_as_high_as_it_is_at_its_latitude():
    frame = frame_around([boundary_of(polygon(SQUARE))])
    assert (frame.width, frame.height) == (988, 1000)
    assert drawn(boundary_of(polygon(SQUARE)), frame) == "M0 1000l988 0 0 -1000 -988 0z"


rings = st.lists(
    st.tuples(st.floats(104.5, 105.5), st.floats(8.5, 9.5)), min_size=3, max_size=40, unique=True
).map(lambda points: [*points, points[0]])


@given(rings)
def test_a_simplified_ring_is_closed_and_keeps_to_its_corners(ring):
    small = simplified(ring)
    assert small[0] == small[-1]
    assert len(small) >= 4
    corners = {(round(x, 5), round(y, 5)) for x, y in ring}
    assert set(small) <= corners


@given(rings)
def test_any_ring_is_a_boundary_or_refused(ring):
    with contextlib.suppress(BadGeometry):
        boundary_of(polygon([list(point) for point in ring]))


def test_a_circle_is_simple_and_an_eight_is_not():
    circle = [
        (105 + 0.1 * math.cos(step / 50 * math.tau), 9 + 0.1 * math.sin(step / 50 * math.tau))
        for step in range(51)
    ]
    assert not crosses_itself(circle)
    assert len(simplified(circle, TOLERANCE * 10)) < len(circle)
    assert crosses_itself([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])

"""Boundaries: what a geometry must be, made smaller without moving it far, drawn as a path.

Degrees of WGS84. Việt Nam with its islands lies within 102°–118° E and 6°–24° N; a position
outside says that longitude and latitude were exchanged, or that another grid was used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

WEST, EAST, SOUTH, NORTH = 102.0, 118.5, 6.0, 24.0
# About 30 metres: less than the width of a line on a screen that shows a commune.
TOLERANCE = 0.0003
DECIMALS = 5
# Rings with more corners than this are not tested for crossing themselves.
MOST_TESTED = 400
CODE_PROPERTIES = (
    *("code", "ma", "ward_code", "wardCode", "ma_xa", "maxa", "ma_dvhc", "madvhc", "gso_code"),
    *("district_code", "province_code", "id", "ID", "Ma", "MA", "CODE"),
)


class BadGeometry(Exception):
    """A geometry cannot be a boundary; the message says why, in words."""


def code_property(features: Sequence[Mapping[str, Any]], codes: set[str]) -> str | None:
    """The property whose values are most often codes of units, or None when no one is."""
    names = [name for feature in features[:200] for name in feature.get("properties") or {}]
    best, most = None, 0
    for name in dict.fromkeys([*CODE_PROPERTIES, *names]):
        hits = sum(code_in(feature, name) in codes for feature in features)
        if hits > most:
            best, most = name, hits
    return best


def code_in(feature: Mapping[str, Any], name: str) -> str:
    """The code in a feature's property, or in its `id`; "" when there is none."""
    value = (feature.get("properties") or {}).get(name)
    if value is None and name == "id":
        value = feature.get("id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, dict | list | bool) else str(value).strip()


def boundary_of(geometry: Any) -> dict[str, Any]:
    """The geometry as a small MultiPolygon. Raises BadGeometry for what is no boundary."""
    if not isinstance(geometry, Mapping):
        raise BadGeometry(_("there is no geometry"))
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise BadGeometry(_("a boundary is a Polygon, not a %(kind)s") % {"kind": kind or "?"})
    if not isinstance(coordinates, list) or not coordinates:
        raise BadGeometry(_("the geometry is empty"))
    polygons = [_polygon(rings) for rings in coordinates]
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [[list(point) for point in ring] for ring in polygon] for polygon in polygons
        ],
    }


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise BadGeometry(_("a polygon has no ring"))
    return [_ring(ring) for ring in rings]


def _ring(positions: Any) -> Ring:
    if not isinstance(positions, list) or len(positions) < 4:
        raise BadGeometry(_("a ring has fewer than four positions"))
    ring = [_point(position) for position in positions]
    if ring[0] != ring[-1]:
        raise BadGeometry(_("a ring is not closed"))
    if len(ring) <= MOST_TESTED and crosses_itself(ring):
        raise BadGeometry(_("a ring crosses itself"))
    small = simplified(ring)
    if abs(area(small)) == 0:
        raise BadGeometry(_("a ring has no area"))
    return small


def _point(position: Any) -> Point:
    if (
        not isinstance(position, list)
        or len(position) < 2
        or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in position[:2])
        or not all(math.isfinite(n) for n in position[:2])
    ):
        raise BadGeometry(_("a position is not a pair of numbers"))
    x, y = float(position[0]), float(position[1])
    if not (WEST <= x <= EAST and SOUTH <= y <= NORTH):
        if WEST <= y <= EAST and SOUTH <= x <= NORTH:
            raise BadGeometry(_("longitude and latitude are exchanged"))
        raise BadGeometry(
            _("position %(x)s, %(y)s lies outside Việt Nam") % {"x": f"{x:g}", "y": f"{y:g}"}
        )
    return x, y


def area(ring: Ring) -> float:
    """The signed area of a closed ring, in square degrees."""
    pairs = pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def crosses_itself(ring: Ring) -> bool:
    """Whether two edges of a closed ring that are not neighbours cross."""
    edges = list(pairwise(ring))
    for i, (a, b) in enumerate(edges):
        for j in range(i + 2, len(edges)):
            if i == 0 and j == len(edges) - 1:
                continue
            c, d = edges[j]
            if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                return True
    return False


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def simplified(ring: Ring, tolerance: float = TOLERANCE) -> Ring:
    """The ring without corners that are nearer than the tolerance to the line without them.

    Douglas-Peucker on both halves of the ring; a ring that would vanish stays as it was.
    """
    middle = max(range(len(ring)), key=lambda at: math.dist(ring[0], ring[at]))
    kept = {0, middle, len(ring) - 1}
    waiting = [(0, middle), (middle, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        distances = [
            (_distance(ring[at], ring[first], ring[last]), at) for at in range(first + 1, last)
        ]
        farthest, at = max(distances)
        if farthest > tolerance:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    small = [_rounded(ring[at]) for at in sorted(kept)]
    return small if len(small) >= 4 else [_rounded(point) for point in ring]


def _rounded(point: Point) -> Point:
    return round(point[0], DECIMALS), round(point[1], DECIMALS)


def _distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the segment between two others."""
    length = math.dist(a, b)
    if length == 0:
        return math.dist(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
    along = min(1.0, max(0.0, along))
    return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to a drawing: 1000 wide or high, north above, true at the middle latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    def at(self, point: Sequence[float]) -> tuple[int, int]:
        return (
            round((point[0] - self.west) * self.squeeze * self.scale),
            round((self.north - point[1]) * self.scale),
        )


def frame_around(boundaries: Iterable[Mapping[str, Any]], size: int = 1000) -> Frame:
    """The frame that holds all these boundaries. Raises ValueError for none."""
    points = [
        point
        for boundary in boundaries
        for polygon in boundary["coordinates"]
        for ring in polygon
        for point in ring
    ]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    widest = max((east - west) * squeeze, north - south) or 1.0
    scale = size / widest
    return Frame(
        west,
        north,
        scale,
        squeeze,
        max(1, round((east - west) * squeeze * scale)),
        max(1, round((north - south) * scale)),
    )


def drawn(boundary: Mapping[str, Any], frame: Frame) -> str:
    """The boundary as the `d` of an SVG path: relative whole numbers, short to send."""
    parts = []
    for polygon in boundary["coordinates"]:
        for ring in polygon:
            x, y = frame.at(ring[0])
            parts.append(f"M{x} {y}")
            steps = []
            for point in ring[1:-1]:
                to_x, to_y = frame.at(point)
                if (to_x, to_y) != (x, y):
                    steps.append(f"{to_x - x} {to_y - y}")
                    x, y = to_x, to_y
            parts.append(f"l{' '.join(steps)}z" if steps else "z")
    return "".join(parts)

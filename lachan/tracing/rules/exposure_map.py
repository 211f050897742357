"""Where places of exposure are drawn: the centre of an outline, spots apart, the part shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]

# The part shown is as if it were so many units wide; sizes of spots are told in these.
ACROSS = 480
# Spots at one point stand on a circle of this radius around it.
APART = 22
# The part shown is at least this wide, and has this much room around the spots, in units of the
# whole drawing, which is 1000 wide or high.
NARROWEST, ROOM = 160, 60


@dataclass(frozen=True, slots=True)
class View:
    """The part of the drawing that is shown."""

    x: int
    y: int
    width: int
    height: int

    @property
    def box(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.height}"

    @property
    def letters(self) -> int:
        """How high the letters are, in the drawing."""
        return max(1, round(14 * self.unit))

    @property
    def unit(self) -> float:
        """The length in the drawing of one of ACROSS."""
        return self.width / ACROSS


def centre(boundary: Mapping[str, Any]) -> Point:
    """The centre of gravity of the largest ring of a boundary, in degrees."""
    rings = [polygon[0] for polygon in boundary["coordinates"]]
    ring = max(rings, key=lambda one: abs(_moments(one)[0]))
    area, x, y = _moments(ring)
    if area == 0:
        return ring[0][0], ring[0][1]
    return x / (3 * area), y / (3 * area)


def _moments(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Twice the area and its first moments, about the first corner's own place."""
    area = x = y = 0.0
    left, low = ring[0][0], ring[0][1]
    for (x1, y1, *_a), (x2, y2, *_b) in pairwise(ring):
        a, b, c, d = x1 - left, y1 - low, x2 - left, y2 - low
        cross = a * d - c * b
        area += cross
        x += (a + c) * cross
        y += (b + d) * cross
    return area, x + 3 * area * left, y + 3 * area * low


def spread(points: Sequence[tuple[int, int]], unit: float = 1.0) -> list[tuple[int, int]]:
    """The points, those that coincide on a circle around their place: each can be touched."""
    together: dict[tuple[int, int], int] = {}
    for point in points:
        together[point] = together.get(point, 0) + 1
    turn: dict[tuple[int, int], int] = {}
    found = []
    for point in points:
        number = together[point]
        if number == 1:
            found.append(point)
            continue
        at = turn[point] = turn.get(point, -1) + 1
        angle = 2 * math.pi * at / number
        radius = APART * unit * max(1.0, number / 5)
        found.append(
            (round(point[0] + radius * math.cos(angle)), round(point[1] + radius * math.sin(angle)))
        )
    return found


def view_around(points: Sequence[tuple[int, int]]) -> View:
    """The part that holds all points with room around them, a little wider than high."""
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    across = max(right - left + 2 * ROOM, NARROWEST)
    down = max(bottom - top + 2 * ROOM, round(across * 0.7))
    across = max(across, round(down * 0.8))
    x, y = (left + right - across) // 2, (top + bottom - down) // 2
    return View(x, y, across, down)


def radius_of(cases: int) -> int:
    """How large the spot of a place is: its area grows with the number of cases."""
    return min(40, round(11 * math.sqrt(cases)))

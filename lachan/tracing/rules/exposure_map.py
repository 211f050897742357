"""Where places of exposure are drawn: the centre of an outline, spots apart, the part shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

Point = tuple[float, float]

# The part shown is as if it were so many units wide, or high; sizes of spots are told in these.
ACROSS = 400
# How often spots that cover each other are moved apart.
ROUNDS = 40
# How wide or high the whole drawing is: fine enough for whole numbers in the part shown.
SIZE = 6_000
# The part shown is at least this wide, and has this much room around the spots.
NARROWEST, ROOM = 360, 150


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

    def holds(self, x: int, y: int) -> bool:
        """Whether a point is shown."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def meets(self, corners: Sequence[tuple[int, int]]) -> bool:
        """Whether the box around these corners reaches into what is shown."""
        across, down = [x for x, _y in corners], [y for _x, y in corners]
        return (
            min(across) <= self.x + self.width
            and max(across) >= self.x
            and min(down) <= self.y + self.height
            and max(down) >= self.y
        )

    @property
    def letters(self) -> int:
        """How high the letters of spots are, in the drawing."""
        return round(14 * self.unit)

    @property
    def small(self) -> int:
        """How high the letters of names are."""
        return round(12 * self.unit)

    @property
    def unit(self) -> float:
        """The length in the drawing of one of ACROSS."""
        return max(self.width, self.height) / ACROSS


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


def spread(points: Sequence[Point], radii: Sequence[float]) -> list[tuple[int, int]]:
    """The places of spots that cover each other, moved apart as far as needed: all can be touched.

    Two at a time, a few rounds; a spot that touches none stays where it is.
    """
    found = [list(point) for point in points]
    for _round in range(ROUNDS):
        is_still = True
        for i, j in combinations(range(len(found)), 2):
            dx, dy = found[j][0] - found[i][0], found[j][1] - found[i][1]
            distance, wanted = math.hypot(dx, dy), radii[i] + radii[j]
            if distance >= wanted:
                continue
            is_still = False
            if distance == 0:  # each pair parts in a direction of its own
                dx, dy = math.cos(i + 2.4 * j), math.sin(i + 2.4 * j)
                distance, push = 1.0, wanted / 2
            else:
                push = (wanted - distance) / 2
            for one, sign in ((i, -1), (j, 1)):
                found[one][0] += sign * push * dx / distance
                found[one][1] += sign * push * dy / distance
        if is_still:
            break
    return [(round(x), round(y)) for x, y in found]


def view_around(points: Sequence[tuple[int, int]]) -> View:
    """The part that holds all points with room around them, a little wider than high.

    A spot grows with the part that is shown (a tenth of it across at most): none is cut at an edge.
    """
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    wide, high = right - left, bottom - top
    across = max(wide + 2 * ROOM, round(wide * 1.4), NARROWEST)
    down = max(high + 2 * ROOM, round(high * 1.4), high + across // 4, round(across * 0.7))
    across = max(across, round(down * 0.8))
    x, y = (left + right - across) // 2, (top + bottom - down) // 2
    return View(x, y, across, down)


def radius_of(cases: int) -> int:
    """How large the spot of a place is: its area grows with the number of cases."""
    return min(40, round(14 * math.sqrt(cases)))

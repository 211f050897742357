"""Maps drawn on the server: a unit's outline, or the outlines of what lies in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lachan.places.models import Unit
from lachan.places.queries.units import mapped_parts
from lachan.places.rules.geometry import drawn, frame_around


@dataclass(frozen=True)
class Shape:
    """One outline of a map: the `d` of its path, its name, the address that it leads to."""

    d: str
    title: str
    url: str


@dataclass(frozen=True)
class Map:
    width: int
    height: int
    shapes: list[Shape]
    outline: str = ""

    @property
    def view_box(self) -> str:
        """With room for the line around the outermost shapes."""
        return f"-4 -4 {self.width + 8} {self.height + 8}"


def map_of(unit: Unit, day: date, address: Callable[[Unit], str]) -> Map | None:
    """The map of the parts that have boundaries, else of the unit itself; None without any."""
    parts = mapped_parts(unit, day)
    boundaries = [part.boundary for part in parts if part.boundary]
    if unit.boundary:
        boundaries.append(unit.boundary)
    if not boundaries:
        return None
    frame = frame_around(boundaries)
    return Map(
        frame.width,
        frame.height,
        [Shape(drawn(part.boundary or {}, frame), part.full_name, address(part)) for part in parts],
        drawn(unit.boundary, frame) if unit.boundary else "",
    )

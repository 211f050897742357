"""Units on a day. Administrative units are public: who may read places may read all of them."""

from __future__ import annotations

from datetime import date

from lachan.places.models import Unit


def unit_at(place: str, day: date) -> Unit | None:
    """The unit with this path (`96/964/32025/`) or GSO code (`32025`) on the day, or None.

    A code alone is the shortest path that ends with it: codes are unique on one day except
    between a province and nothing, because each level numbers its own.
    """
    rows = Unit.objects.on(day)
    if "/" in place:
        return rows.filter(path=place if place.endswith("/") else f"{place}/").first()  # type: ignore[no-any-return]
    return rows.filter(code=place).order_by("path").first()  # type: ignore[no-any-return]

"""Areas in both worlds, made of units."""

from __future__ import annotations

from collections import defaultdict

from lachan.core import path as paths
from lachan.core.text import folded
from lachan.places.models import Unit
from lachan.places.queries.units import became, unit_at
from lachan.places.terms import UnitKind
from lachan.policies.models import Area
from lachan.policies.rules.areas import NEW_WORLD_ON


def area_of_unit(place: str, *, names: tuple[str, ...] = ()) -> Area | None:
    """The area of a unit by its path in either world, made when there is none yet.

    A unit of before 1/7/2025 covers what its communes became; where that is all of a unit of the
    new world, that unit stands for it. None when there is no such unit.
    """
    path = place if place.endswith("/") else f"{place}/"
    key = path.strip("/").replace("/", "-")
    found = Area.objects.filter(key=key).first()
    if found is not None:
        return found
    old = unit_at(path, NEW_WORLD_ON.replace(month=6, day=30))
    if old is None:
        new = unit_at(path, NEW_WORLD_ON)
        if new is None:
            return None
        return Area.objects.create(
            key=key, name=_name(new), names=list(names), before=[], after=[path]
        )
    return Area.objects.create(
        key=key, name=_name(old), names=list(names), before=[path], after=_after(old)
    )


def _name(unit: Unit) -> str:
    """The unit's name with those above it, as people tell it: Quận 7, Thành phố Hồ Chí Minh."""
    above = Unit.objects.filter(path__in=paths.ancestors(unit.path)[1:])
    above = above.filter(valid_from__lte=unit.valid_until or NEW_WORLD_ON)
    latest = {row.path: row.full_name for row in above.order_by("valid_from")}
    return ", ".join([unit.full_name, *(latest[path] for path in sorted(latest, reverse=True))])


def _after(old: Unit) -> list[str]:
    """Paths of the new world that cover what the old unit covered, whole units where they do."""
    before = NEW_WORLD_ON.replace(month=6, day=30)
    if old.kind == UnitKind.COMMUNE:
        communes = [old]
    else:
        low, high = paths.bounds(old.path)
        communes = list(
            Unit.objects.on(before)
            .filter(kind=UnitKind.COMMUNE, path__gte=low, path__lt=high)
            .defer("boundary")
        )
    into = {found.unit.path for rows in became(communes, NEW_WORLD_ON).values() for found in rows}
    into |= {
        row.path for row in communes if row.valid_until is None or row.valid_until > NEW_WORLD_ON
    }
    by_province = defaultdict(set)
    for path in into:
        by_province[path.split("/")[0] + "/"].add(path)
    covered: list[str] = []
    for province, parts in sorted(by_province.items()):
        low, high = paths.bounds(province)
        everything = set(
            Unit.objects.on(NEW_WORLD_ON)
            .filter(kind=UnitKind.COMMUNE, path__gte=low, path__lt=high)
            .values_list("path", flat=True)
        )
        covered += [province] if everything <= parts else sorted(parts)
    return covered


def search_words(*words: str) -> str:
    """The text by which rules are found."""
    return folded(" ".join(words))

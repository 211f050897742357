"""Areas in both worlds, made of units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lachan.core import path as paths
from lachan.core.refused import Refused
from lachan.core.text import folded
from lachan.places.models import Succession, Unit
from lachan.places.queries.units import became
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
    times = Unit.objects.filter(path=path).defer("boundary").order_by("-valid_from")
    # The last time before the reform: a ward that was merged in 2024 is still told by its name.
    old = times.filter(valid_from__lt=NEW_WORLD_ON).first()
    if old is None:
        new = times.first()
        if new is None:
            return None
        return Area.objects.create(
            key=key, name=_name(new), names=list(names), before=_before(new), after=[path]
        )
    return Area.objects.create(
        key=key, name=_name(old), names=list(names), before=[path], after=_after(old)
    )


def named_area(place: str) -> Area:
    """The area by its key or by a unit's path in either world; raises Refused where neither is."""
    known = Area.objects.filter(key=place).first() or Area.objects.filter(before=[place]).first()
    area = known or area_of_unit(place)
    if area is None:
        raise Refused(_("There is no unit %(place)s.") % {"place": place})
    return area


def _name(unit: Unit) -> str:
    """The unit's name with those above it, as people tell it: Quận 7, Thành phố Hồ Chí Minh."""
    above = Unit.objects.filter(path__in=paths.ancestors(unit.path)[1:])
    above = above.filter(valid_from__lte=unit.valid_until or NEW_WORLD_ON)
    latest = {row.path: row.full_name for row in above.order_by("valid_from")}
    return ", ".join([unit.full_name, *(latest[path] for path in sorted(latest, reverse=True))])


def _after(old: Unit) -> list[str]:
    """Paths of the new world that cover what the old unit covered, whole units where they do."""
    communes = [row for row in _communes(old) if row.valid_from < NEW_WORLD_ON]
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


def _before(new: Unit) -> list[str]:
    """Paths of the old world out of which (parts of) the new unit's communes were made."""
    found: set[str] = set()
    wave = {row.pk for row in _communes(new)}
    seen: set[int] = set()
    while wave:
        seen |= wave
        rows = Succession.objects.filter(successor__in=wave).select_related("predecessor")
        found |= {row.predecessor.path for row in rows if row.predecessor.valid_from < NEW_WORLD_ON}
        wave = {
            row.predecessor_id for row in rows if row.predecessor.valid_from >= NEW_WORLD_ON
        } - seen
    return sorted(found)


def _communes(unit: Unit) -> Iterable[Unit]:
    """The unit itself, or the communes in it, of all times of its world."""
    if unit.kind not in (UnitKind.PROVINCE, UnitKind.DISTRICT):
        return [unit]
    low, high = paths.bounds(unit.path)
    rows = Unit.objects.filter(kind=UnitKind.COMMUNE, path__gte=low, path__lt=high)
    if unit.valid_from >= NEW_WORLD_ON:
        rows = rows.filter(valid_from__gte=NEW_WORLD_ON)
    return rows.defer("boundary")


def search_words(*words: str) -> str:
    """The text by which rules are found."""
    return folded(" ".join(words))

"""Places that declarants type: found without diacritics, offered while they type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from lachan.core import path as paths
from lachan.core.actor import system
from lachan.core.text import folded
from lachan.places.models import Unit
from lachan.places.queries import Found, search
from lachan.places.queries.units import unit_names, units
from lachan.places.terms import Permission as PlacePermission
from lachan.places.terms import UnitKind

HOME = "home"
ANYWHERE = "anywhere"
OFFERED = 8


@dataclass(frozen=True)
class Named:
    """What words were read as: one unit, or the units among which they do not decide."""

    unit: Unit | None
    label: str
    candidates: tuple[str, ...] = ()


def offered(words: str, where: str, day: date) -> list[str]:
    """Labels of units to choose from: communes and hamlets of the province (`home`), or units of
    the whole country."""
    return [found.label for found in _found(words, where, day)[:OFFERED]]


def read_place(words: str, where: str, day: date) -> Named:
    """The unit that somebody typed or chose: an exact label or name first, else the only one."""
    text = folded(words)
    if not text:
        return Named(None, "")
    found = _found(words.split(",")[0] if "," in words else words, where, day)
    exact = [one for one in found if folded(one.label) == text]
    if not exact and "," in words:
        # "Quận 7, TP Hồ Chí Minh": the first part names the unit, the rest what it lies in.
        above = [folded(part) for part in words.split(",")[1:] if part.strip()]
        exact = [one for one in found if all(_plain(part) in folded(one.within) for part in above)]
    if not exact:
        exact = [one for one in found if text in (folded(one.name), folded(one.row.name))]
    if len(exact) > 1:
        standing = [one for one in exact if one.exists]
        exact = standing if len(standing) == 1 else exact
    chosen = exact if exact else found
    if len(chosen) == 1 and isinstance(chosen[0].row, Unit):
        return Named(chosen[0].row, chosen[0].label)
    return Named(None, "", tuple(one.label for one in chosen[:OFFERED]))


_TYPES = ("tp ", "thanh pho ", "tinh ", "t. ", "tp. ", "tp.", "huyen ", "quan ", "thi xa ")


def _plain(text: str) -> str:
    for prefix in _TYPES:
        text = text.removeprefix(prefix)
    return text.strip()


def _found(words: str, where: str, day: date) -> Sequence[Found]:
    home = paths.join(settings.PROVINCE)
    everywhere = system("declaration", PlacePermission.READ)
    if where == HOME:
        kinds = (UnitKind.COMMUNE, UnitKind.HAMLET)
        found = search(everywhere, words, day=day, kinds=kinds, limit=100)
        return [one for one in found if paths.contains(home, one.row.path) and one.exists]
    wide = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
    return search(everywhere, words, day=day, kinds=wide, limit=20)


def commune_names(day: date) -> list[tuple[str, str]]:
    """Communes of the province as (path, name with district), in order of the path."""
    rows = units(system("declaration", PlacePermission.READ)).on(day)
    home = paths.join(settings.PROVINCE)
    communes = rows.filter(kind=UnitKind.COMMUNE, path__startswith=home).select_related("parent")
    return [
        (unit.path, f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else str(unit))
        for unit in communes.order_by("path")
    ]


def long_names_of(wanted: Iterable[str], day: date) -> dict[str, str]:
    """Full names of the day with the units above: "Quận 7, Thành phố Hồ Chí Minh"."""
    chains = {path: paths.ancestors(path) for path in set(wanted) if path}
    names = unit_names((where for chain in chains.values() for where in chain), day)
    return {
        path: ", ".join(names[where] for where in chain if where in names) or path
        for path, chain in chains.items()
    }

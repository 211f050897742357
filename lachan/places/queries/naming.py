"""A unit as one types it into a form: by its name, its code, or its path."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lachan.places.models import Unit
from lachan.places.queries.search import names_above
from lachan.places.queries.units import unit_at
from lachan.places.rules.names import fold
from lachan.places.rules.search import BAR, name_beginnings
from lachan.places.terms import UnitKind


def unit_meant(words: str, day: date) -> Unit | None:
    """The one unit of the day that the words can mean; None where there is none, or several.

    words: a path, a code, or a name with or without its kind, diacritics and the units above it,
    as `unit_words` writes it: "phuong 9, thanh pho ca mau". A hamlet is meant where nothing above
    the hamlets is.
    """
    found = unit_at(words.strip(), day)
    if found is not None:
        return found
    name, _comma, above = words.partition(",")
    is_so_named = Q(pk__in=[])
    for beginning in name_beginnings(name):
        is_so_named |= Q(search_text__startswith=f"{beginning}{BAR}")
    named = list(Unit.objects.on(day).filter(is_so_named).defer("boundary"))
    if above.strip():
        within = names_above(named)
        wanted = [fold(part) for part in above.split(",") if part.strip()]
        named = [
            unit
            for unit in named
            if _lies_in(wanted, [fold(n) for n in within[unit.pk].split(",")])
        ]
    meant = [unit for unit in named if unit.kind != UnitKind.HAMLET] or named
    return meant[0] if len(meant) == 1 else None


def unit_words(path: str, day: date) -> str:
    """ "Xã An Xuyên, Thành phố Cà Mau, Tỉnh Cà Mau"; the path itself where no unit has it."""
    unit = unit_at(path, day)
    if unit is None:
        return path
    within = names_above([unit])[unit.pk]
    return f"{unit.full_name}, {within}" if within else str(unit.full_name)


def _lies_in(wanted: list[str], above: list[str]) -> bool:
    """Whether the names above are those wanted, in their order, some left out."""
    names = iter(name.strip() for name in above)
    return all(any(name == one or name.endswith(f" {one}") for name in names) for one in wanted)

"""Units on a day, what became of them, what lies in them.

Administrative units are public: whoever may read places anywhere may read all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from lachan.audit.models import Entry
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.core.scope import within
from lachan.places.models import DatedQuerySet, Organisation, Succession, Unit
from lachan.places.terms import Permission, UnitKind

# The day by which all known changes have happened.
EVER = date.max


@dataclass(frozen=True)
class Became:
    """A unit that (part of) another became, on a day, by a legal act."""

    unit: Unit
    since: date
    is_partial: bool
    source: str


def units(actor: Actor) -> DatedQuerySet:
    """All units of all days, without their boundaries; none for who may not read places."""
    rows: DatedQuerySet = Unit.objects.defer("boundary")
    return rows if actor.may_somewhere(Permission.READ) else rows.none()


def get_unit(actor: Actor, unit_id: int) -> Unit:
    """One unit with its boundary, or NotThere."""
    if not actor.may_somewhere(Permission.READ):
        raise NotThere
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NotThere
    return found  # type: ignore[no-any-return]


def unit_at(place: str, day: date) -> Unit | None:
    """The unit with this path (`96/964/32023/`) or GSO code (`32023`) on the day, or None.

    Each level numbers with its own count of digits, so a code alone names one unit of a day.
    """
    rows = Unit.objects.on(day)
    if "/" in place:
        return rows.filter(path=place if place.endswith("/") else f"{place}/").first()  # type: ignore[no-any-return]
    return rows.filter(code=place).order_by("path").first()  # type: ignore[no-any-return]


def path_at(place: str, day: date) -> str:
    """The path of the unit that this path or code names on the day; Refused where there is none."""
    found = unit_at(place.strip(), day)
    if found is None:
        raise Refused(_("There is no unit %(place)s.") % {"place": place})
    return str(found.path)


def unit_names(wanted: Iterable[str], day: date | None = None) -> dict[str, str]:
    """The full names of units by their paths: as of the day where one is given, else the latest.

    Codes are used again and provinces are renamed: Tỉnh Đồng Nai of 2021 is a city of 2026. A
    unit that only came later is still named. Paths of no unit are left out.
    """
    rows = Unit.objects.filter(path__in={path for path in wanted if path}).order_by("valid_from")
    named = dict(rows.values_list("path", "full_name"))
    if day is not None:
        named |= dict(rows.filter(valid_from__lte=day).values_list("path", "full_name"))
    return named


def provinces(day: date) -> list[Unit]:
    """The provinces on a day, by name."""
    rows = Unit.objects.on(day).filter(kind=UnitKind.PROVINCE).defer("boundary")
    return sorted(rows, key=lambda unit: unit.search_text)


def above(unit: Unit, day: date | None = None) -> list[Unit]:
    """The units above, from the province down, on a day within the unit's own time."""
    when = _within_time(unit, day)
    wanted = paths.ancestors(unit.path)[1:]
    return list(Unit.objects.on(when).filter(path__in=wanted).order_by("path").defer("boundary"))


def parts(unit: Unit, day: date | None = None) -> DatedQuerySet:
    """The units directly below on a day within the unit's own time, by path."""
    when = _within_time(unit, day)
    depth = unit.path.count("/") + 1
    rows: DatedQuerySet = Unit.objects.filter(
        within((unit.path,)), path__regex=f"^([^/]+/){{{depth}}}$"
    )
    return rows.on(when)  # type: ignore[no-any-return]


def all_parts(unit: Unit, kind: UnitKind, day: date) -> DatedQuerySet:
    """The units of a kind at any depth below, on a day."""
    rows: DatedQuerySet = Unit.objects.filter(within((unit.path,)), kind=kind)
    return rows.on(day)  # type: ignore[no-any-return]


def _within_time(unit: Unit, day: date | None) -> date:
    """The day, moved into the time of the unit: its last day when it has ended before."""
    if day is None or day < unit.valid_from:
        return unit.valid_from
    if unit.valid_until is not None and day >= unit.valid_until:
        return date.fromordinal(unit.valid_until.toordinal() - 1)
    return day


def bodies_in(unit: Unit, day: date) -> DatedQuerySet:
    """The bodies directly in a unit on a day within its time."""
    rows: DatedQuerySet = Organisation.objects.filter(unit__path=unit.path)
    return rows.on(_within_time(unit, day)).select_related("superior")  # type: ignore[no-any-return]


def predecessors(unit: Unit) -> list[Succession]:
    """What this unit was made of, in the order of time."""
    rows = Succession.objects.filter(successor=unit).select_related("predecessor")
    return list(rows.defer("predecessor__boundary"))


def successors(unit: Unit) -> list[Succession]:
    """What this unit, or part of it, became, in the order of time."""
    rows = Succession.objects.filter(predecessor=unit).select_related("successor")
    return list(rows.defer("successor__boundary"))


def became(rows: Iterable[Unit], day: date) -> dict[int, list[Became]]:
    """For each unit that is no more on the day: the units of that day that it became.

    Successions are followed as far as they go; a part of a part is partial. A district has no
    successor of its own: its communes have, and theirs are given, each once.
    """
    ended = [unit for unit in rows if unit.valid_until is not None and unit.valid_until <= day]
    starts = {unit.pk: {unit.pk: False} for unit in ended}
    for unit in ended:
        if (
            unit.kind == UnitKind.DISTRICT
            and not Succession.objects.filter(predecessor=unit).exists()
        ):
            for part in parts(unit, unit.valid_until).values_list("pk", flat=True):
                starts[unit.pk][part] = True
    edges = _edges({pk for found in starts.values() for pk in found}, day)
    return {pk: _followed(found, edges, day) for pk, found in starts.items()}


def _edges(ids: set[int], day: date) -> dict[int, list[Succession]]:
    """The successions from these units on, up to the day, however long the chain."""
    edges: dict[int, list[Succession]] = {}
    wave = ids
    while wave:
        rows = (
            Succession.objects.filter(predecessor__in=wave, happened_on__lte=day)
            .select_related("successor")
            .defer("successor__boundary")
        )
        for pk in wave:
            edges[pk] = []
        for row in rows:
            edges[row.predecessor_id].append(row)
        wave = {row.successor_id for row in rows} - edges.keys()
    return edges


def _followed(
    starts: dict[int, bool], edges: dict[int, list[Succession]], day: date
) -> list[Became]:
    found: dict[int, Became] = {}
    waiting = list(starts.items())
    seen: set[tuple[int, bool]] = set()
    while waiting:
        pk, is_partial = waiting.pop(0)
        if (pk, is_partial) in seen:
            continue
        seen.add((pk, is_partial))
        for edge in edges.get(pk, ()):
            partial = is_partial or edge.is_partial
            until = edge.successor.valid_until
            if until is None or until > day:
                known = found.get(edge.successor_id)
                if known is None or (known.is_partial and not partial):
                    found[edge.successor_id] = Became(
                        edge.successor, edge.happened_on, partial, edge.source
                    )
            else:
                waiting.append((edge.successor_id, partial))
    return sorted(found.values(), key=lambda one: (one.is_partial, one.unit.path))


def hamlets(actor: Actor, day: date) -> DatedQuerySet:
    """The hamlets of a day, without boundaries."""
    return units(actor).on(day).filter(kind=UnitKind.HAMLET)  # type: ignore[no-any-return]


def times_of(path: str) -> list[Unit]:
    """All rows of one path, in the order of time: the same code under its names."""
    return list(Unit.objects.filter(path=path).defer("boundary").order_by("valid_from"))


def mapped_parts(unit: Unit, day: date) -> list[Unit]:
    """The parts of a unit that have a boundary, for a map; the communes when there is one."""
    rows = list(parts(unit, day).exclude(boundary=None))
    if rows or unit.kind != UnitKind.PROVINCE:
        return rows
    below = Q(kind=UnitKind.COMMUNE) & ~Q(boundary=None)
    return list(Unit.objects.filter(within((unit.path,))).on(_within_time(unit, day)).filter(below))


def recent_amendments(actor: Actor, limit: int = 20) -> list[Entry]:
    """The latest changes of units that were entered where the actor may edit."""
    rows = Entry.objects.filter(
        within(actor.paths_for(Permission.EDIT)), event="places.UnitAmended"
    )
    return list(rows[:limit])

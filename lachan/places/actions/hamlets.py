"""Take in the hamlets that communes list: good rows are kept, faulty ones named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.core.scope import within
from lachan.places.actions.rows import BATCH, lock_units
from lachan.places.events import HamletsImported
from lachan.places.models import Unit
from lachan.places.rules.hamlets import Commune, Hamlet, Sorted, sorted_rows
from lachan.places.rules.names import accented_key
from lachan.places.rules.search import search_text_of
from lachan.places.rules.tables import Row
from lachan.places.rules.tree import short_name
from lachan.places.terms import Permission, UnitKind


def import_hamlets(actor: Actor, rows: Iterable[Row], *, file: str, day: date) -> Sorted:
    """Add the hamlets of a list to their communes as of the day; the same list adds nothing.

    A hamlet exists as long as its commune does. Only communes in which the actor may edit are
    known to the list. Raises Refused when there are none.
    """
    scopes = actor.paths_for(Permission.LIST_HAMLETS)
    if not scopes:
        raise Refused(_("you may not change places here"))
    with transaction.atomic():
        lock_units()
        units = {
            unit.path: unit
            for unit in Unit.objects.filter(within(scopes), kind=UnitKind.COMMUNE)
            .on(day)
            .defer("boundary")
        }
        if not units:
            raise Refused(_("there are no communes on that day; load the units first"))
        names = _names_of((paths.parent(path) for path in units), day)
        communes = [
            Commune(path, unit.code, unit.full_name, names.get(paths.parent(path), ""))
            for path, unit in units.items()
        ]
        rows = list(rows)
        known, numbers = _known(scopes, day)
        result = sorted_rows(rows, communes, known)
        _write(result.new, units, numbers, file, day)
        if result.new:
            record(
                HamletsImported(
                    file,
                    result.received,
                    len(result.new),
                    len(result.duplicates),
                    len(result.faults),
                ),
                actor=actor,
                path=_nearest_path(hamlet.commune.path for hamlet in result.new),
            )
    return result


def _names_of(places: Iterable[str], day: date) -> dict[str, str]:
    rows = Unit.objects.filter(path__in=set(places)).on(day)
    return dict(rows.values_list("path", "full_name"))


def _known(scopes: tuple[str, ...], day: date) -> tuple[set[tuple[str, str]], dict[str, int]]:
    """The hamlets of the day by commune and name, and the last number used in each commune.

    Numbers are never used again, also not those of hamlets that have ended.
    """
    known = set()
    numbers: dict[str, int] = {}
    rows = Unit.objects.filter(within(scopes), kind=UnitKind.HAMLET)
    for path, name, since, until in rows.values_list(
        "path", "full_name", "valid_from", "valid_until"
    ):
        commune = paths.parent(path)
        if since <= day and (until is None or day < until):
            known.add((commune, accented_key(name)))
        number = paths.parts(path)[-1].rpartition("-")[2]
        if number.isdigit():
            numbers[commune] = max(numbers.get(commune, 0), int(number))
    return known, numbers


def _write(
    hamlets: Iterable[Hamlet],
    units: dict[str, Unit],
    numbers: dict[str, int],
    file: str,
    day: date,
) -> None:
    above = _names_of((where for path in units for where in paths.ancestors(path)), day)
    rows = []
    for hamlet in hamlets:
        commune = units[hamlet.commune.path]
        numbers[commune.path] = number = numbers.get(commune.path, 0) + 1
        code = f"{commune.code}-{number:03d}"
        names = [above[where] for where in paths.ancestors(commune.path) if where in above]
        rows.append(
            Unit(
                code=code,
                kind=UnitKind.HAMLET,
                name=short_name(hamlet.full_name),
                full_name=hamlet.full_name,
                search_text=search_text_of(hamlet.full_name, names, code),
                parent=commune,
                path=paths.child(commune.path, code),
                valid_from=commune.valid_from,
                valid_until=commune.valid_until,
                source=file[:300],
            )
        )
    Unit.objects.bulk_create(rows, batch_size=BATCH)


def _nearest_path(places: Iterable[str]) -> str:
    """The narrowest unit that holds all these paths."""
    found = None
    for place in places:
        above = paths.ancestors(place)
        found = above if found is None else [where for where in found if where in above]
    return found[0] if found else ""

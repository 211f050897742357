"""Bodies: establishing the standard ones, adding, changing from a day, correcting, ending."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.path import ancestors, contains
from lachan.core.refused import Refused
from lachan.core.scope import within
from lachan.places.actions.package import DATA
from lachan.places.actions.permission import must_edit
from lachan.places.actions.rows import analyse, lock_units
from lachan.places.events import (
    OrganisationAdded,
    OrganisationChanged,
    OrganisationCorrected,
    OrganisationEnded,
    OrganisationsEstablished,
    OrganisationsImported,
)
from lachan.places.models import Organisation, Unit
from lachan.places.rules.bodies import BodyRow, Standard, bodies_of, body_of, standard_of
from lachan.places.rules.matching import unit_path_of
from lachan.places.rules.search import organisation_search_text
from lachan.places.terms import OrganisationKind, Permission, UnitKind

ESTABLISHER = system("lachan places organisations", Permission.EDIT)


def standards() -> list[Standard]:
    """Our list of the bodies that every unit of a level has."""
    with (DATA / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return [standard_of(row) for row in csv.DictReader(file)]


def establish_organisations(province_path: str, day: date, *, actor: Actor = ESTABLISHER) -> int:
    """Create the standard bodies of a province and of all its units as of a day.

    Each exists as long as its unit does: those of the districts end on 1/7/2025. Bodies that are
    there stay as they are; returns the number added.
    Raises Refused when there is no such province on the day.
    """
    must_edit(actor, province_path)
    units = list(
        Unit.objects.filter(within((province_path,)))
        .on(day)
        .exclude(kind=UnitKind.HAMLET)
        .order_by("path")
    )
    if not units or units[0].path != province_path:
        raise Refused(
            _("there is no unit %(path)s on %(day)s; load the units first")
            % {"path": province_path, "day": f"{day:%d/%m/%Y}"}
        )
    lines = standards()
    paths_above: dict[str, dict[str, str]] = {}
    rows: list[tuple[Unit, BodyRow]] = []
    for unit in units:
        above = paths_above.get(unit.path[: unit.path.rstrip("/").rfind("/") + 1], {})
        bodies = bodies_of(
            lines,
            path=unit.path,
            full_name=unit.full_name,
            kind=UnitKind(unit.kind),
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
            above=above,
        )
        paths_above[unit.path] = {body.code: body.path for body in bodies}
        rows += [(unit, body) for body in bodies]
    with transaction.atomic():
        lock_units()
        added = _insert(rows)
        if added:
            record(OrganisationsEstablished(day, added), actor=actor, path=province_path)
            analyse()
    return added


def _insert(rows: list[tuple[Unit, BodyRow]]) -> int:
    """Insert the bodies whose path is free at that time; superiors before subordinates."""
    known: dict[str, list[Organisation]] = {}
    roots = {unit.path[:3] for unit, _body in rows}
    for row in Organisation.objects.filter(within(tuple(roots))):
        known.setdefault(row.path, []).append(row)
    new = []
    for unit, body in rows:
        if any(_overlap(row, body) for row in known.get(body.path, ())):
            continue
        row = _row(body, unit)
        known.setdefault(body.path, []).append(row)
        new.append((row, body))
    Organisation.objects.bulk_create([row for row, _body in new], batch_size=1_000)
    linked = []
    for row, body in new:
        superior = next((o for o in known.get(body.superior, ()) if _overlap(o, body)), None)
        if superior is not None and superior.pk != row.pk:
            row.superior = superior
            linked.append(row)
    Organisation.objects.bulk_update(linked, ["superior"], batch_size=1_000)
    return len(new)


def _overlap(row: Organisation, body: BodyRow) -> bool:
    return (body.valid_until is None or row.valid_from < body.valid_until) and (
        row.valid_until is None or body.valid_from < row.valid_until
    )


def _row(body: BodyRow, unit: Unit) -> Organisation:
    return Organisation(
        code=body.code,
        name=body.name,
        abbreviations=list(body.abbreviations),
        search_text=organisation_search_text(body.name, body.abbreviations, unit.full_name),
        kind=body.kind,
        unit=unit,
        path=body.path,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        source=body.source,
    )


@dataclass
class Imported:
    """What became of a file's rows; `received = new + changed + present + faulty`."""

    new: int = 0
    changed: int = 0
    present: int = 0
    faults: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)

    @property
    def received(self) -> int:
        return self.new + self.changed + self.present + len(self.faults)


def import_organisations(
    actor: Actor, rows: Iterable[tuple[int, Mapping[str, str]]], file: str
) -> Imported:
    """Take bodies in from a file as `organisations --export` writes it; good rows are kept.

    A row is a body from its first day; one whose path and first day are known corrects that
    row, if anything differs. Rows that do not fit are reported with their number.
    """
    result = Imported()
    with transaction.atomic():
        lock_units()
        for number, row in rows:
            try:
                outcome = _import_row(actor, body_of(row))
            except (ValueError, Refused) as problem:
                result.faults.append((number, str(problem), dict(row)))
            else:
                setattr(result, outcome, getattr(result, outcome) + 1)
        if result.new or result.changed:
            record(
                OrganisationsImported(file, result.new, result.changed, len(result.faults)),
                actor=actor,
                path=(actor.paths_for(Permission.EDIT) or ("",))[0],
            )
    return result


def _import_row(actor: Actor, body: BodyRow) -> str:
    must_edit(actor, body.path)
    unit = _unit_of(body.path, body.valid_from)
    superior = _superior_of(body.superior, body.valid_from)
    present = Organisation.objects.filter(path=body.path, valid_from=body.valid_from).first()
    if present is None:
        if any(_overlap(row, body) for row in Organisation.objects.filter(path=body.path)):
            raise Refused(_("another body has this path at that time"))
        row = _row(body, unit)
        row.superior = superior
        row.save()
        return "new"
    wanted = {
        "name": body.name,
        "abbreviations": list(body.abbreviations),
        "kind": str(body.kind),
        "superior_id": superior.pk if superior else None,
        "valid_until": body.valid_until,
        "source": body.source,
    }
    if all(getattr(present, key) == value for key, value in wanted.items()):
        return "present"
    _set(present, wanted)
    return "changed"


def _unit_of(path: str, day: date) -> Unit:
    """The unit that a body's path is in on its first day, or the first one there afterwards."""
    unit_path = unit_path_of(path)
    rows = Unit.objects.filter(path=unit_path)
    unit = rows.on(day).first() or rows.filter(valid_from__gte=day).order_by("valid_from").first()
    if unit is None:
        raise Refused(_("there is no unit %(path)s then") % {"path": unit_path or path})
    return unit  # type: ignore[no-any-return]


def _superior_of(path: str, day: date) -> Organisation | None:
    if not path:
        return None
    found = Organisation.objects.filter(path=path).on(day).first()
    if found is None:
        raise Refused(_("there is no superior body %(path)s then") % {"path": path})
    return found  # type: ignore[no-any-return]


def _set(row: Organisation, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        setattr(row, key, value)
    row.search_text = organisation_search_text(row.name, row.abbreviations, row.unit.full_name)
    row.save()


def add_organisation(
    actor: Actor,
    *,
    unit: Unit,
    code: str,
    name: str,
    kind: str,
    abbreviations: Iterable[str] = (),
    superior: Organisation | None = None,
    valid_from: date,
    valid_until: date | None = None,
    source: str = "",
) -> Organisation:
    """Add a body to a unit. Raises Refused when its path is taken at that time."""
    body = BodyRow(
        path=f"{unit.path}{code}/",
        name=name,
        abbreviations=tuple(abbreviations),
        kind=OrganisationKind(kind),
        superior="",
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )
    must_edit(actor, body.path)
    try:
        with transaction.atomic():
            lock_units()
            if any(_overlap(row, body) for row in Organisation.objects.filter(path=body.path)):
                raise Refused(_("another body has this path at that time"))
            row = _row(body, unit)
            row.superior = superior
            row.save()
            record(OrganisationAdded(name, valid_from), actor=actor, path=row.path, subject=row)
    except IntegrityError as problem:
        raise Refused(_("it ends before it begins")) from problem
    return row


def change_organisation(
    actor: Actor, row: Organisation, *, day: date, source: str, **values: Any
) -> Organisation:
    """From a day on the body has another name, short forms, kind or superior.

    The old row ends on the day and a new one begins, so that what was decided before keeps the
    name it was decided under. Raises Refused without a source, or when the day is not within
    the row's time.
    """
    must_edit(actor, row.path)
    if not source.strip():
        raise Refused(_("the legal source is missing"))
    with transaction.atomic():
        lock_units()
        row = Organisation.objects.select_for_update().get(pk=row.pk)
        if day <= row.valid_from or (row.valid_until is not None and day >= row.valid_until):
            raise Refused(
                _("the day must lie after %(since)s and within the time of this body")
                % {"since": f"{row.valid_from:%d/%m/%Y}"}
            )
        end, before = row.valid_until, row.name
        row.valid_until = day
        row.save()
        later = Organisation.objects.get(pk=row.pk)
        later.pk = None
        later.valid_from, later.valid_until, later.source = day, end, source
        _set(later, values)
        # Those below go on under the new row from the day.
        Organisation.objects.filter(superior=row, valid_from__gte=day).update(superior=later)
        record(
            OrganisationChanged(before, later.name, day, source),
            actor=actor,
            path=later.path,
            subject=later,
        )
    return later


def correct_organisation(actor: Actor, row: Organisation, **values: Any) -> Organisation:
    """Put a mistake in a body's row right; the body itself did not change."""
    must_edit(actor, row.path)
    superior = values.get("superior")
    if superior is not None and contains(row.path, superior.path):
        raise Refused(_("a body cannot stand below itself"))
    with transaction.atomic():
        row = Organisation.objects.select_for_update().select_related("unit").get(pk=row.pk)
        before = row.name
        _set(row, values)
        record(OrganisationCorrected(before, row.name), actor=actor, path=row.path, subject=row)
    return row


def end_organisation(actor: Actor, row: Organisation, *, day: date, source: str) -> Organisation:
    """The body is no more from this day on. Raises Refused without a source."""
    must_edit(actor, row.path)
    if not source.strip():
        raise Refused(_("the legal source is missing"))
    with transaction.atomic():
        row = Organisation.objects.select_for_update().get(pk=row.pk)
        if day <= row.valid_from:
            raise Refused(_("it ends before it begins"))
        row.valid_until, row.source = day, source
        row.save()
        record(OrganisationEnded(row.name, day, source), actor=actor, path=row.path, subject=row)
    return row


def end_with_their_units(paths: Iterable[str], day: date) -> int:
    """End the bodies of units that ended on the day; called by what ends the units."""
    ended = 0
    for path in paths:
        rows = Organisation.objects.filter(within((path,)), valid_from__lt=day)
        own = [
            row.pk
            for row in rows.on(day)
            if unit_path_of(row.path) == path and path in ancestors(row.path)
        ]
        ended += Organisation.objects.filter(pk__in=own).update(valid_until=day)
    return ended

"""Bodies by name and by place: the gazetteer, and what a name in a document means.

The names of public bodies are public: the functions that find one by its name take no actor.
Lists for a page do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.places.models import DatedQuerySet, Organisation, Unit
from lachan.places.rules import collectives, matching
from lachan.places.rules.matching import Body, Place
from lachan.places.terms import OrganisationKind, Permission, UnitKind


@dataclass(frozen=True)
class OrganisationMatch:
    """What a name means: one body, or all those of a collective.

    `score` is how far it can be trusted (1.0 the name as it is); `how` is name, abbreviation,
    folded, generic ("UBND huyện" of one's own district), person ("Giám đốc Sở Y tế") or
    collective.
    """

    organisations: tuple[Organisation, ...]
    score: float
    how: str

    @property
    def organisation(self) -> Organisation | None:
        """The one body, or None for a collective."""
        return None if self.is_collective else self.organisations[0]

    @property
    def is_collective(self) -> bool:
        return self.how == "collective"


def organisations(actor: Actor, day: date) -> DatedQuerySet:
    """The bodies of the actor's province that exist on the day: everybody may know them."""
    return all_organisations(actor).on(day)  # type: ignore[no-any-return]


def all_organisations(actor: Actor) -> DatedQuerySet:
    """The bodies of the actor's province, of all days."""
    provinces = {
        paths.join(paths.parts(where)[0]) if where else ""
        for where in actor.paths_for(Permission.READ)
    }
    rows: DatedQuerySet = Organisation.objects.filter(within(tuple(sorted(provinces))))
    return rows.select_related("unit")


def get_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """One body of the actor's province, or NotThere."""
    row = all_organisations(actor).select_related("unit", "superior").filter(pk=organisation_id)
    found = row.first()
    if found is None:
        raise NotThere
    return found  # type: ignore[no-any-return]


def times_of(row: Organisation) -> list[Organisation]:
    """All rows of one path: the same body under its names, in the order of time."""
    return list(Organisation.objects.filter(path=row.path).order_by("valid_from"))


def subordinates(row: Organisation, day: date) -> list[Organisation]:
    """The bodies that stand under this one on the day."""
    return list(Organisation.objects.filter(superior=row).on(day).select_related("unit"))


def editable_organisations(actor: Actor) -> DatedQuerySet:
    """The bodies that the actor may edit, of all days."""
    rows: DatedQuerySet = Organisation.objects.visible_to(actor, Permission.EDIT)
    return rows.select_related("unit")


class Gazetteer:
    """The bodies around one place on one day, for finding many names: read once, asked often."""

    def __init__(self, *, day: date, within_path: str = "") -> None:
        """`within_path` is where the words are read: a unit or a body; "" is the whole country."""
        self.here = within_path
        unit = matching.unit_path_of(within_path)
        province = unit[: unit.find("/") + 1]
        scope = within((province,))
        rows = Organisation.objects.filter(scope).on(day).select_related("unit")
        self.rows: dict[int, Organisation] = {row.pk: row for row in rows}
        self.places = _places(day, province)
        self.bodies = [_body(row, self.places) for row in self.rows.values()]

    def find(self, words: str) -> OrganisationMatch | None:
        """The body or the collective that the words mean here; None when nobody, or unclear."""
        found = matching.best_match(words, self.bodies, self.here)
        if found is not None:
            return OrganisationMatch((self.rows[found.body.id],), found.score, found.how)
        group = self.expand(words)
        if group:
            return OrganisationMatch(tuple(group), matching.GENERIC, "collective")
        return None

    def expand(self, words: str) -> list[Organisation]:
        """The bodies of a collective ("UBND các huyện, thành phố"); empty for anything else."""
        above_communes = [p for p in self.places.values() if p.kind != UnitKind.COMMUNE]
        collective = collectives.collective_of(words, above_communes)
        if collective is None:
            return []
        found = collectives.members(collective, self.bodies, self.here)
        return [self.rows[body.id] for body in found]


def find_organisation(words: str, *, day: date, within_path: str = "") -> OrganisationMatch | None:
    """What a name in a document means on a day, read at a place; None when nobody, or unclear.

    For many names at one place, make one `Gazetteer` and ask it.
    """
    return Gazetteer(day=day, within_path=within_path).find(words)


def expand_collective(words: str, *, day: date, province_path: str = "") -> list[Organisation]:
    """All bodies that a collective name means ("UBND các huyện, thành phố"), by path.

    `province_path` is where the words are read: a province, or a district for its own documents.
    Empty when the words name no collective.
    """
    return Gazetteer(day=day, within_path=province_path).expand(words)


def gazetteer_rows(day: date, within_path: str = "") -> list[dict[str, Any]]:
    """Plain rows for the reader of documents: name, abbreviations, kind, unit, path, id."""
    scope = within((within_path,))
    rows = Organisation.objects.filter(scope).on(day).select_related("unit")
    return [
        {
            "id": row.pk,
            "name": row.name,
            "abbreviations": list(row.abbreviations),
            "kind": row.kind,
            "unit": row.unit.full_name,
            "path": row.path,
        }
        for row in rows
    ]


def _places(day: date, province: str) -> dict[str, Place]:
    """The units of a province (of the country for "") by path, without hamlets."""
    rows = (
        Unit.objects.filter(within((province,)))
        .on(day)
        .exclude(kind=UnitKind.HAMLET)
        .values_list("path", "full_name", "kind")
    )
    return {path: Place(name, UnitKind(kind), path) for path, name, kind in rows}


def _body(row: Organisation, places: dict[str, Place]) -> Body:
    above = [places[where] for where in paths.ancestors(row.path) if where in places]
    if not above:
        # The unit ended before the day: the body still bears its name.
        above = [Place(row.unit.full_name, UnitKind(row.unit.kind), row.unit.path)]
    return Body(
        id=row.pk,
        name=row.name,
        abbreviations=tuple(row.abbreviations),
        kind=OrganisationKind(row.kind),
        path=row.path,
        above=tuple(above),
        is_subordinate=row.superior_id is not None and _is_second_rank(row),
    )


def _is_second_rank(row: Organisation) -> bool:
    """Whether the body hangs below a department: its path is more than one step below its unit."""
    return paths.parent(row.path) != row.unit.path

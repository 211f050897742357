"""How pages of clusters name a case: by name where the person is in sight, else by number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.people.terms import Permission as PeoplePermission
from lachan.places.queries.units import unit_names
from lachan.tracing.queries.clusters import cases_of
from lachan.tracing.rules.clusters import Member


def dress_cases(actor: Actor, members: Iterable[Member]) -> dict[int, Any]:
    """The cases of members in sight with what names them; `name` is empty out of sight.

    A number is given once a unit, so that `full_code` names the unit as well.
    """
    rows: dict[int, Any] = dict(cases_of(actor, members))
    names = unit_names(path for row in rows.values() for path in (row.path, row.number_path))
    for row in rows.values():
        row.shown = row.person.root or row.person
        row.code = f"{row.number}/{row.year}"
        row.unit_name = names.get(row.path, row.path)
        may_see = actor.may(PeoplePermission.READ, row.shown.path)
        row.name = row.shown.full_name or _("name not known") if may_see else ""
        row.full_code = f"{row.code} {names.get(row.number_path, row.number_path)}"
        row.words = f"{row.code} {row.name}" if row.name else row.full_code
    return rows


def title_of(first: Any) -> str:
    """How a cluster is called: by its first case in sight, without a name."""
    return _("Cluster of case %(number)s, %(unit)s") % {
        "number": first.code,
        "unit": first.unit_name,
    }

"""Finding units and bodies by any name, old or new, with or without diacritics.

1. The words are beginnings of words of the search text (name, units above, code).
2. Who is exactly so named comes first, then whose name begins so, then the rest; within these,
   one's own province, then what exists on the day, then the wider unit.
3. What is no more says what it is on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import F

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.places.models import Organisation, Unit
from lachan.places.queries.organisations import organisations
from lachan.places.queries.units import EVER, Became, became, units
from lachan.places.rules.names import fold
from lachan.places.rules.search import BAR, is_vague, name_beginnings, prefix_query
from lachan.places.terms import Permission, UnitKind

LIMIT = 20
_KIND_ORDER = [UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.HAMLET]


@dataclass(frozen=True)
class Found:
    """A unit or a body that was found; `within` are the names above it, nearest first."""

    row: Unit | Organisation
    is_organisation: bool
    name: str
    within: str
    exists: bool
    became: list[Became] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name with the units above: "Xã An Xuyên, Thành phố Cà Mau, Tỉnh Cà Mau"."""
        return f"{self.name}, {self.within}" if self.within else self.name


def matching_words(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """The rows whose search text has all the words; all rows for an empty query."""
    words = prefix_query(query)
    if not words:
        return rows
    condition = Func(
        F("search_text"),
        Value(words),
        template=("to_tsvector('simple'::regconfig, %(expressions)s)"),
        arg_joiner=") @@ to_tsquery('simple'::regconfig, ",
        output_field=BooleanField(),
    )
    return rows.filter(condition)


def search(
    actor: Actor,
    query: str,
    *,
    day: date,
    kinds: Sequence[str] = (),
    limit: int = LIMIT,
) -> list[Found]:
    """Units and bodies found by the words, best first.

    `kinds` narrows to kinds of unit and "organisation"; empty means all. `day` is the day on
    which the reader stands: what has ended by then tells what it has become.
    """
    if not prefix_query(query) or not actor.may_somewhere(Permission.READ):
        return []
    wanted = [kind for kind in kinds if kind != "organisation"]
    found: list[Found] = []
    if not kinds or wanted:
        found += _units(actor, query, day, wanted, limit)
    if not kinds or "organisation" in kinds:
        found += _organisations(actor, query, day, limit)
    exact = fold(query)
    found.sort(key=lambda one: (fold(one.name) != exact, one.is_organisation))
    return found[:limit]


def home_province(actor: Actor) -> str:
    """The path of the province in which the actor works; empty for the whole country."""
    where = actor.workplace or next(iter(actor.paths_for(Permission.READ)), "")
    return paths.join(paths.parts(where)[0]) if where else ""


def ranked(actor: Actor, rows: QuerySet[Any], query: str, day: date) -> Any:
    """The units that have the words, best first."""
    if is_vague(query):
        rows = rows.filter(search_text__startswith=fold(query))
    else:
        rows = matching_words(rows, query)
    exact = Q(code=query.strip())
    begins = Q()
    for beginning in name_beginnings(query):
        exact |= Q(search_text__startswith=f"{beginning}{BAR}")
        begins |= Q(search_text__startswith=beginning)
    home = home_province(actor)
    is_home = Q(path__startswith=home) if home else Q(pk__isnull=True)
    on_day = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    return rows.annotate(
        fit=_case((exact, 0), (begins, 1), otherwise=2),
        away=_case((is_home, 0), otherwise=1),
        past=_case((on_day, 0), otherwise=1),
        level=_case(*((Q(kind=kind), rank) for rank, kind in enumerate(_KIND_ORDER)), otherwise=9),
    ).order_by("fit", "away", "past", "level", "path", "-valid_from")


def _units(actor: Actor, query: str, day: date, kinds: Sequence[str], limit: int) -> list[Found]:
    rows: QuerySet[Any] = units(actor)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    units_found = list(ranked(actor, rows, query, day)[:limit])
    names = names_above(units_found)
    futures = became(units_found, EVER)
    return [
        Found(
            row=unit,
            is_organisation=False,
            name=unit.full_name,
            within=names[unit.pk],
            exists=unit.valid_from <= day and (unit.valid_until is None or unit.valid_until > day),
            became=futures.get(unit.pk, []),
        )
        for unit in units_found
    ]


def _organisations(actor: Actor, query: str, day: date, limit: int) -> list[Found]:
    words = fold(query)
    rows = matching_words(organisations(actor, day), query).annotate(
        fit=_case(
            (Q(search_text__startswith=f"{words}{BAR}"), 0),
            (Q(search_text__contains=f"{BAR}{words}{BAR}"), 0),
            (Q(search_text__startswith=words), 1),
            otherwise=2,
        )
    )
    return [
        Found(
            row=row,
            is_organisation=True,
            name=row.name,
            within=row.unit.full_name,
            exists=True,
        )
        for row in rows.order_by("fit", "path")[:limit]
    ]


def _case(*conditions: tuple[Q, int], otherwise: int) -> Case:
    whens = [When(condition, then=Value(rank)) for condition, rank in conditions]
    return Case(*whens, default=Value(otherwise), output_field=IntegerField())


def names_above(rows: Sequence[Unit]) -> dict[int, str]:
    """The full names of the units above each, nearest first, as they were when it began."""
    wanted = {where for unit in rows for where in paths.ancestors(unit.path)[1:]}
    times: dict[str, list[Unit]] = {}
    for row in Unit.objects.filter(path__in=wanted).defer("boundary").order_by("valid_from"):
        times.setdefault(row.path, []).append(row)
    names = {}
    for unit in rows:
        above = []
        for where in paths.ancestors(unit.path)[1:]:
            on_time = [
                row
                for row in times.get(where, ())
                if unit.valid_until is None or row.valid_from < unit.valid_until
            ]
            if on_time:
                above.append(on_time[-1].full_name)
        names[unit.pk] = ", ".join(above)
    return names

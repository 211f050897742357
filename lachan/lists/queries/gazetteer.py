"""The units that addresses are read against, loaded once for an import."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from lachan.core import path as paths
from lachan.core.actor import system
from lachan.core.dates import day_of
from lachan.core.scope import within
from lachan.core.text import folded
from lachan.lists.rules.addresses import Gazetteer, Spot
from lachan.places.queries.units import became, units
from lachan.places.terms import Permission, UnitKind


def gazetteer(path: str, day: date) -> Gazetteer:
    """All units of the province in which the path lies, of all times, and of the provinces that
    became part of it; of others the names of provinces and districts.

    Units are public, so nobody is asked who is looking.
    """
    parts = paths.parts(path)
    home = paths.join(parts[0]) if parts else ""
    reader = system("lists", Permission.READ)
    wide = Q(kind__in=[UnitKind.PROVINCE, UnitKind.DISTRICT])
    provinces = list(units(reader).filter(kind=UnitKind.PROVINCE))
    ends = became(provinces, day)
    joined = (p.path for p in provinces for end in ends.get(p.pk, ()) if end.unit.path == home)
    own = (home, *joined) if home else ()
    rows = list(units(reader).filter(wide | within(own)))
    futures = became([row for row in rows if row.path.startswith(own)] if own else [], day)
    spots = []
    for row in rows:
        later = futures.get(row.pk, [])
        spots.append(
            Spot(
                path=row.path,
                kind=row.kind,
                full_name=row.full_name,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                became=tuple(dict.fromkeys(one.unit.path for one in later)),
                is_split=any(one.is_partial for one in later),
            )
        )
    return Gazetteer(tuple(spots), day, home)


def commune_choices(path: str, now: datetime) -> list[tuple[str, str]]:
    """Path and "Xã An Xuyên, Thành phố Cà Mau" of the communes of the day, by name."""
    day = day_of(now)
    parts = paths.parts(path)
    if not parts:
        return []
    home = paths.join(parts[0])
    rows = units(system("lists", Permission.READ)).on(day).filter(within((home,)))
    names = dict(rows.exclude(kind=UnitKind.HAMLET).values_list("path", "full_name"))
    communes = rows.filter(kind=UnitKind.COMMUNE).values_list("path", "full_name")
    found = []
    for where, name in communes:
        above = paths.parent(where)
        found.append(
            (where, f"{name}, {names[above]}" if above != home and above in names else name)
        )
    return sorted(found, key=lambda one: folded(one[1]))


def path_of_choice(path: str, words: str, now: datetime) -> str:
    """The path of a commune that was chosen or typed; empty when it cannot be told."""
    for where, name in commune_choices(path, now):
        if folded(words) in (folded(name), where):
            return where
    return gazetteer(path, day_of(now)).read(words).commune

"""The units that addresses are read against, loaded once for an import."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lachan.core import path as paths
from lachan.core.actor import system
from lachan.core.scope import within
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
